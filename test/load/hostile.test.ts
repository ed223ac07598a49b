import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanTokens } from '../../src/load/parse/scan.ts';
import { brief, findings, loadText, recordsOf, under } from '../support/zone-text.ts';

describe('names of prototypes are names', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])('%s', (name) => {
    const records = recordsOf(`records: { ${name}: { TXT: ${name} } }`);
    expect(records).toEqual([`${name.toLowerCase()} 3600 TXT ${name}`]);
  });

  test.each([
    ['__proto__: { ttl: 1 }\nrecords: { a: { TXT: x } }', '1:1 unknown-key'],
    ['records: { a: { __proto__: { TXT: x } } }', '1:17 type-unknown'],
    ['records: { a: { A: { __proto__: { values: 192.0.2.1 }, values: 192.0.2.1 } } }', '1:22 unknown-key'],
    ['records: { a: { MX: { __proto__: 1, priority: 1, value: mx.example.net } } }', '1:23 unknown-key'],
    ['records: { a: { constructor: x } }', '1:17 type-unknown'],
  ])('%s is an unknown key', (text, finding) => {
    expect(findings(text)).toEqual([finding]);
    expect(({} as Record<string, unknown>).ttl).toBeUndefined();
    expect(({} as Record<string, unknown>).TXT).toBeUndefined();
  });
});

describe('what would take the memory or the stack', () => {
  test('a billion laughs are one finding', () => {
    const lines = ['a: &a [lol, lol]'];
    for (let i = 1; i < 40; i++) lines.push(`b${i}: &b${i} [*${i === 1 ? 'a' : `b${i - 1}`}, *a]`);
    expect(findings(lines.join('\n'))).toEqual(['1:4 yaml-anchor']);
  });

  test.each([
    ['[', '['],
    ['{', '{'],
    ['{a: ', '{a: '],
    ['- ', '- '],
    ['a:\n ', ''],
  ])('%j five million octets deep is one finding', (opening, unit) => {
    const text =
      unit === ''
        ? Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
        : unit.repeat(Math.floor((5 * 1024 * 1024) / opening.length));
    expect(loadText(text).diagnostics.map(({ rule }) => rule)).toEqual(['yaml-depth']);
    // Nothing was built from it: tokens end where the depth is refused.
    expect(scanTokens(text).tokens.length).toBeLessThan(100);
  });

  test('six levels, what a zone file needs, are taken, and depth beyond is told', () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(findings(nested(20))).toEqual(['1:1 wrong-type']);
    expect(loadText(nested(40)).diagnostics.map(({ rule }) => rule)).toEqual(['yaml-depth']);
  });

  test('one endless line is not repeated in each of its findings', () => {
    const names = Array.from({ length: 2000 }, (_, i) => `n${i}: { A: x }`);
    const { diagnostics } = loadText(`records: { ${names.join(', ')} }`);
    expect(diagnostics).toHaveLength(2000);
    expect(diagnostics.every(({ at }) => at?.sourceLine === undefined && at?.line === 1)).toBe(true);
  });

  test('one endless value is not repeated in its message', () => {
    const endless = 'x '.repeat(100_000);
    for (const type of ['A', 'AAAA', 'CNAME', 'MX', 'SRV', 'CAA', 'NS']) {
      const [diagnostic, ...others] = loadText(under(type, `"${endless}"`)).diagnostics;
      expect(others).toEqual([]);
      expect(diagnostic?.message.length).toBeLessThan(1100);
    }
  });
});

test('40,000 names in one file are read, with their positions', () => {
  const names = Array.from({ length: 40_000 }, (_, i) => `  host${i}: { A: 192.0.2.1 }`);
  const { zones, diagnostics } = loadText(`records:\n${names.join('\n')}\n`);
  expect(diagnostics).toEqual([]);
  expect(zones[0]?.records).toHaveLength(40_000);
  expect(zones[0]?.records.at(-1)).toMatchObject({
    name: 'host39999.example.com.',
    source: { line: 40_001, column: 19 },
  });
});

describe('what is told of a file grows with its size, not with its square', () => {
  /** How much text the findings of a file of n parts hold. */
  function told(n: number, part: (i: number) => string): number {
    const { diagnostics } = loadText(
      `records:\n${Array.from({ length: n }, (_, i) => `  ${part(i)}\n`).join('')}`,
    );
    return diagnostics.reduce(
      (sum, { message, at }) => sum + message.length + (at?.sourceLine?.length ?? 0),
      0,
    );
  }

  test.each([
    ['aliases in a row', (i: number) => `a${i}: { CNAME: a${i + 1}.example.com }`],
    ['unknown types', (i: number) => `a${i}: { B: x }`],
    ['unknown keys of values', (i: number) => `a${i}: { MX: { prio: 1, value: x } }`],
    ['targets that are missing', (i: number) => `a${i}: { MX: 1 x.y.b${i}.example.com }`],
  ])('%s', (_, part) => {
    expect(told(2000, part)).toBeLessThan(12 * Math.max(told(200, part), 1));
  });
});

describe('whatever the text', () => {
  const fragments = fc.constantFrom(
    'records:',
    '\n',
    '  ',
    ' ',
    '\t',
    'a',
    'A',
    ':',
    ': ',
    '{',
    '}',
    '[',
    ']',
    ',',
    ', ',
    '"',
    "'",
    '\\',
    '@',
    '*',
    '*.b',
    '&a',
    '!t',
    '%x',
    '`',
    '#',
    ' #',
    '|',
    '>',
    '-',
    '- ',
    '? ',
    '---',
    '...',
    '<<',
    '192.0.2.1',
    '2001:db8::',
    'MX',
    'SRV',
    'CAA',
    'TXT',
    'CNAME',
    'ttl',
    'values',
    'priority',
    '10',
    'x.example.net',
    'é',
    '\u{1f600}',
    '\u200b',
    '\0',
    '\r',
    '\r\n',
    '\uFEFF',
    '__proto__',
    'zone',
  );
  const text = fc.oneof(
    fc.array(fragments, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.array(fragments, { maxLength: 30 }).map((parts) => `records:\n  a:\n    TXT: ${parts.join('')}\n`),
    fc.array(fragments, { maxLength: 30 }).map((parts) => `records: { a: { MX: ${parts.join('')} } }\n`),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  test('loading never throws, gives a zone or an error, and points into the file', () => {
    fc.assert(
      fc.property(text, (input) => {
        const { zones, diagnostics } = loadText(input);
        expect(zones.length + Number(diagnostics.some(({ severity }) => severity === 'error'))).toBe(1);
        const lines = input.split('\n');
        for (const { at, message } of diagnostics) {
          expect(message).not.toBe('');
          expect(at?.line).toBeGreaterThanOrEqual(1);
          expect(at?.line).toBeLessThanOrEqual(lines.length);
          expect(at?.column).toBeGreaterThanOrEqual(1);
          expect(at?.sourceLine).toBe((lines[(at?.line ?? 0) - 1] ?? '').replace(/\r$/, ''));
          expect(at?.column).toBeLessThanOrEqual((at?.sourceLine ?? '').length + 1);
        }
        expect(new Set(diagnostics.map((d) => `${brief(d)} ${d.message}`)).size).toBe(diagnostics.length);
      }),
      { numRuns: 3000 },
    );
  });
});
