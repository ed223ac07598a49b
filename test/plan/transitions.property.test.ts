/** Promise 2 over generated pairs of live and desired: every moment of every order that a plan admits, sampled. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { refusals } from '../support/bind-rules.ts';
import type { DnsModel } from '../support/dns-model.ts';
import { applied, linearOrder, planBetween, showCase } from '../support/plan-case.ts';
import { PromiseTwo } from '../support/promise-two.ts';
import { KINDS, type Kind, kindsOf } from '../support/transition-kinds.ts';
import {
  brokenArbitrary,
  type Transition,
  transitionArbitrary,
  zonesArbitrary,
} from '../support/zone-arbitrary.ts';

/** More for a long run: `DNSSYNC_RUNS=50000 npx vitest run test/plan`. */
const numRuns = Number(process.env.DNSSYNC_RUNS ?? 1500);
const timeout = 60_000 + 30 * numRuns;

/** Beside the order the plan lists, which is the one a run of one call at a time would take. */
const SAMPLED_ORDERS = 3;
const LEAST_OF_A_KIND = 1;
/** Among fewer pairs a kind may be missing. */
const FEW = 1000;

const ZONES = ['example.com.', 'example.net.'] as Fqdn[];
const chances = fc.noShrink(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })));

const seen = new Map<Kind, number>();
let plans = 0;
let moments = 0;

describe('nothing breaks on the way', () => {
  test.each([
    ['in one zone', transitionArbitrary(ZONES.slice(0, 1))],
    ['over two zones', transitionArbitrary(ZONES)],
    ['over a zone and its child', transitionArbitrary(['example.com.', 's.example.com.'] as Fqdn[])],
  ])(
    '%s',
    (_, transitions) => {
      fc.assert(
        fc.property(transitions, chances, ({ before, after }, stream) => {
          judge({ before, after }, () => stream.next().value ?? 0);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test(
    'from live data that BIND refuses: no name is refused on the way that was not so before',
    () => {
      const zones = ZONES.slice(0, 1);
      fc.assert(
        fc.property(brokenArbitrary(zones), zonesArbitrary(zones), chances, (before, after, stream) => {
          const plan = planBetween(before, after);
          fc.pre(plan.errors.length === 0);
          // A name server without an address is nothing new to a zone that does not load for another reason.
          const known = new Set(refusals(before));
          const isNew = (words: string): boolean => !known.has(words) && !words.startsWith('the name server');
          const order = linearOrder(plan.steps, () => stream.next().value ?? 0);
          let now = before;
          for (const [at, index] of order.entries()) {
            for (const step of plan.steps.slice(index, index + 1)) now = now.after(step, `new-${index}`);
            const broken = refusals(now).filter(isNew);
            if (broken.length > 0)
              throw new Error(showCase(before, after, plan, order.slice(0, at + 1), broken));
          }
          expect(planBetween(now, after).steps).toEqual([]);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  test.skipIf(numRuns < FEW).each(KINDS)('%s: among the pairs were some', (kind) => {
    expect(seen.get(kind) ?? 0).toBeGreaterThanOrEqual(LEAST_OF_A_KIND);
  });
});

/** A long run tells what it saw. */
afterAll(() => {
  if (process.env.DNSSYNC_RUNS === undefined) return;
  const counts = KINDS.map((kind) => `${seen.get(kind) ?? 0} × ${kind}`);
  process.stdout.write(`${plans} plans, ${moments} moments judged:\n  ${counts.join('\n  ')}\n`);
});

function judge({ before, after }: Transition, choose: () => number): void {
  const plan = planBetween(before, after);
  // What the file makes impossible beside live data is an error, and not planned: nothing to judge.
  fc.pre(plan.errors.length === 0);
  plans++;
  for (const kind of kindsOf(before, after, plan)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
  const gaps = plan.steps.flatMap(({ change }) => change.gap ?? []);
  const promise = new PromiseTwo(before, applied(plan, before), gaps);
  const orders = Array.from({ length: SAMPLED_ORDERS }, () => linearOrder(plan.steps, choose));
  for (const order of [[...plan.steps.keys()], ...orders]) {
    expect(order).toHaveLength(plan.steps.length);
    let now: DnsModel = before;
    for (const [at, index] of order.entries()) {
      const [step] = plan.steps.slice(index);
      if (step !== undefined) now = now.after(step, `new-${index}`);
      moments++;
      const broken = promise.broken(now);
      if (broken.length > 0) throw new Error(showCase(before, after, plan, order.slice(0, at + 1), broken));
    }
  }
}
