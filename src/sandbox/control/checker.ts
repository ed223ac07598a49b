/** Looks at the state after each single write and keeps what it saw that must never be. */
import { shortName } from '../names.ts';
import type { Op, RecordFields } from '../store/op.ts';
import type { State } from '../store/state.ts';
import type { Observer } from '../store/store.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';

type Rule =
  /** A watched name, or RRset, had an answer and has none now. */
  | 'empty'
  /** A CNAME beside other data (RFC 1034 section 3.6.2), or beside another CNAME. */
  | 'cname-beside-data'
  | 'several-cnames'
  /** A record that says what another says. */
  | 'duplicate'
  /** A protected record or zone was changed or deleted. */
  | 'protected'
  | 'zone-deleted';

export interface Violation {
  readonly rule: Rule;
  readonly zone: string;
  readonly name?: string;
  readonly type?: string;
  readonly uuid?: string;
  /** Number of the request in the log; null where the control port wrote. */
  readonly request: number | null;
}

/** A name that must have an answer once it has had one: of any type, or of one. */
export interface Watched {
  readonly zone: string;
  readonly name: string;
  readonly type: string | undefined;
}

/** One fact about the state that a write must not make true. */
interface Fact {
  readonly rule: Rule;
  readonly zone: string;
  readonly details: { readonly name: string; readonly type?: string };
  readonly isBad: () => boolean;
}

const mostKept = 1000;

export class Checker implements Observer {
  readonly #state: State;
  /** By zone and owner. */
  readonly #watched = new Map<string, Watched[]>();
  readonly #protected = new Set<string>();
  #kept: Violation[] = [];
  #count = 0;
  /** What is good before the commit under way. */
  #facts: Fact[] = [];
  #request: number | null = null;

  constructor(state: State) {
    this.#state = state;
  }

  get violations(): readonly Violation[] {
    return this.#kept;
  }

  /** All that were seen; the first thousand are kept. */
  get count(): number {
    return this.#count;
  }

  get watched(): { readonly never_empty: readonly Watched[]; readonly protected: readonly string[] } {
    return { never_empty: [...this.#watched.values()].flat(), protected: [...this.#protected] };
  }

  watch(name: Watched): void {
    const key = keyOf(name.zone, name.name);
    const there = this.#watched.get(key) ?? [];
    if (!there.some(({ type }) => type === name.type)) this.#watched.set(key, [...there, name]);
  }

  protect(uuid: string): void {
    this.#protected.add(uuid);
  }

  unwatch(): void {
    this.#watched.clear();
    this.#protected.clear();
  }

  clear(): void {
    this.#kept = [];
    this.#count = 0;
  }

  /** Does the work, which ends before this returns, on account of that request. */
  during<T>(request: number, work: () => T): T {
    this.#request = request;
    try {
      return work();
    } finally {
      this.#request = null;
    }
  }

  committing(ops: readonly Op[]): void {
    this.#facts = ops.flatMap((op) => this.#factsOf(op)).filter(({ isBad }) => !isBad());
  }

  committed(): void {
    const seen = new Set<string>();
    for (const { rule, zone, details, isBad } of this.#facts) {
      const key = `${rule}\n${zone}\n${details.name}\n${details.type}`;
      if (seen.has(key) || !isBad()) continue;
      seen.add(key);
      this.#keep({ rule, zone, ...details });
    }
    this.#facts = [];
  }

  /** What this operation might make bad; what it touches that is protected is told at once. */
  #factsOf(op: Op): Fact[] {
    const state = this.#state;
    if (op.op === 'put-zone') return [];
    if (op.op === 'drop-zone') {
      const entry = state.zone(op.uuid);
      return entry === undefined ? [] : this.#factsOfDrop(entry);
    }
    const before = state.record(op.op === 'drop-record' ? op.uuid : op.record.uuid);
    const after = op.op === 'put-record' ? op.record : undefined;
    const entry = state.zone((after ?? before)?.zone ?? '');
    if (entry === undefined) return [];
    if (before !== undefined && this.#protected.has(before.uuid)) this.#touch(entry, before.uuid);
    return [
      ...(before === undefined ? [] : this.#emptyFacts(entry, before.name)),
      ...(after === undefined ? [] : factsOfPut(entry, after)),
    ];
  }

  #factsOfDrop(entry: ZoneEntry): Fact[] {
    const { domain, uuid } = entry.zone;
    this.#keep({ rule: 'zone-deleted', zone: domain, uuid });
    for (const one of this.#protected) {
      if (one === uuid || entry.records.has(one)) this.#touch(entry, one);
    }
    const names = [...this.#watched.values()].flat().filter(({ zone }) => zone === domain);
    return names.flatMap(({ name }) => this.#emptyFacts(entry, name));
  }

  #emptyFacts(entry: ZoneEntry, owner: string): Fact[] {
    const { domain } = entry.zone;
    const name = shortName(owner, domain);
    return (this.#watched.get(keyOf(domain, name)) ?? []).map(({ type }) => ({
      rule: 'empty',
      zone: domain,
      details: { name, ...(type === undefined ? {} : { type }) },
      isBad: () => !isAnswered(this.#state.zone(entry.zone.uuid), name, type),
    }));
  }

  #touch(entry: ZoneEntry, uuid: string): void {
    this.#keep({ rule: 'protected', zone: entry.zone.domain, uuid });
  }

  #keep(violation: Omit<Violation, 'request'>): void {
    this.#count++;
    if (this.#kept.length < mostKept) this.#kept.push({ ...violation, request: this.#request });
  }
}

function factsOfPut(entry: ZoneEntry, after: RecordFields): Fact[] {
  const { domain } = entry.zone;
  const name = shortName(after.name, domain);
  const cnames = () => entry.countAt(name, 'CNAME');
  const details = { name };
  return [
    {
      rule: 'cname-beside-data',
      zone: domain,
      details,
      isBad: () => cnames() > 0 && entry.countAt(name) > cnames(),
    },
    { rule: 'several-cnames', zone: domain, details, isBad: () => cnames() > 1 },
    {
      rule: 'duplicate',
      zone: domain,
      details: { name, type: after.record_type },
      isBad: () => entry.countOf(after) > 1,
    },
  ];
}

/** A CNAME answers for every type (RFC 1034 section 3.6.2). */
function isAnswered(entry: ZoneEntry | undefined, name: string, type: string | undefined): boolean {
  if (entry === undefined) return false;
  if (type === undefined) return entry.countAt(name) > 0;
  return entry.countAt(name, type) > 0 || entry.countAt(name, 'CNAME') > 0;
}

/** No name has a line feed in it: such a one is never watched, and to be one with another does no harm. */
function keyOf(zone: string, name: string): string {
  return `${zone}\n${name}`;
}
