import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadZones } from '../../src/load/load.ts';
import { dnssync, folder } from '../support/cli.ts';

type Edit = (octets: Buffer) => Buffer;

const ORIGINALS = readdirSync('zones').map((name) => readFileSync(join('zones', name)));

const HOSTILE = [
  '__proto__: { A: 192.0.2.1 }',
  'constructor',
  '\x1b[2J\x1b]0;x\x07',
  '\u202e\u200b',
  '\0',
  '\uFEFF',
  '\r',
  '%YAML 1.1\n---\n',
  '!!binary ',
  '<<: *a',
  '&a ',
  '*a',
  '---\n',
  '...\n',
  '? ',
  '| ',
  '>-\n',
  '"',
  "'",
  '"\\ud800"',
  '\\',
  '[',
  '{a: ',
  '- ',
  ': ',
  ' #',
  ',',
  '\t',
  '~',
  '.',
  '@',
  '*.',
  '2001:db8::',
  '99999999999999999999',
  'x'.repeat(300),
].map((text) => Buffer.from(text));

/** A place in a file whose length is not known yet, as a part of it. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

const spliced = fc
  .tuple(
    place,
    fc.nat({ max: 12 }),
    fc.oneof(
      fc.uint8Array({ maxLength: 4 }).map((octets) => Buffer.from(octets)),
      fc.constantFrom(...HOSTILE),
      fc
        .tuple(fc.constantFrom(...HOSTILE), fc.integer({ min: 2, max: 2000 }))
        .map(([octets, times]) => Buffer.concat(Array<Buffer>(times).fill(octets))),
    ),
  )
  .map(
    ([where, removed, inserted]): Edit =>
      (octets) => {
        const at = Math.floor(where * octets.length);
        return Buffer.concat([octets.subarray(0, at), inserted, octets.subarray(at + removed)]);
      },
  );

/** What becomes of a line: latin1 keeps every octet, also those that are no UTF-8. */
const LINE_EDITS: readonly ((line: string, other: string) => string)[] = [
  () => '',
  (line) => `${line}\n${line}`,
  (line) => `  ${line}`,
  (line) => line.slice(1),
  (line, other) => line + other.trim(),
  (line, other) => `${other}\n${line}`,
  (line) => `\t${line}`,
  (line) => `${line}\r`,
  (line) => line.replaceAll(':', ''),
  (line) => line.replaceAll('"', ''),
];

const relined = fc.tuple(place, place, fc.constantFrom(...LINE_EDITS)).map(
  ([one, two, change]): Edit =>
    (octets) => {
      const lines = octets.toString('latin1').split('\n');
      const at = Math.floor(one * (lines.length - 1));
      const other = lines[Math.floor(two * (lines.length - 1))] ?? '';
      return Buffer.from(lines.with(at, change(lines[at] ?? '', other)).join('\n'), 'latin1');
    },
);

const cut = place.map(
  (where): Edit =>
    (octets) =>
      octets.subarray(0, Math.floor(where * octets.length)),
);

/** Any structure of YAML's flow style, made of the words of zone files and of hostile ones. */
const word = fc.oneof(
  fc.constantFrom(
    'records',
    'ttl',
    'zone',
    'lint',
    'ignore',
    'values',
    'value',
    'priority',
    '@',
    'www',
    '*',
    '',
  ),
  fc.constantFrom('A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SRV', 'CAA', 'PTR'),
  fc.constantFrom('192.0.2.1', '10 mx.example.com', '0 issue "x"', '1 2 3 x.example.', '1h', '-1'),
  fc.constantFrom(...HOSTILE.map((octets) => octets.toString())),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const { structure } = fc.letrec((tie) => ({
  structure: fc.oneof(
    { maxDepth: 6 },
    word,
    fc.oneof(fc.boolean(), fc.constant(null), fc.double(), fc.integer()),
    fc.array(tie('structure'), { maxLength: 5 }),
    fc
      .array(fc.tuple(word, tie('structure')), { maxLength: 5 })
      // Not fromEntries alone: a key may come twice, and `__proto__` is to stay a key.
      .map((entries) => ({ raw: entries })),
  ),
}));

/** As JSON, which YAML reads, with the keys as they come. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object' && value !== null && 'raw' in value) {
    const entries = value.raw as readonly (readonly [string, unknown])[];
    return `{${entries.map(([key, child]) => `${JSON.stringify(key)}: ${flowText(child)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

const structured = fc.tuple(place, fc.constantFrom('', 'records: ', '  www: ', '    A: '), structure).map(
  ([where, key, value]): Edit =>
    (octets) => {
      const lines = octets.toString('latin1').split('\n');
      const line = Buffer.from(`${key}${flowText(value)}`).toString('latin1');
      return Buffer.from(lines.with(Math.floor(where * (lines.length - 1)), line).join('\n'), 'latin1');
    },
);

/** The structure is all of the file. */
const replaced = structure.map(
  (value): Edit =>
    () =>
      Buffer.from(flowText(value)),
);

const mangled = fc
  .tuple(
    fc.constantFrom(...ORIGINALS),
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: spliced },
        { weight: 5, arbitrary: relined },
        { weight: 3, arbitrary: structured },
        replaced,
        cut,
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([original, edits]) => edits.reduce<Buffer>((octets, edit) => edit(octets), original));

