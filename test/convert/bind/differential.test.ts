/** The reader of zone files against named-checkzone: the same files are taken, and the same records read from them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type BindReading, readBind } from '../../../src/convert/bind/read-bind.ts';
import { checkzone, hasCheckzone } from '../../support/checkzone.ts';
import { distinctRecords as sorted } from '../../support/distinct-records.ts';
import { ZONE } from '../../support/records.ts';
import { bentZone, type ZoneText, zoneText } from '../../support/zone-file-arbitrary.ts';

/** How many files are made; many more by hand: DNSSYNC_RUNS=10000. */
const RUNS = Number(process.env.DNSSYNC_RUNS ?? 120);

const folder = mkdtempSync(join(tmpdir(), 'dnssync-bind-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read({ text, included }: ZoneText): BindReading {
  const include = (path: string): { file: string; text: string } | { problem: string } =>
    path === 'included.db' ? { file: path, text: included } : { problem: 'no such file' };
  return readBind({ file: 'zone.db', text, zone: ZONE, apexNs: true, include });
}

async function judged({ text, included }: ZoneText): ReturnType<typeof checkzone> {
  // A directive on a last line that does not end is refused by named, and understood here.
  writeFileSync(join(folder, 'zone.db'), text.endsWith('\n') ? text : `${text}\n`, 'latin1');
  writeFileSync(join(folder, 'included.db'), included, 'latin1');
  return checkzone('zone.db', folder);
}

/** What named says of a zone as a whole: nothing that reading its lines would show. */
const WHOLE =
  /CNAME and other data|singleton|has \d+ SOA records|has no NS|not at top|too many records|NS owner name|has no address records/;

/** Types that IANA has named since BIND 9.18. */
const NEWER = /unknown RR type '(?:CLA|IPN|DSYNC|HHIT|BRID|NXNAME|RESINFO|WALLET)'/i;

/** Types whose data is not looked at, for none of it is kept. */
const OTHER = /\b(?:PTR|HINFO|LOC|SSHFP|TYPE6528\d)\b/;

/** Whether named stumbled over a line of such a type. */
function isOther({ text }: ZoneText, log: string): boolean {
  const line = Number(
    [...log.matchAll(/zone\.db:(\d+): (?!using|TTL|warning|ignoring|file|record with)/g)].at(-1)?.[1],
  );
  return OTHER.test(
    text
      .split('\n')
      .slice(Math.max(line - 3, 0), line)
      .join('\n'),
  );
}

describe.skipIf(!hasCheckzone)('zone files', () => {
  test('the records that named reads are the records that are read', async () => {
    let most = 0;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(zoneText, async (zone) => {
        const verdict = await judged(zone);
        if (!verdict.accepted && WHOLE.test(verdict.log)) return;
        const { zone: imported, diagnostics } = read(zone);
        const context = `${zone.text}\n--- included\n${zone.included}\n--- named\n${verdict.log}`;
        expect(
          diagnostics.map(({ message, at }) => `${at?.file}:${at?.line} ${message}`),
          context,
        ).toEqual([]);
        expect(verdict.accepted, context).toBe(true);
        expect(sorted(imported.records), context).toEqual(sorted(verdict.records));
        most = Math.max(most, imported.records.length);
        taken++;
      }),
      { numRuns: RUNS },
    );
    expect(most).toBeGreaterThan(10);
    // The others are refused as a whole, for what no single line says.
    expect(taken).toBeGreaterThan(RUNS * 0.5);
  });

  test('what named refuses is refused, and nothing else', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(bentZone, async (zone) => {
        const verdict = await judged(zone);
        if (
          !verdict.accepted &&
          (WHOLE.test(verdict.log) || NEWER.test(verdict.log) || isOther(zone, verdict.log))
        )
          return;
        const { zone: imported, diagnostics } = read(zone);
        // An origin that cannot be said here ends the import: every name below it would be lost.
        if (diagnostics.some(({ message }) => message.includes('has no way to write the name'))) return;
        const said = diagnostics.map(({ message, at }) => `${at?.line}:${at?.column} ${message}`).join('\n');
        const context = `${zone.text}\n--- included\n${zone.included}\n--- named\n${verdict.log}\n--- dnssync\n${said}`;
        expect(diagnostics.length === 0, context).toBe(verdict.accepted);
        if (verdict.accepted) expect(sorted(imported.records), context).toEqual(sorted(verdict.records));
        else refused++;
      }),
      { numRuns: RUNS * 2 },
    );
    expect(refused).toBeGreaterThan(RUNS * 0.1);
  });
});
