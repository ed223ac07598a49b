import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { isEmpty, type Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { DnsModel, isApexNs, type ModelRecord, TYPES } from '../support/dns-model.ts';
import { applied, desiredZones, liveZones, planBetween } from '../support/plan-case.ts';
import { zonesArbitrary } from '../support/zone-arbitrary.ts';

/** More for a long run: `DNSSYNC_RUNS=50000 npx vitest run test/plan`. */
const numRuns = Number(process.env.DNSSYNC_RUNS ?? 1000);
const timeout = 60_000 + 30 * numRuns;

const ZONES = ['example.com.', 'example.net.'] as Fqdn[];
const twoZones = zonesArbitrary(ZONES, 12);

/** Zones that the file makes impossible beside live data are errors, and not planned: nothing to judge. */
function plannable(before: DnsModel, after: DnsModel): Plan {
  const plan = planBetween(before, after);
  fc.pre(plan.errors.length === 0);
  return plan;
}

describe('gaps', () => {
  test(
    'what announces no gap is most of all there is: no alias, wildcard or delegation, no gap',
    () => {
      const isPlain = ({ type, name, ...record }: ModelRecord): boolean =>
        type !== 'CNAME' && !name.startsWith('*') && (type !== 'NS' || isApexNs({ type, name, ...record }));
      const plain = (model: DnsModel): DnsModel => new DnsModel(model.zones, model.records.filter(isPlain));
      fc.assert(
        fc.property(twoZones, twoZones, (before, after) => {
          const { steps } = planBetween(plain(before), plain(after));
          expect(steps.flatMap(({ change }) => change.gap ?? [])).toEqual([]);
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

describe('the plan', () => {
  test(
    'lists each step after all it waits for',
    () => {
      fc.assert(
        fc.property(twoZones, twoZones, (before, after) => {
          for (const [index, { dependsOn }] of planBetween(before, after).steps.entries()) {
            for (const need of dependsOn) expect(need).toBeLessThan(index);
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'once applied leaves nothing to plan, and exactly what was asked for',
    () => {
      fc.assert(
        fc.property(twoZones, twoZones, (before, after) => {
          const plan = plannable(before, after);
          const end = applied(plan, before);
          const again = planBetween(end, after);
          expect(again.steps).toEqual([]);
          expect(isEmpty(again)).toBe(true);
          const declares = (zone: Fqdn): boolean => after.records.some((r) => r.zone === zone && isApexNs(r));
          const leftAlone = before.records.filter((r) => isApexNs(r) && !declares(r.zone));
          expect(contents(end.records)).toEqual(contents([...after.records, ...leftAlone]));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'does not care what nonsense is live: it goes, and exactly what was asked for stands',
    () => {
      const zone = ZONES[0] as Fqdn;
      const nonsense = fc.oneof(
        fc.constantFrom('', ' ', '.', '..', '@', '10 a.test', 'x y', '*', 'a..b', '__proto__', 'constructor'),
        fc.string({ unit: 'grapheme', maxLength: 6 }),
      );
      const record = fc.record({
        owner: fc.oneof(fc.constantFrom('', 'a.', 'b.', '*.', 'w.', 'x.w.'), nonsense),
        type: fc.constantFrom('CNAME', 'A', ...TYPES),
        value: nonsense,
        ttl: fc.constantFrom(-1, 0, 300, 2 ** 31),
        priority: fc.constantFrom(undefined, -1, 10, 70_000),
      });
      const live = fc.array(record, { maxLength: 8 }).map((records) =>
        records.map(({ owner, priority, ...data }, index) => ({
          ...data,
          ...(priority !== undefined && ['MX', 'SRV'].includes(data.type) ? { priority } : {}),
          zone,
          id: `junk-${index}`,
          name: `${owner}${zone}` as Fqdn,
        })),
      );
      const sides = zonesArbitrary([zone]);
      fc.assert(
        fc.property(sides, live, sides, (sane, junk, after) => {
          const declares = after.records.some(isApexNs);
          const records = [...sane.records, ...junk].filter((one) => declares || !isApexNs(one));
          const before = new DnsModel([zone], records);
          const plan = plannable(before, after);
          expect(contents(applied(plan, before).records)).toEqual(contents(after.records));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'is the same whatever the order of its input',
    () => {
      const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
        fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
      const cases = fc.tuple(twoZones, twoZones).chain(([before, after]) =>
        fc.record({
          before: fc.constant(before),
          after: fc.constant(after),
          zones: shuffled(ZONES),
          live: shuffled(before.records),
          files: shuffled(after.records),
        }),
      );
      fc.assert(
        fc.property(cases, ({ before, after, zones, live, files }) => {
          const input = { unmanagedZones: [], errors: [], reads: 1 };
          const plan = buildPlan({ ...input, desired: desiredZones(after), live: liveZones(before) });
          const other = buildPlan({
            ...input,
            desired: desiredZones(new DnsModel(zones, files)),
            live: liveZones(new DnsModel(zones, live)),
          });
          expect(other).toEqual(plan);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'has no more changes than records that differ, and touches none that stays',
    () => {
      fc.assert(
        fc.property(twoZones, twoZones, (before, after) => {
          const { steps } = planBetween(before, after);
          const [old, wanted] = [new Set(contents(before.records)), new Set(contents(after.records))];
          const gone = [...old].filter((text) => !wanted.has(text));
          const come = [...wanted].filter((text) => !old.has(text));
          expect(steps.length).toBeLessThanOrEqual(gone.length + come.length);
          for (const { change } of steps) {
            if (change.action === 'create') continue;
            expect(wanted).not.toContain(content({ ...change.before, zone: change.zone }));
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

function contents(records: readonly ModelRecord[]): string[] {
  return records.map(content).sort();
}

function content({ zone, name, type, priority, value, ttl }: Omit<ModelRecord, 'id'>): string {
  return JSON.stringify([zone, name, type, priority ?? null, value, ttl]);
}
