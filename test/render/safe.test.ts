import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safe, safeJson } from '../../src/render/safe.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

/** Any sequence of UTF-16 units, lone surrogates and our own escapes among them. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0, max: 0x9f }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        '\\',
        '\\x',
        '\\x1b',
        '\\x1B',
        '\\u{',
        '\\u{202e}',
        '\\\\',
        '##[',
        '#',
        '1b',
        '}',
        '\x1b',
        '\u202e',
      ),
    ),
  )
  .map((parts) => parts.join(''));

function unescaped(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}/g, (_, short?: string, long?: string) =>
    String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16)),
  );
}

describe('safe', () => {
  it.each([
    ['\x1b[2K\rno changes', '\\x1b[2K\\x0dno changes'],
    ['a\nb\tc', 'a\\x0ab\\x09c'],
    ['\u009b31m', '\\x9b31m'],
    ['user\u202egnp', 'user\\u{202e}gnp'],
    ['a\u200bb', 'a\\u{200b}b'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
    ['soft\u00adhyphen', 'soft\\xadhyphen'],
    ['\u00a0', '\\xa0'],
    ['a ##[add-mask]DELETE', 'a ##\\x5badd-mask]DELETE'],
  ])('shows %j as %s', (text, shown) => {
    expect(safe(text)).toBe(shown);
  });

  it.each([
    '#[x]',
    '## [x]',
    'v=spf1 -all',
    'bücher',
    '日本語',
    '👋',
    'a\\;b',
    '"a\\"b" "\\195\\188"',
    '\\',
    '\\\\',
    'C:\\users',
    '\\xyz',
  ])('leaves %j as it is', (text) => {
    expect(safe(text)).toBe(text);
  });

  it('writes a backslash as an escape only where it would be read as one of ours', () => {
    expect(safe('\\x1b')).toBe('\\x5cx1b');
    expect(safe('\\u{202e}')).toBe('\\x5cu{202e}');
    expect(safe('\\\x1b')).toBe('\\\\x1b');
  });

  it('leaves nothing a terminal acts on or a reader cannot see, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(safe(text)).not.toMatch(HARMFUL);
        expect(safe(text)).not.toContain('\n');
      }),
    );
  });

  it('can be read back exactly, so no two texts look the same', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(unescaped(safe(text))).toBe(text);
      }),
    );
  });

  it('is linear: a megabyte of half escapes takes no noticeable time', () => {
    const text = '\\u{aaaaa'.repeat(125_000);
    expect(safe(text)).toBe(text);
  });
});

describe('safeJson', () => {
  it('is the same JSON without anything harmful in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = { [text]: [text] };
        expect(JSON.parse(safeJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(safeJson(value)).not.toMatch(HARMFUL);
      }),
    );
  });

  it("holds no command of GitHub's runner", () => {
    expect(safeJson(['##[add-mask]x'])).toBe('[\n  "##\\u005badd-mask]x"\n]');
  });

  it('escapes by UTF-16 unit, as JSON does', () => {
    expect(safeJson(['\u009b\u{e0041}é'])).toBe('[\n  "\\u009b\\udb40\\udc41é"\n]');
  });

  it('leaves what is harmless as it is, beyond the first plane too', () => {
    expect(safeJson('bücher 日本語 👋')).toBe('"bücher 日本語 👋"');
  });

  it.each(HOSTILE)('holds %j', (text) => {
    expect(safeJson(text)).not.toMatch(HARMFUL);
  });
});
