/** What may be applied by a review (reference/actions.md 2.5): the cases that end in apply, in sync and refusal, and properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change, Plan, ZonePlan } from '../../src/model/plan.ts';
import type { PlanMarker, Review } from '../../src/model/review.ts';
import { markerOf } from '../../src/review/marker.ts';
import { operationsOf, planHash } from '../../src/review/operations.ts';
import { judgeReviewed } from '../../src/review/reviewed.ts';
import { create, planOf, remove, rr, update, zonePlan } from '../render/sample-plan.ts';
import { applied, linearOrder, planBetween } from '../support/plan-case.ts';
import { zonesArbitrary } from '../support/zone-arbitrary.ts';

const API = 'https://admin.vps.org';
const HEAD = 'a'.repeat(40);

const A = create(rr('a', 'A', '192.0.2.1'));
const B_BEFORE = rr('b', 'A', '192.0.2.2');
const B = update(B_BEFORE, rr('b', 'A', '192.0.2.3'));
const C = remove(rr('c', 'A', '192.0.2.4'));

function plan(changes: readonly Change[], more: Partial<ZonePlan> = {}): Plan {
  return planOf([zonePlan(changes, more)]);
}

function review(of: Plan, more: Partial<PlanMarker> = {}): Review {
  const by = { key: 'default', sha: HEAD, state: 'planned', run: '1' } as const;
  return { marker: { ...markerOf(of, API, by), ...more }, head: HEAD };
}

const judge = (fresh: Plan, reviews: readonly Review[], expected?: string, apiOrigin = API) =>
  judgeReviewed({ plan: fresh, apiOrigin, ...(expected === undefined ? {} : { expected }) }, reviews);

describe('a fresh plan', () => {
  it('that is the reviewed one is applied', () => {
    expect(judge(plan([A, B, C]), [review(plan([A, B, C]))])).toMatchObject({
      verdict: 'apply',
      by: 'review',
    });
  });

  it('of which a part is done already is applied: the run after a partial apply', () => {
    expect(judge(plan([C]), [review(plan([A, B, C]))]).verdict).toBe('apply');
  });

  it('of two pull requests that were merged in a row is applied', () => {
    expect(judge(plan([A, C]), [review(plan([A])), review(plan([C, B]))]).verdict).toBe('apply');
  });

  it('that is empty by now is in sync, reviewed or not', () => {
    expect(judge(plan([]), [review(plan([A]))]).verdict).toBe('in-sync');
    expect(judge(plan([]), []).verdict).toBe('in-sync');
  });

  it('that is empty because a zone could not be read is not in sync', () => {
    const blind = { ...plan([]), errors: [{ zone: 'example.org', code: 'api', message: 'no' }] };
    expect(judge(blind, [review(plan([A]))]).verdict).toBe('could-not-check');
  });

  it('is refused where nobody reviewed one, or reviewed another commit', () => {
    for (const reviews of [[], [{ ...review(plan([A])), head: 'b'.repeat(40) }]]) {
      const verdict = judge(plan([A]), reviews);
      expect(verdict).toMatchObject({ verdict: 'refuse', reason: 'no-reviewed-plan' });
      expect(verdict).toMatchObject({ unreviewed: [{ change: A }] });
    }
  });

  it('is refused where somebody edited live: the operation has another before', () => {
    const moved = update(rr('b', 'A', '192.0.2.77'), rr('b', 'A', '192.0.2.3'));
    const verdict = judge(plan([A, moved], { liveHash: 'c'.repeat(64) }), [review(plan([A, B]))]);
    expect(verdict).toMatchObject({ reason: 'plan-changed', moved: 'live', unreviewed: [{ change: moved }] });
  });

  it('is refused where the branch moved after the review', () => {
    const more = create(rr('new', 'A', '192.0.2.9'));
    const verdict = judge(plan([A, more], { desiredHash: 'c'.repeat(64) }), [review(plan([A]))]);
    expect(verdict).toMatchObject({ moved: 'files', unreviewed: [{ change: more }] });
  });

  it('is refused where both moved, and says so', () => {
    const fresh = plan([A, B], { desiredHash: 'c'.repeat(64), liveHash: 'd'.repeat(64) });
    expect(judge(fresh, [review(plan([A]))])).toMatchObject({ moved: 'both' });
  });

  it('is refused where it would make an operation more often than it was reviewed', () => {
    const verdict = judge(plan([C, C]), [review(plan([C])), review(plan([C]))]);
    expect(verdict).toMatchObject({ verdict: 'refuse', unreviewed: [{ change: C }] });
  });

  it('is refused where a zone would go that holds other records than it did', () => {
    const doomed = (liveHash: string) => plan([], { action: 'delete', state: 'absent', lost: [], liveHash });
    expect(judge(doomed('1'.repeat(64)), [review(doomed('1'.repeat(64)))]).verdict).toBe('apply');
    expect(judge(doomed('2'.repeat(64)), [review(doomed('1'.repeat(64)))])).toMatchObject({
      moved: 'live',
      unreviewed: [{ zone: 'example.com.', action: 'delete' }],
    });
  });

  it('is refused by a review that was applied: what stands otherwise now has come later', () => {
    const done = review(plan([A, B]), { state: 'applied' });
    expect(judge(plan([A, B]), [done])).toMatchObject({
      verdict: 'refuse',
      reason: 'plan-changed',
      moved: 'live',
      unreviewed: [{ change: A }, { change: B }],
    });
    expect(judge(plan([A]), [done]).verdict).toBe('refuse');
    expect(judge(plan([A]), [done, review(plan([A]))]).verdict).toBe('apply');
    expect(judge(plan([]), [done]).verdict).toBe('in-sync');
  });

  it('is refused at another API than it was reviewed for', () => {
    expect(judge(plan([A]), [review(plan([A]))], undefined, 'http://127.0.0.1:1').verdict).toBe('refuse');
  });

  it('is applied by its hash, and by no other', () => {
    const { hash } = judge(plan([A, B]), []);
    expect(judge(plan([A, B]), [], hash)).toMatchObject({ verdict: 'apply', by: 'hash' });
    expect(judge(plan([A, C]), [], hash)).toMatchObject({ verdict: 'refuse' });
  });

  it('of more operations than a marker lists goes by the hash of the whole', () => {
    const many = Array.from({ length: 1501 }, (_, i) => create(rr(`n${i}`, 'A', '192.0.2.1')));
    const large = review(plan(many));
    expect(large.marker.ops).toBeNull();
    expect(judge(plan(many), [large]).verdict).toBe('apply');
    expect(judge(plan(many.slice(1)), [large])).toMatchObject({ verdict: 'refuse', reason: 'plan-changed' });
  });
});

describe('the hash', () => {
  it('knows neither order, uuids, sources nor dates', () => {
    const [first, second] = [plan([A, B, C]), plan([C, B, A])];
    const elsewhere = planOf([
      zonePlan([
        { ...A, source: { file: 'other.yaml', line: 9, column: 9 }, side: 'yours' },
        { ...B, before: { ...B_BEFORE, id: 'other', createdAt: '2020' } } as Change,
        { ...C, destructive: 'x', gap: 'y' },
      ]),
    ]);
    expect(planHash(second, API)).toBe(planHash(first, API));
    expect(planHash(elsewhere, API)).toBe(planHash(first, API));
  });

  it('changes with each part of an operation', () => {
    const variants = [
      create(rr('a', 'A', '192.0.2.1', { ttl: 60 })),
      create(rr('a', 'A', '192.0.2.2')),
      create(rr('b', 'A', '192.0.2.1')),
      create(rr('a', 'TXT', '192.0.2.1')),
      remove(rr('a', 'A', '192.0.2.1')),
      { ...A, zone: 'example.net.' as Fqdn },
      create(rr('a', 'MX', 'm.example', { priority: 1 })),
      create(rr('a', 'MX', 'm.example', { priority: 2 })),
      update(rr('a', 'A', '192.0.2.9'), rr('a', 'A', '192.0.2.1')),
      A,
    ];
    expect(new Set(variants.map((each) => planHash(plan([each]), API))).size).toBe(variants.length);
    expect(new Set(variants.map((each) => operationsOf(plan([each]), API)[0]?.digest)).size).toBe(
      variants.length,
    );
  });
});

describe('after a part of a reviewed plan was done, in any order that it admits', () => {
  it('what is left may be applied, and the whole is in sync', () => {
    const zones = zonesArbitrary(['example.com.' as Fqdn], 8);
    fc.assert(
      fc.property(
        zones,
        zones,
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, after, choices, part) => {
          const reviewed = planBetween(before, after);
          fc.pre(reviewed.errors.length === 0);
          const order = linearOrder(reviewed.steps, () => choices.next().value);
          const done = order.slice(0, Math.round(part * order.length)).sort((a, b) => a - b);
          const partly = { ...reviewed, steps: done.flatMap((index) => reviewed.steps[index] ?? []) };
          const fresh = planBetween(applied(partly, before), after);
          const { verdict } = judge(fresh, [review(reviewed)]);
          expect(verdict).toBe(fresh.steps.length === 0 ? 'in-sync' : 'apply');
        },
      ),
      { numRuns: 500 },
    );
  });
});
