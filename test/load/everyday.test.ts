import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEveryday } from '../../src/load/parse/everyday/read-everyday.ts';
import { parseAnyYaml, parseYaml } from '../../src/load/parse/parse.ts';
import { Source } from '../../src/load/source.ts';
import { FILE } from '../support/zone-text.ts';

/** How many files are made; many more by hand: DNSSYNC_RUNS=100000. */
const RUNS = Number(process.env.DNSSYNC_RUNS ?? 3000);

/** Whether the quick reader takes a text; what it gives must then be what the yaml package gives. */
function isTaken(text: string): boolean {
  const root = readEveryday(text);
  if (root === undefined) return false;
  expect({ broken: false, root, diagnostics: [] }, text).toEqual(parseAnyYaml(new Source(FILE, text)));
  return true;
}

/** Every string that a test holds is as good a file as any: among them are all traps. */
function stringsOf(file: string): string[] {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };
  return [...readFileSync(file, 'utf8').matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
    ([, single, back]) =>
      (single ?? back ?? '').replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, character = '') =>
        code === undefined
          ? (escapes[character] ?? character)
          : String.fromCharCode(Number.parseInt(code, 16)),
      ),
  );
}

const files = ['zones', 'test/cases'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);
const strings = readdirSync('test/load')
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => stringsOf(join('test/load', name)));

/** Texts as they stand in zone files. */
// biome-ignore format: by kind
const PLAIN = [
  'a', 'www', '_sip._tcp', '"@"', "'*.dev'", 'b.example.com', '010', 'é', 'xn--bcher-kva', '1h', 'ttl', 'values', 'priority',
  'A', 'TXT', 'records', 'a/b', '192.0.2.1', '2001:db8::1', '::1', '10 mx1.example.com', '10 5 5060 sip.example.com',
  'v=spf1 include:_spf.example.net -all', '"v=spf1 -all"', "'it''s'", '"a \\"b\\" c"', '0 issue "letsencrypt.org"', 'a  b', 'a#b',
];

/** Texts that only look so, or that are something else in some places. */
// biome-ignore format: by kind
const ODD = [
  '2001:db8::', '::', '"\\\\"', '"\\t"', '"a\\;b"', '""', "''", '~', 'null', 'no', '1.10', '-1', '-all', '- x', 'a #b', 'a: b', 'a:b',
  ':a', 'a:', 'a, b', 'k=v', 'rua=x', '"a" "b"', '"a"b', 'a "b', "a'b", 'a{b', 'a]b', '{', ']', '@', '*.dev', '`x`', '%x', '&a', '!t x',
  '|', '>-', '? x', '<<', '=', '.', '..', '...', '---', '/', '\\', '(', '$x', '\u2013', '\u200b', '\u{1f600}', '\ud800', '\xa0',
  '\x85', '\t', `"${'x'.repeat(1020)}"`, 'x'.repeat(1030), 'a:{', 'a :b', '__proto__', '\u2028', '\ufeff', 'a,b', "'a",
];

const scalar = fc.oneof({ weight: 50, arbitrary: fc.constantFrom(...PLAIN) }, fc.constantFrom(...ODD));
const blanks = fc.oneof({ weight: 50, arbitrary: fc.constant(' ') }, fc.constantFrom('', '  ', '   ', '\t'));
const rest = fc.oneof(
  { weight: 40, arbitrary: fc.constant('') },
  { weight: 20, arbitrary: fc.constantFrom(' ', ' # c', '\n', '\n\n', '\n# c', '\n      # c') },
  fc.constantFrom(
    ' ',
    ' # c',
    '  #c: [',
    '# c',
    ' #',
    '\n',
    '\n\n',
    '\n# c',
    '\n      # c',
    '\n   ',
    '\r',
    ' \\',
  ),
);

/** Flow collections, most of them well formed. */
const { flow } = fc.letrec<{ flow: string; part: string }>((tie) => ({
  flow: fc.oneof(
    { depthSize: 'small' },
    { weight: 4, arbitrary: scalar },
    fc
      .tuple(
        fc.constantFrom('[', '{'),
        fc.array(fc.tuple(tie('part'), blanks), { maxLength: 4 }),
        blanks,
        blanks,
      )
      .map(([open, parts, before, after]) => {
        const inner = parts.map(
          ([part, blank]) => (open === '[' ? part.replace(/^a: (?!b)/, '') : part) + blank,
        );
        return `${open}${before}${inner.join(`,${after}`).trimEnd()}${before}${open === '[' ? ']' : '}'}`;
      }),
  ),
  part: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(scalar, tie('flow')).map(([key, value]) => `${key}: ${value}`) },
    tie('flow').map((value) => `a: ${value}`),
    tie('flow'),
  ),
}));

