import { describe, expect, it } from 'vitest';
import { preflight } from '../../src/apply/preflight.ts';
import type { Change, Plan } from '../../src/model/plan.ts';
import { live, record, ZONE } from '../support/records.ts';

const create: Change = { action: 'create', zone: ZONE, after: record('a 300 A 192.0.2.1') };
const update: Change = {
  action: 'update',
  zone: ZONE,
  before: live('r', 'b 300 A 192.0.2.1'),
  after: record('b 300 A 192.0.2.2'),
};
const remove: Change = { action: 'delete', zone: ZONE, before: live('r', 'c 300 A 192.0.2.1') };

function planOf(...changes: Change[]): Plan {
  const steps = changes.map((change) => ({ change, dependsOn: [] }));
  return {
    zones: [] as Plan['zones'],
    steps,
    unmanagedZones: [],
    errors: [],
    cost: { reads: 1, writes: changes.length },
  };
}

describe('preflight', () => {
  it('names each permission that the plan needs and the token lacks', () => {
    expect(preflight(planOf(create, remove, remove, remove), { permissions: ['dns:list'] }).missing).toEqual([
      'token lacks dns:create, needed for 1 create',
      'token lacks dns:delete, needed for 3 deletes',
    ]);
  });
  it('counts zones that are made and deleted', () => {
    const zones = ['create', 'create', 'create', 'delete', undefined].map((action) => ({ action })) as never;
    const plan = { ...planOf(create, create, remove), zones };
    expect(preflight(plan, { permissions: ['dns:list'] }).missing).toEqual([
      'token lacks dns:create, needed for 3 new zones and 2 creates',
      'token lacks dns:delete, needed for 1 delete and the deletion of 1 zone',
    ]);
  });
  it('takes dns:* for every permission', () => {
    expect(preflight(planOf(create, update, remove), { permissions: ['dns:*'] })).toEqual({
      missing: [],
      doubts: [],
    });
  });
  it('doubts a token without any permission, and one with those of other things', () => {
    expect(preflight(planOf(update), { permissions: [] }).doubts).toEqual([
      'token has no permission; it may not be enough for 1 update',
    ]);
    expect(preflight(planOf(update, update), { permissions: ['dns:list', 'vps:create'] }).doubts).toEqual([
      'token has dns:list, vps:create; it may not be enough for 2 updates',
    ]);
  });
  it('asks for nothing that the plan does not need', () => {
    expect(preflight(planOf(create), { permissions: ['dns:list', 'dns:create'] })).toEqual({
      missing: [],
      doubts: [],
    });
    expect(preflight(planOf(remove), { permissions: ['dns:list'] }).doubts).toEqual([]);
    expect(preflight(planOf(remove), { permissions: ['dns:delete'] }).missing).toEqual([]);
  });
  it('only doubts an update, for which the vendor documents no permission', () => {
    expect(preflight(planOf(update), { permissions: ['dns:list'] })).toEqual({
      missing: [],
      doubts: ['token has dns:list; it may not be enough for 1 update'],
    });
    expect(preflight(planOf(update), { permissions: ['dns:list', 'dns:create'] }).doubts).toEqual([]);
  });
  it('has nothing to say where the service does not tell', () => {
    expect(preflight(planOf(create, remove), undefined)).toEqual({ missing: [], doubts: [] });
    expect(preflight(planOf(create, remove), { name: 'someone' })).toEqual({ missing: [], doubts: [] });
  });
});
