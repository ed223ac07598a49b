/** Applies of generated plans by the real applier: what the service holds after each single call, and at the end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DnssyncError } from '../../src/errors.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { ApplyReport } from '../../src/model/report.ts';
import { applyPlanned, planZones } from '../../src/sync.ts';
import { DnsModel, type ModelRecord } from '../support/dns-model.ts';
import { lost, MemoryProvider, type Mishap } from '../support/memory-provider.ts';
import { applied, desiredZones, liveZones, planBetween } from '../support/plan-case.ts';
import { PromiseTwo } from '../support/promise-two.ts';
import { type Transition, transitionArbitrary } from '../support/zone-arbitrary.ts';

const numRuns = Number(process.env.DNSSYNC_RUNS ?? 400);
const timeout = 60_000 + 50 * numRuns;
const ZONES = ['example.com.', 'example.net.'] as Fqdn[];
const transitions = transitionArbitrary(ZONES, 8);

const refused = (): DnssyncError => new DnssyncError('value refused', { code: 'rejected', status: 400 });
const unreached = (): DnssyncError =>
  new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
/** A refusal and a service out of reach leave no work behind; a lost answer may. */
const mishap: fc.Arbitrary<Mishap> = fc
  .record({
    call: fc.constantFrom<Mishap['call']>('create', 'update', 'delete'),
    nth: fc.integer({ min: 1, max: 4 }),
    ending: fc.constantFrom(
      { when: 'before' as const, error: refused() },
      { when: 'before' as const, error: unreached() },
      { when: 'before' as const, error: lost() },
      { when: 'after' as const, error: lost() },
    ),
  })
  .map(({ call, nth, ending }) => ({ call, nth, ...ending }));

interface Told {
  readonly report: ApplyReport;
  readonly end: DnsModel;
}

/** Applies from one side to the other; `seen` is shown the service's state after every write. */
async function apply(
  { before, after }: Transition,
  provider: MemoryProvider,
  seen: (now: DnsModel) => void,
): Promise<Told> {
  for (const zone of ZONES) {
    const records = liveZones(before).get(zone)?.records ?? [];
    provider.addZone(
      zone,
      records.map(({ id, createdAt, ...record }) => record),
    );
  }
  const state = (): DnsModel => {
    const all: ModelRecord[] = [];
    for (const zone of ZONES) {
      provider.edit(zone, (records) => {
        for (const record of records.values()) all.push({ ...record, zone });
      });
    }
    return new DnsModel(ZONES, all);
  };
  const planned = await planZones({ desired: desiredZones(after), managed: new Set(ZONES) }, provider);
  fc.pre(planned.plan.errors.length === 0);
  const told = provider.log.push.bind(provider.log);
  provider.log.push = (...lines) => {
    if (lines.some((line) => /^(?:create|update|delete) /.test(line))) seen(state());
    return told(...lines);
  };
  const report = await applyPlanned(planned, {
    reader: provider,
    writer: provider,
    finisher: provider,
    sleep: async () => undefined,
    concurrency: 5,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  return { report, end: state() };
}

describe('an apply', () => {
  test(
    'keeps promise 2 after every single call, several under way at once, and ends equal',
    async () => {
      await fc.assert(
        fc.asyncProperty(transitions, async (transition) => {
          const { before, after } = transition;
          const plan = planBetween(before, after);
          fc.pre(plan.errors.length === 0);
          const gaps = plan.steps.flatMap(({ change }) => change.gap ?? []);
          const promise = new PromiseTwo(before, applied(plan, before), gaps);
          let calls = 0;
          const { report } = await apply(transition, new MemoryProvider(), (now) => {
            calls++;
            expect(promise.broken(now)).toEqual([]);
          });
          expect(calls).toBe(plan.steps.length);
          expect(report.verification).toEqual({ status: 'equal' });
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'ends equal also where the service changes no types',
    async () => {
      await fc.assert(
        fc.asyncProperty(transitions, async (transition) => {
          const provider = new MemoryProvider();
          provider.refusesTypeChange = true;
          const { report } = await apply(transition, provider, () => undefined);
          expect(report.verification).toEqual({ status: 'equal' });
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'that meets failures makes nothing twice and nothing that neither side has, and a further one finishes it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          transitions,
          fc.array(mishap, { minLength: 1, maxLength: 4 }),
          fc.boolean(),
          async (transition, mishaps, refusesTypeChange) => {
            const { before, after } = transition;
            const provider = new MemoryProvider();
            provider.mishaps = mishaps;
            provider.refusesTypeChange = refusesTypeChange;
            const plan = planBetween(before, after);
            fc.pre(plan.errors.length === 0);
            const gaps = plan.steps.flatMap(({ change }) => change.gap ?? []);
            const promise = new PromiseTwo(before, applied(plan, before), gaps);
            const { report, end } = await apply(transition, provider, () => undefined);
            // A change of type that goes by delete and create may fail between the two, which no plan can foresee.
            if (!refusesTypeChange) expect(promise.broken(end)).toEqual([]);
            const known = [...before.records, ...after.records].map(dataOf);
            for (const record of end.records) {
              expect(known).toContain(dataOf(record));
              const count = (side: DnsModel): number =>
                side.records.filter((other) => dataOf(other) === dataOf(record)).length;
              expect(count(end)).toBeLessThanOrEqual(Math.max(1, count(before)));
            }
            const isEqual = planBetween(end, after).steps.length === 0;
            // Three lost answers in a row end a run before it looks.
            const hasLooked = report.stopped === undefined;
            if (hasLooked) expect(report.verification.status === 'equal').toBe(isEqual);
            if (hasLooked && isEqual)
              expect(report.steps.map(({ outcome }) => outcome.status)).not.toContain('unknown');

            const again = await apply({ before: end, after }, new MemoryProvider(), () => undefined);
            expect(again.report.verification).toEqual({ status: 'equal' });
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );
});

/** What a record says, its ttl left out: two of one say the same. */
function dataOf({ zone, name, type, priority, value }: ModelRecord): string {
  return JSON.stringify([zone, name, type, priority ?? null, value]);
}
