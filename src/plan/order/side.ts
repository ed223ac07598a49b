/** One side of a zone, before or after, as a name server would see it: who answers for a name (RFC 1034 §4.3.2, RFC 4592). */
import { type Fqdn, isWildcard, parentOf } from '../../model/name.ts';
import { RECORD_TYPES, type RecordType } from '../../model/record.ts';
import { targetOf } from '../../model/value.ts';

/** A record as far as order goes; `type` may be one that is not managed here. */
export interface Placed {
  readonly name: Fqdn;
  readonly type: string;
  readonly value: string;
}

/** A set of record types as bits, so that sets can be compared at no cost. */
export type Types = number;

/** Stands in a set beside A or AAAA: there is an address, of whatever family. */
export const ADDRESS: Types = 1 << RECORD_TYPES.length;
const UNMANAGED: Types = ADDRESS << 1;
export const ANY_ADDRESS: Types = typesOf('A') | typesOf('AAAA');
/** A and AAAA themselves. */
export const FAMILIES: Types = ANY_ADDRESS & ~ADDRESS;
export const ALL_TYPES: Types = UNMANAGED - 1;

/** The set that holds this type. */
export function typesOf(type: string): Types {
  const bit = 1 << RECORD_TYPES.indexOf(type as RecordType);
  if (type === 'A' || type === 'AAAA') return bit | ADDRESS;
  return (RECORD_TYPES as readonly string[]).includes(type) ? bit : UNMANAGED;
}

/** The names of the types in a set, in the order of RECORD_TYPES. */
export function typeNames(types: Types): RecordType[] {
  return RECORD_TYPES.filter((_, index) => (types & (1 << index)) !== 0);
}

/** What stands at one name. */
export interface NameData {
  readonly types: Types;
  /** The target, where it is an alias. */
  readonly alias: Fqdn | undefined;
}

/** Who answers for a name: its own records, a wildcard's, or the servers it is delegated to. */
export interface Server {
  readonly kind: 'own' | 'wildcard' | 'cut';
  readonly name: Fqdn;
}

export class Side {
  readonly #zone: Fqdn;
  readonly #names = new Map<Fqdn, NameData>();
  /** Names below the apex that hold NS: what is at or below them is answered elsewhere. */
  readonly cuts = new Set<Fqdn>();
  /** The hosts of the NS at the apex: without an address in the zone they make BIND refuse it (dns-rules 3.2). */
  readonly nameServers = new Set<Fqdn>();
  readonly hasWildcards: boolean;
  readonly aliasWildcards = new Set<Fqdn>();
  #existing: Set<Fqdn> | undefined;

  constructor(zone: Fqdn, records: readonly Placed[]) {
    this.#zone = zone;
    let hasWildcards = false;
    for (const { name, type, value } of records) {
      const { types = 0, alias } = this.#names.get(name) ?? {};
      this.#names.set(name, {
        types: types | typesOf(type),
        alias: type === 'CNAME' ? targetOf({ type, value }) : alias,
      });
      if (type === 'NS' && name !== zone) this.cuts.add(name);
      if (type === 'NS' && name === zone) this.nameServers.add(`${value}.` as Fqdn);
      if (!isWildcard(name)) continue;
      hasWildcards = true;
      if (type === 'CNAME') this.aliasWildcards.add(name);
    }
    this.hasWildcards = hasWildcards;
  }

  dataAt(name: Fqdn): NameData | undefined {
    return this.#names.get(name);
  }

  /** Whether the name exists: it or a name below it holds a record (RFC 4592 §2.2.2). */
  exists(name: Fqdn): boolean {
    if (this.#existing === undefined) {
      this.#existing = new Set([this.#zone]);
      for (const owner of this.#names.keys()) {
        for (
          let at: Fqdn | undefined = owner;
          at !== undefined && !this.#existing.has(at);
          at = parentOf(at)
        ) {
          this.#existing.add(at);
        }
      }
    }
    return this.#existing.has(name);
  }

  /** Who answers for a name of this zone; undefined where nobody does. */
  serverOf(name: Fqdn): Server | undefined {
    const cut = this.#cutAbove(name);
    if (cut !== undefined) return { kind: 'cut', name: cut };
    if (this.#names.has(name)) return { kind: 'own', name };
    if (!this.hasWildcards || this.exists(name)) return undefined;
    // The closest encloser is the nearest name above that exists; only its wildcard answers (RFC 4592 §3.3.1).
    let encloser = parentOf(name);
    while (encloser !== undefined && !this.exists(encloser)) encloser = parentOf(encloser);
    const wildcard = `*.${encloser}` as Fqdn;
    return this.#names.has(wildcard) ? { kind: 'wildcard', name: wildcard } : undefined;
  }

  /** The topmost delegation at or above a name. */
  #cutAbove(name: Fqdn): Fqdn | undefined {
    if (this.cuts.size === 0) return undefined;
    let cut: Fqdn | undefined;
    for (let at: Fqdn | undefined = name; at !== undefined && at !== this.#zone; at = parentOf(at)) {
      if (this.cuts.has(at)) cut = at;
    }
    return cut;
  }
}