/** Lines that are indented below each other, most of them well. */
const line = fc.record({
  name: fc.nat(99),
  up: fc.constantFrom(0, 0, 0, 1, 2),
  isList: fc.boolean(),
  slip: fc.oneof({ weight: 80, arbitrary: fc.constant(0) }, fc.constantFrom(1, -1, 2, -2)),
  dash: fc.oneof({ weight: 40, arbitrary: fc.constant('- ') }, fc.constantFrom('', '-  ', '-', '- - ')),
  key: fc.option(scalar, { nil: undefined, freq: 2 }),
  colon: fc.oneof({ weight: 80, arbitrary: fc.constant(':') }, fc.constantFrom(' :', '', ': #', '::')),
  blanks,
  value: fc.option(flow, { nil: undefined, freq: 3 }),
  rest,
});
const lines = fc.array(line, { minLength: 1, maxLength: 12 }).map((parts) => {
  let levels = [{ indent: 0, isList: false }];
  return parts.map(
    ({ name, up, isList, slip, dash: mark, key, colon, blanks: gap, value, rest: end }, index) => {
      const level = levels.at(-1) ?? { indent: 0, isList: false };
      const dash = level.isList ? mark : '';
      const named = key !== undefined && /^[a-z]/.test(key) ? `${key}${name}` : key;
      const own = named === undefined ? (level.isList ? '' : `k${name}${colon}`) : `${named}${colon}`;
      const isLast = index === parts.length - 1;
      // A key without a value wants lines below it; else the next line goes on, or up again.
      if (value === undefined && !isLast) {
        const indent = level.indent + dash.length + (isList && name % 2 === 0 ? 0 : name % 3 === 0 ? 4 : 2);
        levels = [...levels, { indent, isList }];
      } else levels = levels.slice(0, Math.max(1, levels.length - up));
      const inline = value ?? (isLast ? 'x' : undefined);
      return `${' '.repeat(Math.max(0, level.indent + slip))}${dash}${own}${inline === undefined ? '' : gap + inline}${end}`;
    },
  );
});
const made = fc
  .tuple(
    fc.constantFrom('', '', '', '', '# c\n', '\n', '---\n', ' '),
    lines,
    fc.constantFrom('\n', '\n', '', '\n\n', '\n...\n'),
  )
  .map(([head, parts, end]) => head + parts.join('\n') + end)
  .chain(withLineEnds);

/** Some systems end lines with two characters. */
function withLineEnds(text: string): fc.Arbitrary<string> {
  return fc.constantFrom('\n', '\n', '\r\n').map((end) => text.replaceAll('\n', end));
}

/** Files of people, with a few characters or lines of them changed. */
const edit = fc.record({
  at: fc.nat(9999),
  removed: fc.constantFrom(0, 0, 0, 1, 1, 2, 5),
  inserted: fc.oneof(
    fc.constantFrom(
      ...' :-#,{}[]"\'\n\\&*!|>%@`?=.~\t\r',
      '\n  ',
      '\n    ',
      ': ',
      ' #',
      '- ',
      '\n- ',
      ', ',
      '\n---\n',
      '\n\n',
      '',
    ),
    scalar,
    flow,
  ),
});
const mangled = fc
  .tuple(
    fc.oneof(fc.constantFrom(...files), fc.constantFrom(...strings)).chain(withLineEnds),
    fc.array(edit, { minLength: 1, maxLength: 3 }),
  )
  .map(([original, edits]) =>
    edits.reduce((text, { at, removed, inserted }) => {
      const start = Math.floor((at * (text.length + 1)) / 10_000);
      return text.slice(0, start) + inserted + text.slice(start + removed);
    }, original),
  );

describe('a file that is read quickly is read as the yaml package reads it', () => {
  test('the files of this repository, nearly all of them', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter(isTaken).length).toBeGreaterThan(0.8 * files.length);
  });

  test('whatever string a test of the loader holds', () => {
    expect(strings.length).toBeGreaterThan(1000);
    expect(strings.filter(isTaken).length).toBeGreaterThan(100);
  });

  test.each([
    ['lines of all kinds', made, 0.05],
    ['changed files', mangled, 0.1],
  ] as const)(
    '%s',
    (_, texts, share) => {
      let taken = 0;
      fc.assert(
        fc.property(texts, (text) => {
          if (isTaken(text)) taken++;
        }),
        { numRuns: RUNS },
      );
      // Else nothing was compared.
      expect(taken).toBeGreaterThan(share * RUNS);
    },
    60_000 + 10 * RUNS,
  );

  test.each([
    'records:\n  "@":\n    A: [192.0.2.1, 192.0.2.2]\n    MX:\n    - 10 mx1.example.com\n    - priority: 20\n      value: b.example',
    '# c\n\nttl: 1h # c\nrecords: { a: { AAAA: ::1, TXT: "v=spf1 -all" } }\n  # c\n',
    'a: b#c\n',
    '# c\r\na:\r\n  "b": c # d\r\n\r\n  e: [f]\r\n',
    `${'k'.repeat(900)}: x\n`,
    'a: {}\nb: []\n',
  ])('%j is', (text) => expect(isTaken(text)).toBe(true));

  test.each([
    ['what YAML refuses', 'a: b: c'],
    ['a key that is too long for YAML', `${'k'.repeat(1030)}: x`],
    ['one in quotes', `"${'k'.repeat(1030)}": x`],
    ['a comment that is none', 'a: "b"#c'],
    ['a text that goes on', 'a: b\n  c'],
    ['a quoted text that goes on', 'a: "b\n  c"'],
    ['flow over lines', 'a: [b,\n  c]'],
    ['a value that lacks', 'a:\nb: c'],
    ['a key twice', 'a: b\na: c'],
    ['wrong indentation', 'a:\n    b: c\n  d: e'],
    ['a trap', 'a: { TXT: x, y }'],
    ['depth', 'a: [[[[[[[[[b]]]]]]]]]'],
    ['depth of lines', Array.from({ length: 12 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['documents', 'a: b\n---\nc: d'],
    ['tabs', 'a:\tb'],
    ['carriage returns alone', 'a: b\rc: d'],
    ['nothing', '# c\n'],
    ['a text alone', 'a'],
  ])('%s: left to the package', (_, text) => expect(readEveryday(text)).toBeUndefined());

  test('and what is not is read by the package', () => {
    const source = new Source(FILE, 'records: { a: { A: 192.0.2.1 } }\n...\n');
    expect(readEveryday(source.text)).toBeUndefined();
    expect(parseYaml(source)).toEqual(parseAnyYaml(source));
    expect(parseYaml(source).root).toBeDefined();
  });
});
