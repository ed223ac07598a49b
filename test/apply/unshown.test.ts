/** What was shown is held against what would be done: a gap that comes later was not shown (promise 2). */
import { expect, it } from 'vitest';
import { unshown } from '../../src/apply/unshown.ts';
import type { Plan } from '../../src/model/plan.ts';
import { live, remove, rr } from '../render/sample-plan.ts';

const change = remove(live(rr('www', 'A', '192.0.2.1'), 'r-www'));
const withGap = { ...change, gap: 'www.example.com has no A for about one API call' };
const planOf = (...changes: (typeof change)[]) =>
  ({ steps: changes.map((each) => ({ change: each, dependsOn: [] })), zones: [] }) as unknown as Plan;

it('a change that leaves a gap now is shown only if it was shown with one', () => {
  expect(unshown(planOf(withGap), planOf(change)).gaps).toEqual([withGap]);
  expect(unshown(planOf(withGap), planOf(change)).changes).toEqual([]);
  expect(unshown(planOf(withGap), planOf({ ...withGap, gap: 'longer' })).gaps).toEqual([]);
  expect(unshown(planOf(change), planOf(withGap)).gaps).toEqual([]);
  // One that was not shown at all is told of once.
  expect(unshown(planOf(withGap), planOf())).toMatchObject({ changes: [withGap], gaps: [] });
});
