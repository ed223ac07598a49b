/** Plans of several jobs as one: everything that they hold, in the order of one plan, counted together. */
import { expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Plan } from '../../src/model/plan.ts';
import { joinPlans } from '../../src/plan/join.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { changeText } from '../support/plan-text.ts';
import { desired } from '../support/records.ts';

function planOf(zone: string, others: Partial<Plan> = {}): Plan {
  const source = { file: `zones/${zone}yaml`, line: 1, column: 1 };
  const name = zone as Fqdn;
  const records = [desired('www 300 A 192.0.2.1', name)];
  const plan = buildPlan({
    desired: [{ name, file: source.file, source, records }],
    live: new Map([[name, { id: 'z', name, records: [], unmanaged: [] }]]),
    unmanagedZones: [],
    errors: [],
    reads: 2,
  });
  return { ...plan, ...others };
}

const error = (zone: string, code: string) => ({ zone, code, message: `${code} of ${zone}` });

test('holds the zones, steps, errors and zones without a file of all, each in the order of one plan', () => {
  const joined = joinPlans([
    planOf('b.test.', {
      unmanagedZones: ['z.test.', 'a.test.', 'x.test.'] as Fqdn[],
      errors: [error('y.test', 'read-failed'), error('c.test', 'read-failed')],
      cost: { reads: 2, writes: 1, forecast: { seconds: 3 } },
    }),
    planOf('a.test.', {
      unmanagedZones: ['x.test.', 'b.test.'] as Fqdn[],
      errors: [error('c.test', 'a-code')],
      cost: { reads: 5, writes: 4, forecast: { seconds: 4 } },
    }),
  ]);
  if ('problem' in joined) throw new Error(joined.problem);
  expect(joined.zones.map(({ name }) => name)).toEqual(['a.test.', 'b.test.']);
  expect(joined.steps.map(({ change }) => change.zone)).toEqual(['b.test.', 'a.test.']);
  expect(joined.steps.map(({ change }) => changeText(change).slice(0, 1))).toEqual(['+', '+']);
  // What one job has no file for is planned by another.
  expect(joined.unmanagedZones).toEqual(['x.test.', 'z.test.']);
  expect(joined.errors.map(({ zone, code }) => `${zone} ${code}`)).toEqual([
    'c.test a-code',
    'c.test read-failed',
    'y.test read-failed',
  ]);
  expect(joined.cost).toEqual({ reads: 7, writes: 5, forecast: { seconds: 7 } });
});

test('has no forecast where no part has one', () => {
  const cost = { reads: 1, writes: 0 };
  const joined = joinPlans([planOf('a.test.', { cost }), planOf('b.test.', { cost })]);
  expect(joined).toMatchObject({ cost: { reads: 2, writes: 0 } });
  expect(joined).not.toHaveProperty('cost.forecast');
});

test('waits are left to the apply, which plans afresh', () => {
  const part = planOf('a.test.');
  const steps = part.steps.map((step) => ({ ...step, dependsOn: [0] }));
  expect(joinPlans([{ ...part, steps }])).toMatchObject({ steps: [{ dependsOn: [] }] });
});

test('two plans of one zone are no parts of one plan', () => {
  expect(joinPlans([planOf('b.test.'), planOf('a.test.'), planOf('b.test.')])).toEqual({
    problem: 'two of these plans are of b.test',
  });
});
