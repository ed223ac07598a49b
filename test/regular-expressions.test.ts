/**
 * Each regular expression of the program against 64 kB made to be slow. One that is slow on them must stand here with
 * what bounds its input, so that a new one is noticed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { type Literal, regularExpressionsIn } from './support/regular-expressions.ts';

const LENGTH = 64 * 1024;
/** Milliseconds: a linear one takes less than one, a quadratic one two seconds and more. The second look is for busy machines. */
const LIMITS = [200, 1500];

/** By file and source: why its input is never long. */
const BOUNDED: Readonly<Record<string, string>> = {
  'cli/options/duration.ts: /(\\d+)([smhd])/g': 'the expression before it lets nine digits through',
  'provider/vpsorg/settings.ts: /\\/+$/': 'the address of the API, of whoever runs this',
  'render/text-diff.ts: /[A-Za-z0-9]*$/': 'the last few characters of a text, cut off before',
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.includes('generated'),
);
const found = files.flatMap((name) =>
  regularExpressionsIn(readFileSync(join('src', name), 'utf8')).map((literal) => ({ name, ...literal })),
);

/** What makes backtracking slow: long runs of what the expression takes, and then something that it does not. */
function attacks({ source }: Literal): string[] {
  const literals = source.match(/[a-z0-9 #:;=@"'<>%_-]+/gi) ?? [];
  const units = [
    'a',
    'A',
    '0',
    '9',
    ' ',
    '\t',
    '.',
    '-',
    '_',
    '"',
    '\\',
    ',',
    ';',
    ':',
    '/',
    '%',
    '=',
    '\n',
    'a.',
    '0.',
    'a ',
    '" "',
    '\\"',
    'é',
    ...literals,
  ];
  const starts = [
    '',
    ...new Set([...literals, source.replace(/^\^/, '').match(/^[a-z0-9 #:;=@"_-]+/i)?.[0] ?? '']),
  ];
  return starts.flatMap((start) =>
    [...new Set(units)].flatMap((unit) => {
      const run = unit.repeat(Math.ceil(LENGTH / unit.length));
      return [`${start}${run}\u0000`];
    }),
  );
}

const context = vm.createContext({ expression: /x/, input: '' });
const search = new vm.Script('input.search(expression)');

/** Whether the search is cut off after so many milliseconds. */
function isSlow({ source, flags }: Literal, input: string, limit: number): boolean {
  Object.assign(context, { expression: new RegExp(source, flags), input });
  try {
    search.runInContext(context, { timeout: limit });
    return false;
  } catch {
    return true;
  }
}

it('finds them', () => {
  expect(found.length).toBeGreaterThan(100);
});

it('takes no noticeable time for 64 kB made to be slow', { timeout: 300_000 }, () => {
  const slow: string[] = [];
  for (const literal of found) {
    const key = `${literal.name}: /${literal.source}/${literal.flags}`;
    if (key in BOUNDED) continue;
    const input = attacks(literal).find((text) => LIMITS.every((limit) => isSlow(literal, text, limit)));
    if (input !== undefined) slow.push(`${key} on ${JSON.stringify(input.slice(0, 12))}…`);
  }
  expect(slow).toEqual([]);
});

it('excuses none that is gone', () => {
  const keys = found.map(({ name, source, flags }) => `${name}: /${source}/${flags}`);
  expect(Object.keys(BOUNDED).filter((key) => !keys.includes(key))).toEqual([]);
});

it('would notice one', () => {
  // Cubic: slow on any machine, and cut off like the others.
  const slow = { source: 'a+a+$', flags: '' };
  expect(attacks(slow).some((text) => LIMITS.every((limit) => isSlow(slow, text, limit)))).toBe(true);
});
