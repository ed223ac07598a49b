/** Plans of one zone from records as text, and their steps as text. */
import { presentOwner } from '../../src/model/name.ts';
import type { Change, Plan } from '../../src/model/plan.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { desired, live, ZONE } from './records.ts';

/** The plan from live records to declared ones, each as in `records.ts`; uuids count the live records from 1. */
export function planText(before: readonly string[], after: readonly string[]): PlanText {
  const plan = buildPlan({
    desired: [
      {
        name: ZONE,
        file: 'zones/example.com.yaml',
        source: { file: 'zones/example.com.yaml', line: 1, column: 1 },
        records: after.map((text, index) => desired(text, ZONE, index + 1)),
      },
    ],
    live: new Map([
      [
        ZONE,
        {
          id: 'zone-1',
          name: ZONE,
          records: before.map((text, index) => live(`id-${index + 1}`, text)),
          unmanaged: [],
        },
      ],
    ]),
    unmanagedZones: [],
    errors: [],
    reads: 1,
  });
  return new PlanText(plan);
}

export class PlanText {
  readonly plan: Plan;
  /** In plan order: `+ record`, `- record`, `~ record => record`. */
  readonly steps: readonly string[];

  constructor(plan: Plan) {
    this.plan = plan;
    this.steps = plan.steps.map(({ change }) => changeText(change));
  }

  get gaps(): readonly string[] {
    return this.plan.steps.flatMap(({ change }) => (change.gap === undefined ? [] : [change.gap]));
  }

  /** Whether one step may not start before another is done, at whatever remove. Throws where there is no such step. */
  waits(later: string, earlier: string): boolean {
    const goal = this.#find(earlier);
    const reached = new Set([this.#find(later)]);
    for (const index of reached)
      for (const need of this.plan.steps[index]?.dependsOn ?? []) reached.add(need);
    return goal !== this.#find(later) && reached.has(goal);
  }

  #find(text: string): number {
    const index = this.steps.indexOf(text);
    if (index < 0) throw new Error(`no step '${text}' in:\n${this.steps.join('\n')}`);
    return index;
  }
}

export function changeText(change: Change): string {
  if (change.action === 'create') return `+ ${recordText(change.after)}`;
  if (change.action === 'delete') return `- ${recordText(change.before)}`;
  return `~ ${recordText(change.before)} => ${recordText(change.after)}`;
}

function recordText({ name, ttl, type, priority, value }: DnsRecord): string {
  return [presentOwner(name, ZONE), ttl, type, ...(priority === undefined ? [] : [priority]), value].join(
    ' ',
  );
}
