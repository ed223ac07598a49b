/** A saved plan read back: what dnssync wrote is taken, and nothing else is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlanFile } from '../../src/load/plan-file.ts';
import { operationId } from '../../src/model/plan.ts';
import { digestOf } from '../../src/model/saved-plan.ts';
import { planToJson } from '../../src/render/plan-json.ts';
import { safeJson } from '../../src/render/safe.ts';
import { savedPlanToJson } from '../../src/render/saved-plan.ts';
import { samplePlan } from '../render/sample-plan.ts';
import { DnsModel } from '../support/dns-model.ts';
import { planBetween } from '../support/plan-case.ts';

const OPTIONS = {
  generator: 'dnssync test',
  apiOrigin: 'https://api.test',
  account: 'ops@example.net',
  createdAt: '2026-11-26T12:00:00.000Z',
};
const text = safeJson(savedPlanToJson(samplePlan(), OPTIONS));

type Json = ReturnType<typeof savedPlanToJson>;

/** The file with an edit, its digest made to fit: what somebody who forges one would write. */
function forged(edit: (json: Json & Record<string, unknown>) => void): string {
  const json = JSON.parse(text) as Json & { saved: { digest: string } } & Record<string, unknown>;
  edit(json);
  json.saved.digest = digestOf(json);
  return JSON.stringify(json);
}

describe('a saved plan', () => {
  it('holds every operation of the plan, hostile values and unreadable names among them', () => {
    const { plan, problem } = readPlanFile(text);
    expect(problem).toBeUndefined();
    const ids = (steps: readonly { change: Parameters<typeof operationId>[0] }[] = []): string[] =>
      steps.map(({ change }) => operationId(change)).sort();
    const all = samplePlan().zones.flatMap(({ changes }) => changes.map((change) => ({ change })));
    expect(ids(plan?.steps)).toEqual(ids(all));
    expect(plan).toMatchObject({ apiOrigin: OPTIONS.apiOrigin, account: OPTIONS.account });
  });

  it('may be laid out otherwise, and may not say otherwise', () => {
    expect(readPlanFile(JSON.stringify(JSON.parse(text))).problem).toBeUndefined();
    const edited = text.replace(/"ttl": (\d+)/, '"ttl": 1$1');
    expect(readPlanFile(edited).problem).toMatchObject({ kind: 'changed' });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['half of it', text.slice(0, text.length / 2)],
    ['no object', '[]'],
    ['null', 'null'],
    ['a printed plan', safeJson(planToJson(samplePlan(), OPTIONS))],
    ['a newer format', forged((json) => Object.assign(json, { formatVersion: '2.0' }))],
    ['a format of our own with more in it', forged((json) => Object.assign(json, { formatVersion: '1.1' }))],
    ['a key that nobody knows', forged((json) => Object.assign(json, { run: 'rm -rf /' }))],
    ['__proto__', text.replace('{', '{"__proto__": {"polluted": 1},')],
    ['a hash that is none', forged((json) => Object.assign(json.zones[0] ?? {}, { liveHash: 'x' }))],
    ['a zone that is none', forged((json) => Object.assign(json.zones[0] ?? {}, { zone: 'a..b' }))],
    ['changes that are none', forged((json) => Object.assign(json.zones[0] ?? {}, { changes: {} }))],
  ])('%s is none', (_, file) => {
    const { plan, problem } = readPlanFile(file);
    expect([plan, problem?.kind]).toEqual([undefined, 'unreadable']);
    expect(problem?.hint).not.toBe('');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('that is cut or altered at any place is refused, or says the same', () => {
    const whole = readPlanFile(text).plan;
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), fc.nat(3), (at, put, cut) => {
        const { plan } = readPlanFile(text.slice(0, at) + put + text.slice(at + cut));
        if (plan !== undefined) expect(plan).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('of no changes is one', () => {
    const none = planBetween(new DnsModel([], []), new DnsModel([], []));
    expect(readPlanFile(JSON.stringify(savedPlanToJson(none, OPTIONS))).problem).toBeUndefined();
  });
});
