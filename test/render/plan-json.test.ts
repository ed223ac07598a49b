import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ChangeReason, GuardReason, Plan } from '../../src/model/plan.ts';
import { RECORD_TYPES } from '../../src/model/record.ts';
import { planToJson } from '../../src/render/plan-json.ts';
import { HOSTILE } from './hostile.ts';
import { create, planOf, remove, rr, samplePlan, update, zonePlan } from './sample-plan.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/plan.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const OPTIONS = { generator: 'dnssync 1.2.3', apiOrigin: 'https://admin.vps.org' };

/** As a reader gets it: through text. */
function read(plan: Plan, more: { account?: string } = {}) {
  return JSON.parse(JSON.stringify(planToJson(plan, { ...OPTIONS, ...more })));
}

/** The words of everything the schema has against a value. */
function problems(value: unknown): string {
  return validate(value) ? '' : JSON.stringify(validate.errors);
}

describe('planToJson', () => {
  it('writes a plan like this', () => {
    const plan = planOf([
      zonePlan(
        [
          create(rr('www', 'A', '192.0.2.7', { ttl: 300 }), { line: 14 }),
          update(
            rr('@', 'MX', 'mx1.example.com', { priority: 10 }),
            rr('@', 'MX', 'mx2.example.com', { priority: 20, ttl: 300 }),
            { line: 9, gap: 'a moment' },
          ),
          remove(rr('old', 'TXT', 'gone'), { reason: 'duplicate' }),
        ],
        {
          findings: [{ severity: 'info', rule: 'partial-plan', message: 'only www' }],
          guard: {
            guarded: 1,
            reasons: [{ code: 'zone-emptied', message: 'all gone', records: ['TXT old gone'] }],
          },
        },
      ),
    ]);
    expect(read(plan, { account: 'jane@example.com' })).toEqual({
      formatVersion: '1.0',
      generator: 'dnssync 1.2.3',
      apiOrigin: 'https://admin.vps.org',
      account: 'jane@example.com',
      summary: { zones: 1, creates: 1, updates: 1, deletes: 1, unchanged: 12, leftAlone: 0 },
      zones: [
        {
          zone: 'example.com',
          id: 'zone_1',
          file: 'zones/example.com.yaml',
          unchanged: 12,
          liveHash: 'a'.repeat(64),
          desiredHash: 'b'.repeat(64),
          changes: [
            {
              action: 'create',
              type: 'A',
              name: 'www',
              after: { type: 'A', value: '192.0.2.7', ttl: 300 },
              source: { file: 'zones/example.com.yaml', line: 14, column: 5 },
            },
            {
              action: 'update',
              id: 'rec_1',
              type: 'MX',
              name: '@',
              before: { type: 'MX', value: 'mx1.example.com', ttl: 3600, priority: 10 },
              after: { type: 'MX', value: 'mx2.example.com', ttl: 300, priority: 20 },
              changed: ['value', 'ttl', 'priority'],
              gap: 'a moment',
              source: { file: 'zones/example.com.yaml', line: 9, column: 5 },
            },
            {
              action: 'delete',
              id: 'rec_1',
              type: 'TXT',
              name: 'old',
              before: { type: 'TXT', value: 'gone', ttl: 3600 },
              reason: 'duplicate',
            },
          ],
          guard: {
            guarded: 1,
            reasons: [{ code: 'zone-emptied', message: 'all gone', records: ['TXT old gone'] }],
          },
          findings: [{ severity: 'info', rule: 'partial-plan', message: 'only www' }],
          unmanaged: [],
          leftAlone: [],
        },
      ],
      unmanagedZones: [],
      cost: { reads: 2, writes: 3 },
      errors: [],
    });
  });

  it('names the new type of a record that changes its type, and both in its data', () => {
    const [change] = read(
      planOf([zonePlan([update(rr('a', 'A', '192.0.2.1'), rr('a', 'CNAME', 'b.example'))])]),
    ).zones[0].changes;
    expect(change).toMatchObject({
      type: 'CNAME',
      before: { type: 'A' },
      after: { type: 'CNAME' },
      changed: ['type', 'value'],
    });
  });

  it('tells whole seconds of a forecast', () => {
    expect(read(samplePlan()).cost).toEqual({ reads: 4, writes: 12, seconds: 19 });
  });

  it('gives the same text for the same plan, whatever the order of keys in it', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, each]) => [key, reversed(each)]),
      );
    };
    const text = (plan: Plan) => JSON.stringify(planToJson(plan, OPTIONS));
    expect(text(reversed(samplePlan()) as Plan)).toBe(text(samplePlan()));
  });
});

describe('schema/plan.schema.json', () => {
  it.each([
    ['a plan of every kind of change', samplePlan()],
    ['a plan of nothing', planOf([])],
    [
      'hostile values',
      planOf([zonePlan(HOSTILE.map((text) => create(rr('a', 'TXT', text), { line: 1, file: text })))]),
    ],
  ])('accepts %s', (_, plan) => {
    expect(problems(read(plan))).toBe('');
    expect(problems(read(plan, { account: 'jane' }))).toBe('');
  });

  const change = (json: ReturnType<typeof read>, index: number) => json.zones[0].changes[index];
  it.each<[string, (json: ReturnType<typeof read>) => void]>([
    ['an unknown key', (json) => Object.assign(json, { token: 'vps_test_1' })],
    ['another major version', (json) => Object.assign(json, { formatVersion: '2.0' })],
    ['a create with a before', (json) => Object.assign(change(json, 0), { before: change(json, 0).after })],
    ['a create without an after', (json) => delete change(json, 0).after],
    ['an update without an id', (json) => delete change(json, 3).id],
    ['a delete with an after', (json) => Object.assign(change(json, 7), { after: change(json, 7).before })],
    ['a type that is not managed', (json) => Object.assign(change(json, 0), { type: 'SOA' })],
    ['a zone both new and old', (json) => Object.assign(json.zones[0], { action: 'create' })],
    ['a missing cost', (json) => delete json.cost],
  ])('refuses %s', (_, spoil) => {
    const json = read(samplePlan());
    spoil(json);
    expect(problems(json)).not.toBe('');
  });

  it('knows the words of the model, all of them and no others', () => {
    const codes: Record<GuardReason['code'], true> = {
      'too-many-deletes': true,
      'too-many-updates': true,
      'zone-emptied': true,
      'last-record': true,
      'zone-misspelt': true,
      'zone-deleted': true,
      protect: true,
    };
    const reasons: Record<ChangeReason, true> = { duplicate: true, 'type-change': true };
    const { guard, change, recordType } = schema.$defs;
    expect(guard.properties.reasons.items.properties.code.enum).toEqual(Object.keys(codes));
    expect(change.properties.reason.enum).toEqual(Object.keys(reasons));
    expect(recordType.enum).toEqual(RECORD_TYPES);
  });

  it('describes every property that a reader meets', () => {
    const undescribed = (node: Record<string, unknown>, path: string): string[] => {
      const properties = (node.properties ?? {}) as Record<string, Record<string, unknown>>;
      return Object.entries(properties).flatMap(([key, property]) => [
        ...('description' in property || '$ref' in property ? [] : [`${path}.${key}`]),
        ...undescribed(property, `${path}.${key}`),
      ]);
    };
    expect(undescribed(schema, '')).toEqual([]);
    expect(undescribed(schema.$defs.zone, 'zone')).toEqual([]);
    expect(undescribed(schema.$defs.change, 'change')).toEqual([]);
  });
});
