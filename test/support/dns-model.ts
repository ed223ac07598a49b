/**
 * A name server in miniature, for judging plans: a plain list of records and what queries find in it. It is written
 * apart from src/plan, slow and simple, so that the two can disagree.
 */
import type { Fqdn } from '../../src/model/name.ts';
import type { Step } from '../../src/model/plan.ts';

export interface ModelRecord {
  readonly zone: Fqdn;
  readonly id: string;
  readonly name: Fqdn;
  readonly type: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority?: number;
}

export const TYPES = ['A', 'AAAA', 'MX', 'TXT', 'NS', 'SRV', 'CAA'] as const;

/** What a name finds, with all names that had a part in the answer. */
export interface Answer {
  /** Types found; `address` stands for A or AAAA. */
  readonly types: ReadonlySet<string>;
  readonly via: ReadonlySet<string>;
  readonly loop: boolean;
}

export class DnsModel {
  readonly zones: readonly Fqdn[];
  readonly records: readonly ModelRecord[];
  readonly #answers = new Map<string, Answer>();

  constructor(zones: readonly Fqdn[], records: readonly ModelRecord[]) {
    this.zones = zones;
    this.records = records;
  }

  /** The state after one more call; throws where the call makes no sense. */
  after({ change }: Step, newId: string): DnsModel {
    const { zone } = change;
    if (change.action === 'create') {
      return new DnsModel(this.zones, [...this.records, { ...change.after, zone, id: newId }]);
    }
    const { id } = change.before;
    if (!this.records.some((record) => record.id === id)) throw new Error(`no record ${id}`);
    const records = this.records.filter((record) => record.id !== id);
    if (change.action === 'update') records.push({ ...change.after, zone, id });
    return new DnsModel(this.zones, records);
  }

  at(zone: Fqdn, name: string): readonly ModelRecord[] {
    return this.records.filter((record) => record.zone === zone && record.name === name);
  }

  zoneOf(name: string): Fqdn | undefined {
    return this.zones
      .filter((zone) => name === zone || name.endsWith(`.${zone}`))
      .sort((a, b) => b.length - a.length)[0];
  }

  /** RFC 1034 §4.3.2 with RFC 4592: the records that answer in one zone, or the cut above the name. */
  serve(name: string): { cut?: string; owner?: string; records: readonly ModelRecord[] } {
    const zone = this.zoneOf(name);
    if (zone === undefined) return { records: [] };
    const labels = name
      .slice(0, name.length - zone.length)
      .split('.')
      .slice(0, -1);
    const up = (count: number): string =>
      `${labels
        .slice(labels.length - count)
        .map((l) => `${l}.`)
        .join('')}${zone}`;
    for (let depth = 1; depth <= labels.length; depth++) {
      const here = this.at(zone, up(depth));
      if (here.some(({ type }) => type === 'NS')) return { cut: up(depth), records: [] };
    }
    const exists = (at: string): boolean =>
      at === zone ||
      this.records.some(
        (record) => record.zone === zone && (record.name === at || record.name.endsWith(`.${at}`)),
      );
    if (exists(name)) return { owner: name, records: this.at(zone, name) };
    let depth = labels.length - 1;
    while (!exists(up(depth))) depth--;
    const owner = `*.${up(depth)}`;
    return { owner, records: this.at(zone, owner) };
  }

  resolve(name: string): Answer {
    const known = this.#answers.get(name) ?? this.#resolve(name);
    this.#answers.set(name, known);
    return known;
  }

  #resolve(name: string): Answer {
    const via = new Set<string>();
    for (let at = name; ; ) {
      if (via.has(at)) return { types: new Set(), via, loop: true };
      via.add(at);
      if (this.zoneOf(at) === undefined)
        return { types: new Set(['A', 'AAAA', 'address']), via, loop: false };
      const { cut, owner, records } = this.serve(at);
      if (cut !== undefined) {
        via.add(cut);
        return { types: new Set([...TYPES, 'address']), via, loop: false };
      }
      if (owner !== undefined && owner !== at) via.add(`served by ${owner}`);
      const alias = records.find(({ type }) => type === 'CNAME');
      if (alias === undefined) {
        const types = new Set<string>(records.map(({ type }) => type));
        if (types.has('A') || types.has('AAAA')) types.add('address');
        return { types, via, loop: false };
      }
      at = `${alias.value}.`;
    }
  }

  /** Whether a host that MX, NS or SRV point at has an address of its own, glue included. */
  hasAddress(name: string): boolean {
    return (
      this.zoneOf(name) === undefined || this.ownsAddress(name) || this.resolve(name).types.has('address')
    );
  }

  ownsAddress(name: string): boolean {
    const zone = this.zoneOf(name);
    return zone !== undefined && this.at(zone, name).some(({ type }) => type === 'A' || type === 'AAAA');
  }

  isAlias(name: string): boolean {
    return this.serve(name).records.some(({ type }) => type === 'CNAME');
  }
}

/** The host a record points at that must not be an alias. */
export function hostOf({ type, value }: ModelRecord): string | undefined {
  if (type !== 'MX' && type !== 'NS' && type !== 'SRV') return undefined;
  const host = value.slice(value.lastIndexOf(' ') + 1);
  return host === '.' ? undefined : `${host}.`;
}

export function isApexNs({ zone, name, type }: ModelRecord): boolean {
  return type === 'NS' && name === zone;
}