const LONGEST_MICROSECONDS = 2_000_000;
const MOST_KIBIBYTES = 512 * 1024;

/** How many mangled files are read in this process; a fiftieth of that number goes through the command line. Both take about 40 s of CPU. */
const RUNS = Number(process.env.DNSSYNC_RUNS ?? 10_000);

let zonesDir: string;
beforeAll(() => {
  zonesDir = mkdtempSync(join(tmpdir(), 'dnssync-fuzz-'));
});
afterAll(() => rmSync(zonesDir, { recursive: true }));

test('a mangled zone file gives its zone or errors that point into it, and never takes long', {
  timeout: 40 * RUNS + 60_000,
}, async () => {
  const count = { sound: 0, invalid: 0 };
  await fc.assert(
    fc.asyncProperty(mangled, async (octets) => {
      writeFileSync(join(zonesDir, 'example.com.yaml'), octets);
      const before = process.cpuUsage();
      const { zones, diagnostics } = await loadZones({ zonesDir });
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(LONGEST_MICROSECONDS);
      const invalid = diagnostics.some(({ severity }) => severity === 'error');
      count[invalid ? 'invalid' : 'sound']++;
      expect(zones).toHaveLength(invalid ? 0 : 1);
      const lines = new TextDecoder().decode(octets).split('\n');
      for (const { at } of diagnostics) {
        const line = lines[(at?.line ?? 0) - 1];
        expect(line).toBeDefined();
        expect(at?.column).toBeGreaterThanOrEqual(1);
        expect(at?.column).toBeLessThanOrEqual((line ?? '').length + 1);
      }
    }),
    { numRuns: RUNS },
  );
  expect(process.resourceUsage().maxRSS).toBeLessThan(MOST_KIBIBYTES);
  // Files that are all refused, or all accepted, would prove little.
  expect(Math.min(count.sound, count.invalid)).toBeGreaterThanOrEqual(Math.floor(RUNS / 50));
});

/** Told by the process itself at its end: its whole life counts, starting Node included. */
const TELL_USAGE =
  "process.on('exit', () => require('node:fs').writeFileSync('usage.json', JSON.stringify(process.resourceUsage())));";

/** What shows that a format has told a place, as it stands in an output. */
const PLACE = {
  text: /^zones.example\.com\.yaml:\d+:\d+ error /m,
  json: /"line": \d/,
  github: /^::error file=zones\/example\.com\.yaml,line=\d+,/m,
  sarif: /"startLine": \d/,
} as const;

async function validateByCommand(octets: Buffer, format: keyof typeof PLACE): Promise<void> {
  const cwd = folder({ 'zones/example.com.yaml': '', 'tell-usage.cjs': TELL_USAGE });
  writeFileSync(join(cwd, 'zones/example.com.yaml'), octets);
  const { code, stdout, stderr } = await dnssync(['validate', '--format', format], cwd, {
    NODE_OPTIONS: '--require ./tell-usage.cjs',
  });
  expect([0, 3]).toContain(code);
  if (code === 3) expect(stdout).toMatch(PLACE[format]);
  if (format === 'json' || format === 'sarif') expect(() => JSON.parse(stdout)).not.toThrow();
  expect(stdout + stderr).not.toMatch(/^ +at .+:\d+:\d+\)?$/m);
  expect(stdout + stderr).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]/);
  const usage = JSON.parse(readFileSync(join(cwd, 'usage.json'), 'utf8'));
  expect(usage.userCPUTime + usage.systemCPUTime).toBeLessThan(LONGEST_MICROSECONDS);
  expect(usage.maxRSS).toBeLessThan(MOST_KIBIBYTES);
}

test('the command line says what is wrong with a mangled file, in every format, without a stack trace', {
  timeout: 40 * RUNS + 60_000,
}, async () => {
  const one = fc.tuple(mangled, fc.constantFrom('text', 'json', 'github', 'sarif'));
  await fc.assert(
    fc.asyncProperty(one, one, async (...two) => {
      await Promise.all(two.map(([octets, format]) => validateByCommand(octets, format)));
    }),
    { numRuns: Math.ceil(RUNS / 100) },
  );
});
