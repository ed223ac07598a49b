/** What the rules of order look at and write to: the changes by zone and name, both sides, the waits and the gaps. */
import type { Fqdn } from '../../model/name.ts';
import { type Change, subjectOf } from '../../model/plan.ts';
import type { DnsRecord, RecordType } from '../../model/record.ts';
import { getOrAdd } from '../grouped.ts';
import { WaitGraph } from './graph.ts';
import { World, type ZoneRecords, type ZoneSides } from './world.ts';

/** Changes that should be made back to back: from the first opener to the last closer a name lacks something. */
export interface Gap {
  readonly openers: readonly number[];
  readonly closers: readonly number[];
}

/** How long a gap lasts, in words: the API's answers tell how long a call takes, not the plan. */
export function during(calls: number): string {
  return `for about ${calls > 1 ? `${calls} API calls` : 'one API call'}`;
}

export class Board {
  readonly changes: readonly Change[];
  readonly world: World;
  readonly waits: WaitGraph;
  /** What should be made back to back: order/together.ts. */
  readonly adjacent: Gap[] = [];
  readonly #gaps = new Map<number, Set<string>>();
  readonly #byZone = new Map<Fqdn, Map<Fqdn, number[]>>();

  constructor(changes: readonly Change[], zones: readonly ZoneRecords[]) {
    this.changes = changes;
    this.waits = new WaitGraph(changes.length);
    this.world = new World(zones);
    for (const [index, change] of changes.entries()) {
      const names = getOrAdd(this.#byZone, change.zone, () => new Map<Fqdn, number[]>());
      getOrAdd(names, subjectOf(change).name, () => []).push(index);
    }
  }

  /** Notes for a change a moment without an answer that cannot be avoided, in words. */
  announceGap(index: number, gap: string): void {
    getOrAdd(this.#gaps, index, () => new Set<string>()).add(gap);
  }

  gapOf(index: number): string | undefined {
    const gaps = this.#gaps.get(index);
    return gaps && [...gaps].join('; ');
  }

  /** Indexes of the changes at each name of each zone, in their order. */
  *names(): Iterable<{ readonly zone: ZoneSides; readonly name: Fqdn; readonly changes: readonly number[] }> {
    for (const [zoneName, names] of this.#byZone) {
      const zone = this.world.zoneOf(zoneName);
      if (zone === undefined)
        throw new Error(`changes in ${zoneName}, which has no records to be ordered by`);
      for (const [name, changes] of names) yield { zone, name, changes };
    }
  }

  changesAt(zone: ZoneSides, name: Fqdn): readonly number[] {
    return this.#byZone.get(zone.zone)?.get(name) ?? [];
  }

  /** The record a change is about. */
  subjectAt(index: number): DnsRecord | undefined {
    const change = this.changes[index];
    return change === undefined ? undefined : subjectOf(change);
  }

  /** The type a change takes away, where it deletes a record or turns it into another type. */
  removedType(index: number): RecordType | undefined {
    const change = this.changes[index];
    if (change === undefined || change.action === 'create') return undefined;
    return change.action === 'update' && change.after.type === change.before.type
      ? undefined
      : change.before.type;
  }

  /** The type a change brings, where it creates a record or turns one of another type into it. */
  addedType(index: number): RecordType | undefined {
    const change = this.changes[index];
    if (change === undefined || change.action === 'delete') return undefined;
    return change.action === 'update' && change.after.type === change.before.type
      ? undefined
      : change.after.type;
  }
}
