import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { writeOctodns } from '../../src/convert/octodns/write.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { type Octodns, startOctodns } from '../support/octodns.ts';
import { sorted, toldByUs } from '../support/octodns-told.ts';
import { ZONE } from '../support/records.ts';
import { wildRecords } from '../support/wild-records.ts';
import { zonesArbitrary } from '../support/zone-arbitrary.ts';

const seed = 20_261_126;
const octodns = await startOctodns();
const missing = 'missing' in octodns;

const folder = mkdtempSync(join(tmpdir(), 'dnssync-octodns-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (records: readonly DnsRecord[]): ReturnType<typeof writeOctodns> =>
  writeOctodns({ zone: ZONE, records, leftOut: [] });

/** What octoDNS makes of a text, by its own rules: nothing is lenient that the text does not mark. */
async function loaded(text: string): ReturnType<Octodns['load']> {
  writeFileSync(join(folder, `${ZONE}yaml`), text);
  return (octodns as Octodns).load(folder, ZONE);
}

describe.skipIf(missing)('what octoDNS reads of our export (skipped where octoDNS cannot be had)', () => {
  test('is the zone, for random legal zones, with nothing lenient but SRV without a service', async () => {
    await fc.assert(
      fc.asyncProperty(zonesArbitrary([ZONE]), async ({ records }) => {
        const { text, leftOut } = written(records as unknown as DnsRecord[]);
        expect(leftOut).toEqual([]);
        const zone = await loaded(text);
        expect(sorted(zone.records)).toEqual(toldByUs(records as unknown as DnsRecord[]));
        // Its rules want a service in the name of an SRV.
        expect(zone.lenient.filter((name) => !/^[^_].* SRV$/.test(name))).toEqual([]);
      }),
      { seed, numRuns: 100 },
    );
  });

  test('is all that is not listed as left out, for names and texts that YAML, octoDNS and zone files trip over', async () => {
    await fc.assert(
      fc.asyncProperty(wildRecords, async (records) => {
        const { text, leftOut } = written(records);
        const zone = await loaded(text);
        const told = toldByUs(records);
        const count = zone.records.reduce((sum, [, , , data]) => sum + data.length, 0);
        expect(count + leftOut.length).toBe(records.length);
        for (const [name, type, ttl, data] of zone.records) {
          const [, , ours, all] =
            told.find(([itsName, itsType]) => itsName === name && itsType === type) ?? [];
          expect(ttl).toBe(ours);
          expect(all).toEqual(expect.arrayContaining([...data]));
        }
      }),
      { seed, numRuns: 250 },
    );
  });

  test.each([
    ['a name that is an emoji', 'xn--i-7iq', 'TXT', '"x"'],
    ['a name that is no U-label', 'xn--a', 'TXT', '"x"'],
  ])('%s is left out because octoDNS would fail on the whole zone', async (_, name, type, value) => {
    const records = [{ name: `${name}.${ZONE}` as Fqdn, type: type as 'TXT', value, ttl: 60 }];
    expect(written(records).leftOut).toHaveLength(1);
    const text = `---\n${name}:\n  octodns:\n    lenient: true\n  ttl: 60\n  type: TXT\n  value: x\n`;
    await expect(loaded(text)).rejects.toThrow(/Idna|Codepoint|IDNA/i);
  });
});

test('the order of keys is that of natsort: numbers by their worth', () => {
  const names = ['a10', 'a9', '9', '10', 'b', '-1', '*'];
  const records = names.map((name) => ({
    name: `${name}.${ZONE}` as Fqdn,
    type: 'A' as const,
    value: '192.0.2.1',
    ttl: 60,
  }));
  const keys = written(records).text.match(/^\S+(?=:$)/gm);
  expect(keys).toEqual(['"9"', '"10"', '"*"', '"-1"', 'a9', 'a10', 'b']);
});

test('mixed ttls become the lowest, and that is told in the file and beside it', () => {
  const records = [60, 300].map((ttl, at) => ({
    name: ZONE,
    type: 'A' as const,
    value: `192.0.2.${at}`,
    ttl,
  }));
  const { text, leftOut } = written(records);
  expect(text).toContain('  ttl: 60\n');
  expect(text).not.toContain('ttl: 300\n');
  expect(leftOut).toEqual([
    { what: '@ A with ttl 60, 300', why: 'an RRset has one ttl (RFC 2181 section 5.2); 60 is written' },
  ]);
  expect(text).toContain('# Left out: @ A with ttl 60, 300 (');
});
