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

const mangled = fc
  .tuple(
    fc.constantFrom(...ORIGINALS),
    fc.array(fc.oneof({ weight: 5, arbitrary: spliced }, { weight: 5, arbitrary: relined }, cut), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([original, edits]) => edits.reduce<Buffer>((octets, edit) => edit(octets), original));

let zonesDir: string;
beforeAll(() => {
  zonesDir = mkdtempSync(join(tmpdir(), 'dnssync-fuzz-'));
});
afterAll(() => rmSync(zonesDir, { recursive: true }));

const RUNS = Number(process.env.FUZZ_RUNS ?? 1000);

test('a mangled zone file gives its zone or errors that point into it, and never takes long', {
  timeout: 40 * RUNS + 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(mangled, async (octets) => {
      writeFileSync(join(zonesDir, 'example.com.yaml'), octets);
      const before = process.cpuUsage();
      const { zones, diagnostics } = await loadZones({ zonesDir });
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(2_000_000);
      expect(zones).toHaveLength(diagnostics.some(({ severity }) => severity === 'error') ? 0 : 1);
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
});

test('the command line says what is wrong with a mangled file, without a stack trace', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(mangled, async (octets) => {
      const cwd = folder({ 'zones/example.com.yaml': '' });
      writeFileSync(join(cwd, 'zones/example.com.yaml'), octets);
      const { code, stdout, stderr } = await dnssync(['validate'], cwd);
      expect([0, 3]).toContain(code);
      if (code === 3) expect(stdout).toMatch(/^zones.example\.com\.yaml:\d+:\d+ error /m);
      expect(stdout + stderr).not.toMatch(/^ +at .+:\d+:\d+\)?$/m);
      expect(stdout + stderr).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]/);
    }),
    { numRuns: 20, interruptAfterTimeLimit: 100_000 },
  );
});
