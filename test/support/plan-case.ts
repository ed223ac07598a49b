/** Makes plans from the miniature name server's zones, and carries them out on it in any order they admit. */
import type { Fqdn } from '../../src/model/name.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import { type DnsRecord, identityOf, isRecordType } from '../../src/model/record.ts';
import type { DesiredZone, LiveZone } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import type { DnsModel, ModelRecord } from './dns-model.ts';

export function liveZones(model: DnsModel): Map<Fqdn, LiveZone> {
  return new Map(
    model.zones.map((zone) => {
      const records = model.records.filter((record) => record.zone === zone);
      return [
        zone,
        {
          id: `zone-${zone}`,
          name: zone,
          unmanaged: [],
          records: records.map((r) => ({ ...data(r), id: r.id, createdAt: '' })),
        },
      ];
    }),
  );
}

export function desiredZones(model: DnsModel): DesiredZone[] {
  return model.zones.map((zone) => {
    const file = `zones/${zone}yaml`;
    const source = { file, line: 1, column: 1 };
    const records = model.records.filter((record) => record.zone === zone);
    return { name: zone, file, source, records: records.map((record) => ({ ...data(record), source })) };
  });
}

export function planBetween(before: DnsModel, after: DnsModel): Plan {
  return buildPlan({
    desired: desiredZones(after),
    live: liveZones(before),
    unmanagedZones: [],
    errors: [],
    reads: 0,
  });
}

/** The state after all steps of a plan. */
export function applied(plan: Plan, before: DnsModel): DnsModel {
  return plan.steps.reduce((now, step, index) => now.after(step, `new-${index}`), before);
}

function data({ name, type, value, ttl, priority }: ModelRecord): DnsRecord {
  if (!isRecordType(type)) throw new Error(`not a type: ${type}`);
  return { name, type, value, ttl, ...(priority === undefined ? {} : { priority }) };
}

/** One order that the steps admit, chosen by numbers in [0, 1). */
export function linearOrder(steps: readonly Step[], choose: () => number): number[] {
  const waiting = steps.map(({ dependsOn }) => dependsOn.length);
  const dependants: number[][] = steps.map(() => []);
  for (const [index, { dependsOn }] of steps.entries())
    for (const need of dependsOn) dependants[need]?.push(index);
  const ready = [...waiting.keys()].filter((index) => waiting[index] === 0);
  const order: number[] = [];
  while (ready.length > 0) {
    const [index = 0] = ready.splice(Math.floor(choose() * ready.length), 1);
    order.push(index);
    for (const dependant of dependants[index] ?? []) {
      const left = (waiting[dependant] ?? 0) - 1;
      waiting[dependant] = left;
      if (left === 0) ready.push(dependant);
    }
  }
  return order;
}

/** A case that went wrong, for people: both sides, the steps, how far they got and what was broken then. */
export function showCase(
  before: DnsModel,
  after: DnsModel,
  { steps }: Plan,
  done: readonly number[],
  broken: readonly string[],
): string {
  const list = (model: DnsModel): string[] => model.records.map((record) => `  ${identityOf(data(record))}`);
  const show = (record: DnsRecord | undefined): string => (record === undefined ? '' : identityOf(record));
  const lines = steps.map(({ change, dependsOn }, index) => {
    const old = change.action === 'create' ? undefined : change.before;
    const fresh = change.action === 'delete' ? undefined : change.after;
    return `  ${index} ${change.action} ${show(old)} => ${show(fresh)} [${dependsOn}] ${change.gap ?? ''}`;
  });
  return [
    'before:',
    ...list(before),
    'after:',
    ...list(after),
    'steps:',
    ...lines,
    `after steps ${done}:`,
    ...broken,
  ].join('\n');
}
