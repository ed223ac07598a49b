/** Whatever the zones and whatever is ignored: what belongs to others is never touched, and nothing breaks on the way. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { patternFinder, type RecordPattern } from '../../src/model/pattern.ts';
import { isEmpty, type Plan } from '../../src/model/plan.ts';
import { type DnsRecord, RECORD_TYPES } from '../../src/model/record.ts';
import type { DesiredZone, Living } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { DnsModel, isApexNs, type ModelRecord } from '../support/dns-model.ts';
import { desiredZones, linearOrder, liveZones, planBetween, showCase } from '../support/plan-case.ts';
import { PromiseTwo } from '../support/promise-two.ts';
import { legal, zonesArbitrary } from '../support/zone-arbitrary.ts';

/** More for a long run: `PROPERTY_RUNS=50000 npx vitest run test/plan`. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 1000);
const timeout = 60_000 + 30 * numRuns;

const ZONES = ['example.com.', 'example.net.'] as Fqdn[];
const zones = zonesArbitrary(ZONES, 12);
const chances = fc.noShrink(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })));

const source = { file: 'dnssync.yaml', line: 1, column: 1 };
const part = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const pattern: fc.Arbitrary<RecordPattern> = fc
  .record(
    {
      name: part(
        '@',
        'a',
        '*',
        'w',
        '*.w',
        '\\*.w',
        '**.w',
        'w.**',
        '**.s',
        'example.com.',
        '**.example.net.',
      ),
      types: fc.subarray([...RECORD_TYPES], { minLength: 1, maxLength: 3 }),
      value: part('192.0.2.*', 'v=spf1*', 'k=*', '*.example.com', '10 *', '*', 'hello', '2001:db8::1'),
    },
    { requiredKeys: [] },
  )
  .filter((parts) => Object.keys(parts).length > 0)
  .map((parts) => ({ ...parts, text: JSON.stringify(parts), source }));
const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 });

function plan(before: DnsModel, after: DnsModel, living: Living): Plan {
  const desired = desiredZones(after).map((zone): DesiredZone => ({ ...zone, ...living }));
  return buildPlan({ desired, live: liveZones(before), unmanagedZones: [], errors: [], reads: 0 });
}

function matching(model: DnsModel, ignore: readonly RecordPattern[]): Set<ModelRecord> {
  const finders = new Map(model.zones.map((zone) => [zone, patternFinder(ignore, zone)]));
  return new Set(
    model.records.filter(
      (record) => finders.get(record.zone)?.(record as unknown as DnsRecord) !== undefined,
    ),
  );
}

/** A file declares nothing that it ignores, or it would not load. */
function declaring(after: DnsModel, ignore: readonly RecordPattern[]): DnsModel {
  const ignored = matching(after, ignore);
  return new DnsModel(
    after.zones,
    after.records.filter((record) => !ignored.has(record)),
  );
}

function applied({ steps }: Plan, before: DnsModel): DnsModel {
  return steps.reduce((now, step, index) => now.after(step, `new-${index}`), before);
}

const text = ({ zone, name, type, priority, value, ttl }: Omit<ModelRecord, 'id'>): string =>
  JSON.stringify([zone, name, type, priority ?? null, value, ttl]);
const texts = (records: readonly ModelRecord[]): string[] => records.map(text).sort();
/** Without the ttl, which is no data. */
const data = ({ zone, name, type, priority, value }: Omit<ModelRecord, 'id'>): string =>
  JSON.stringify([zone, name, type, priority ?? null, value]);

