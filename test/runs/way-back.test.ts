/** The way back leads to the snapshot: by property, whatever the zone held and whatever an apply made of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change } from '../../src/model/plan.ts';
import type { ZoneReader } from '../../src/model/provider.ts';
import { type DnsRecord, identityOf, type LiveRecord } from '../../src/model/record.ts';
import type { LiveZone } from '../../src/model/zone.ts';
import { liveFileReader } from '../../src/provider/live-file.ts';
import { notOfTheRun } from '../../src/runs/way-back.ts';
import { planBack, planZones } from '../../src/sync.ts';

const ZONE = 'example.com.' as Fqdn;

/** Few words, so that copies, mixed ttls and what cannot be read come often. */
const data = fc.record({
  name: fc.constantFrom('a', 'b', '*.c').map((label) => `${label}.${ZONE}` as Fqdn),
  type: fc.constantFrom('A' as const, 'TXT' as const, 'MX' as const),
  value: fc.constantFrom('192.0.2.1', '192.0.2.2', 'nonsense'),
  ttl: fc.constantFrom(60, 300),
});
const records = fc.array(data, { maxLength: 12 });

let serial = 0;
function liveOf(all: readonly DnsRecord[]): LiveZone {
  const live = all.map(
    (record): LiveRecord => ({ ...record, id: `r${++serial}`, createdAt: `${serial % 3}` }),
  );
  return { id: 'zone', name: ZONE, records: live, unmanaged: [] };
}

function readerOf(zone: LiveZone): ZoneReader {
  return liveFileReader([zone]);
}

function carriedOut(zone: LiveZone, changes: readonly Change[]): LiveZone {
  const kept = new Map(zone.records.map((record) => [record.id, record]));
  for (const change of changes) {
    if (change.action === 'delete') kept.delete(change.before.id);
    else {
      const id = change.action === 'create' ? `r${++serial}` : change.before.id;
      kept.set(id, { ...change.after, id, createdAt: `${serial % 3}` });
    }
  }
  return { ...zone, records: [...kept.values()] };
}

const textsOf = (zone: LiveZone, picks: (record: LiveRecord) => boolean = () => true): string[] =>
  zone.records
    .filter(picks)
    .map((record) => `${identityOf(record)} ${record.ttl}`)
    .sort();

const changesOf = (planned: { plan: { steps: readonly { change: Change }[] } }): Change[] =>
  planned.plan.steps.map(({ change }) => change);

async function applied(before: LiveZone, wanted: readonly DnsRecord[]): Promise<[LiveZone, Change[]]> {
  const source = { file: 'zones/example.com.yaml', line: 1, column: 1 };
  // A file declares a record once, and an RRset has one ttl.
  const once = [...new Map(wanted.map((record) => [identityOf(record), record])).values()];
  const desired = {
    name: ZONE,
    file: source.file,
    source,
    records: once.map((r) => ({ ...r, ttl: 300, source })),
  };
  const planned = await planZones({ desired: [desired], managed: new Set([ZONE]) }, readerOf(before));
  return [carriedOut(before, changesOf(planned)), changesOf(planned)];
}

describe('the way back', () => {
  it('ends where the snapshot was taken: copies, mixed ttls and unreadable values too', async () => {
    await fc.assert(
      fc.asyncProperty(records, records, async (was, wanted) => {
        const before = liveOf(was);
        const [after, changes] = await applied(before, wanted);
        const snapshot = { name: ZONE, file: 'snapshot', records: before.records };
        for (const scope of [{}, { changes }]) {
          const back = await planBack([{ ...snapshot, ...scope }], readerOf(after));
          expect(back.plan.errors).toEqual([]);
          const restored = carriedOut(after, changesOf(back));
          expect(textsOf(restored)).toEqual(textsOf(before));
          expect(notOfTheRun(changesOf(back), changes)).toEqual([]);
          expect(back.aside).toEqual([]);
          const again = await planBack([{ ...snapshot, ...scope }], readerOf(restored));
          expect(changesOf(again)).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('touches no name that the run has not changed, and tells what moved there', async () => {
    await fc.assert(
      fc.asyncProperty(records, records, records, async (was, wanted, since) => {
        const before = liveOf(was);
        const [after, changes] = await applied(before, wanted);
        const names = new Set(
          changes.map((change) => (change.action === 'create' ? change.after : change.before).name),
        );
        const elsewhere = (record: DnsRecord): boolean => !names.has(record.name);
        const moved = { ...after, records: [...after.records, ...liveOf(since).records] };
        const snapshot = { name: ZONE, file: 'snapshot', records: before.records, changes };
        const back = await planBack([snapshot], readerOf(moved));
        const restored = carriedOut(moved, changesOf(back));
        expect(textsOf(restored, elsewhere)).toEqual(textsOf(moved, elsewhere));
        expect(textsOf(restored, (record) => !elsewhere(record))).toEqual(
          textsOf(before, (record) => !elsewhere(record)),
        );
        const isSame = textsOf(moved, elsewhere).join() === textsOf(before, elsewhere).join();
        expect(back.aside.length === 0).toBe(isSame);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves name servers of the zone to the vendor, unless the run changed them', async () => {
    const ns = (value: string) => ({ name: ZONE, type: 'NS' as const, value, ttl: 300 });
    const before = liveOf([ns('ns1.vps.org')]);
    const after = liveOf([ns('ns2.vps.org')]);
    const snapshot = { name: ZONE, file: 'snapshot', records: before.records };
    expect(changesOf(await planBack([snapshot], readerOf(after)))).toEqual([]);
    const [old] = before.records;
    const [fresh] = after.records;
    if (old === undefined || fresh === undefined) throw new Error('seeded');
    const changes: Change[] = [{ action: 'update', zone: ZONE, before: old, after: fresh }];
    expect(changesOf(await planBack([{ ...snapshot, changes }], readerOf(after)))).toHaveLength(1);
  });

  it('of a zone that cannot be read is an error of that zone, never an empty zone', async () => {
    const zone = liveOf([{ name: `a.${ZONE}` as Fqdn, type: 'A', value: '192.0.2.1', ttl: 60 }]);
    const { DnssyncError } = await import('../../src/errors.ts');
    const reader: ZoneReader = {
      listZones: () => readerOf(zone).listZones(),
      readZone: () => Promise.reject(new DnssyncError('came short', { code: 'short-read' })),
    };
    const { plan } = await planBack([{ name: ZONE, file: 'snapshot', records: [] }], reader);
    expect([plan.errors.map(({ code }) => code), plan.steps]).toEqual([['short-read'], []]);
  });
});
