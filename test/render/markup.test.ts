import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeSpan, fenced, htmlText } from '../../src/render/markup.ts';
import { safe } from '../../src/render/safe.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const MARKUP = [
  '</details><img src=x onerror=alert(1)>',
  '```\n# out',
  '`',
  '``` ``',
  '<!-- dnssync -->',
  '@org/team #1 https://evil.example :+1:',
  'a | b',
  'a \\| b',
  '[x](javascript:alert(1))',
  '![](https://evil.example/pixel.png)',
  '&lt;b&gt; &#60;',
  '',
  ' ',
] as const;
const piece = fc.oneof(
  fc.constantFrom(...HOSTILE, ...MARKUP, '`', '|', '\\', '<', '&', '"', "'", '\n'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const anyText = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

/** What a reader of CommonMark takes for the content of a code span that is the whole of a line. */
function spanContent(markdown: string): string | undefined {
  const [, ticks = '', inside = ''] = /^(`+)([\s\S]*?[^`])\1$/.exec(markdown) ?? [];
  const hasInnerEnd = (inside.match(/`+/g) ?? []).some((run) => run.length === ticks.length);
  return ticks === '' || hasInnerEnd ? undefined : inside.replace(/^ ([\s\S]*) $/, '$1');
}

describe('a code span', () => {
  it.each([
    ['www', '` www `'],
    ['a`b', '`` a`b ``'],
    ['a | b', '` a \\u{7c} b `'],
    ['', '` - `'],
  ])('of %j is %s', (text, markdown) => {
    expect(codeSpan(text)).toBe(markdown);
  });

  it('holds the text and ends with it, in one line and one cell, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = codeSpan(text);
        expect(markdown).not.toMatch(HARMFUL);
        expect(markdown).not.toMatch(/[\n|]/);
        expect(spanContent(markdown)).toBe(text === '' ? '-' : safe(text).replaceAll('|', '\\u{7c}'));
      }),
    );
  });
});

describe('a code block', () => {
  it('keeps tabs and whole characters, and shows what is harmful', () => {
    expect(fenced('text', ['a\tb 👋\x1b'])).toEqual(['```text', 'a\tb 👋\\x1b', '```']);
  });

  it('ends where its lines end, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (lines) => {
        const [first = '', ...rest] = fenced('text', lines);
        const ticks = first.slice(0, -'text'.length);
        expect(rest.at(-1)).toBe(ticks);
        for (const line of rest.slice(0, -1)) {
          expect(line).not.toMatch(/\n/);
          expect(line).not.toContain(ticks);
        }
        expect(rest).toHaveLength(lines.length + 1);
      }),
    );
  });
});

describe('HTML', () => {
  it('has no markup in it and reads back to what is shown elsewhere, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = htmlText(text);
        expect(html).not.toMatch(/[<>"'`]|&(?!#\d+;)/);
        expect(html).not.toMatch(HARMFUL);
        const read = html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
        expect(read).toBe(safe(text));
      }),
    );
  });
});