describe('what is ignored', () => {
  test(
    'is in no change, and is there afterwards as before; the next plan is empty',
    () => {
      fc.assert(
        fc.property(zones, zones, patterns, (before, wanted, ignore) => {
          const after = declaring(wanted, ignore);
          const result = plan(before, after, { ignore });
          const ignored = matching(before, ignore);
          const ids = new Set([...ignored].map(({ id }) => id));
          for (const { change } of result.steps) {
            if (change.action !== 'create') expect(ids).not.toContain(change.before.id);
          }
          const blocked = new Set(result.errors.map(({ zone }) => `${zone}.`));
          const told = result.zones.flatMap((zone) => zone.leftAlone.map(({ record }) => record.id)).sort();
          expect(told).toEqual(
            [...ignored]
              .filter(({ zone }) => !blocked.has(zone))
              .map(({ id }) => id)
              .sort(),
          );
          fc.pre(result.errors.length === 0);
          const end = applied(result, before);
          for (const record of ignored) expect(end.records).toContain(record);
          const declares = (zone: Fqdn): boolean => after.records.some((r) => r.zone === zone && isApexNs(r));
          const vendors = before.records.filter((r) => isApexNs(r) && !declares(r.zone) && !ignored.has(r));
          expect(texts(end.records)).toEqual(texts([...after.records, ...vendors, ...ignored]));
          const again = plan(end, after, { ignore });
          expect([isEmpty(again), again.errors]).toEqual([true, []]);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'breaks nothing on the way, in any order that the plan admits',
    () => {
      fc.assert(
        fc.property(zones, zones, patterns, chances, (before, wanted, ignore, stream) => {
          const after = declaring(wanted, ignore);
          const result = plan(before, after, { ignore });
          fc.pre(result.errors.length === 0);
          const end = applied(result, before);
          // What a file leads to beside records of others may be no good; then nothing can be asked of the way there.
          fc.pre(legal(end).records.length === end.records.length);
          const gaps = result.steps.flatMap(({ change }) => change.gap ?? []);
          const judge = new PromiseTwo(before, end, gaps);
          const order = linearOrder(result.steps, () => stream.next().value ?? 0);
          let now = before;
          for (const [at, index] of order.entries()) {
            const [step] = result.steps.slice(index);
            if (step !== undefined) now = now.after(step, `new-${index}`);
            const broken = judge.broken(now);
            if (broken.length > 0)
              throw new Error(showCase(before, after, result, order.slice(0, at + 1), broken));
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'if it is nothing, changes nothing',
    () => {
      const nothing: Living = {
        mode: 'full',
        ignore: [{ name: 'nowhere', types: ['TXT'], text: 'nowhere', source }],
        protect: [{ name: 'nowhere', text: 'nowhere', source }],
      };
      fc.assert(
        fc.property(zones, zones, (before, after) => {
          expect(plan(before, after, nothing)).toEqual(planBetween(before, after));
          expect(plan(before, after, {})).toEqual(planBetween(before, after));
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

describe('protect', () => {
  test(
    'stops exactly the plans in which such a record would no longer be there, and names it',
    () => {
      fc.assert(
        fc.property(zones, zones, patterns, (before, after, protect) => {
          const result = plan(before, after, { protect });
          fc.pre(result.errors.length === 0);
          const there = new Set(applied(result, before).records.map(data));
          const lost = [...matching(before, protect)].filter((record) => !there.has(data(record)));
          const named = result.zones.flatMap(({ guard }) =>
            (guard?.reasons ?? []).filter(({ code }) => code === 'protect').flatMap(({ records }) => records),
          );
          const text = ({ type, name, priority, value }: ModelRecord): string =>
            `${type} ${name.slice(0, -1)} ${priority === undefined ? '' : `${priority} `}${value}`;
          expect([...named].sort()).toEqual(lost.map(text).sort());
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

describe('mode: additive', () => {
  test(
    'deletes nothing and takes no live value away; what is declared is there afterwards, and the next plan is empty',
    () => {
      fc.assert(
        fc.property(zones, zones, fc.option(patterns, { nil: [] }), (before, wanted, ignore) => {
          const after = declaring(wanted, ignore);
          const living: Living = { mode: 'additive', ignore };
          const result = plan(before, after, living);
          for (const { change } of result.steps) {
            expect(change.action).not.toBe('delete');
            if (change.action !== 'update') continue;
            const { zone } = change;
            expect(data({ ...change.after, zone })).toBe(data({ ...change.before, zone }));
          }
          fc.pre(result.errors.length === 0);
          const end = applied(result, before);
          const there = end.records.map(data);
          for (const record of before.records) expect(there).toContain(data(record));
          for (const record of after.records) expect(texts(end.records)).toContain(text(record));
          const again = plan(end, after, living);
          expect([isEmpty(again), again.errors]).toEqual([true, []]);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'makes no zone that would not load, and no second policy',
    () => {
      fc.assert(
        fc.property(zones, zones, (before, after) => {
          const result = plan(before, after, { mode: 'additive' });
          const end = applied(result, before);
          for (const { zone, name, type, value } of end.records) {
            const here = end.at(zone, name);
            if (type === 'CNAME') expect(here).toHaveLength(1);
            const isSpf = (each: ModelRecord): boolean =>
              each.type === 'TXT' && each.value.startsWith('v=spf1');
            expect(here.filter(isSpf).length).toBeLessThan(2);
            if (type === 'MX' && value === '.')
              expect(here.filter((each) => each.type === 'MX')).toHaveLength(1);
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );
});
