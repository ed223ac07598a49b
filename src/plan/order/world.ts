/** All planned zones on both sides, and what each name answers there, alias chains followed from zone to zone. */
import { type Fqdn, parentOf } from '../../model/name.ts';
import {
  ADDRESS,
  ALL_TYPES,
  ANY_ADDRESS,
  type NameData,
  type Placed,
  type Server,
  Side,
  type Types,
} from './side.ts';

/** One zone's records before and after, those included that are not managed. */
export interface ZoneRecords {
  readonly zone: Fqdn;
  readonly before: readonly Placed[];
  readonly after: readonly Placed[];
}

export interface ZoneSides {
  readonly zone: Fqdn;
  readonly before: Side;
  readonly after: Side;
}

export type When = 'before' | 'after';

/** BIND gives up sooner (max-query-restarts 11), and validate refuses more than 8. */
const LONGEST_CHAIN = 16;

/** From more names than this on, a circle is taken to be possible. */
const LONGEST_SEARCH = 64;

export class World {
  readonly #zones: ReadonlyMap<Fqdn, ZoneSides>;
  readonly #answers = { before: new Map<Fqdn, Types>(), after: new Map<Fqdn, Types>() };

  constructor(zones: readonly ZoneRecords[]) {
    this.#zones = new Map(
      zones.map(({ zone, before, after }) => [
        zone,
        { zone, before: new Side(zone, before), after: new Side(zone, after) },
      ]),
    );
  }

  /** The planned zone a name belongs to: the longest that it stands in; undefined where it is none of ours. */
  zoneOf(name: Fqdn): ZoneSides | undefined {
    for (let at: Fqdn | undefined = name; at !== undefined; at = parentOf(at)) {
      const zone = this.#zones.get(at);
      if (zone !== undefined) return zone;
    }
    return undefined;
  }

  serverOf(name: Fqdn, when: When): Server | undefined {
    return this.zoneOf(name)?.[when].serverOf(name);
  }

  /** The records that answer for a name; undefined where none do, or where a delegation or another's zone does. */
  dataFor(name: Fqdn, when: When): NameData | undefined {
    const side = this.zoneOf(name)?.[when];
    const server = side?.serverOf(name);
    return server === undefined || server.kind === 'cut' ? undefined : side?.dataAt(server.name);
  }

  /** Where a name leads as an alias, be it by a wildcard. */
  aliasOf(name: Fqdn, when: When): Fqdn | undefined {
    return this.dataFor(name, when)?.alias;
  }

  /** Whether a name is an alias by the same record before and after. */
  keepsAlias(name: Fqdn): boolean {
    const target = this.aliasOf(name, 'before');
    if (target === undefined || target !== this.aliasOf(name, 'after')) return false;
    return this.serverOf(name, 'before')?.name === this.serverOf(name, 'after')?.name;
  }

  /** A name and those it leads to on one side, as far as anyone follows. */
  chainFrom(name: Fqdn, when: When): readonly Fqdn[] {
    const chain: Fqdn[] = [];
    let at: Fqdn | undefined = name;
    for (; at !== undefined && chain.length < LONGEST_CHAIN; at = this.aliasOf(at, when)) chain.push(at);
    return chain;
  }

  /** Whether aliases, each as it is before or after, may lead from a name to what an owner's records answer for. */
  mayLeadTo(name: Fqdn, owner: Fqdn): boolean {
    const seen = new Set<Fqdn>([name]);
    for (const at of seen) {
      if (seen.size > LONGEST_SEARCH) return true;
      for (const when of ['before', 'after'] as const) {
        if (this.serverOf(at, when)?.name === owner) return true;
        const next = this.aliasOf(at, when);
        if (next !== undefined) seen.add(next);
      }
    }
    return seen.has(owner);
  }

  /** Whether there are addresses at a name itself; those hidden by a delegation are its glue, and count. */
  ownsAddress(name: Fqdn, when: When): boolean {
    return ((this.zoneOf(name)?.[when].dataAt(name)?.types ?? 0) & ADDRESS) !== 0;
  }

  /** Whether a host can be reached: by addresses of its own or by those that a query finds. */
  hasAddress(host: Fqdn, when: When): boolean {
    return this.ownsAddress(host, when) || (this.answersOf(host, when) & ADDRESS) !== 0;
  }

  /**
   * The types that a query for a name finds, an alias followed to its end. A name of nobody's zone here is taken to
   * have addresses, a delegated one to have everything; a chain that runs in a circle finds nothing.
   */
  answersOf(name: Fqdn, when: When): Types {
    const known = this.#answers[when];
    const chain: Fqdn[] = [];
    const seen = new Set<Fqdn>();
    let types: Types | undefined;
    for (let at = name; types === undefined; ) {
      if (seen.has(at)) types = 0;
      else {
        seen.add(at);
        chain.push(at);
        const found = known.get(at) ?? this.#ownAnswersOf(at, when);
        if (typeof found === 'number') types = found;
        else at = found.alias;
      }
    }
    for (const link of chain) known.set(link, types);
    return types;
  }

  #ownAnswersOf(name: Fqdn, when: When): Types | { readonly alias: Fqdn } {
    const zone = this.zoneOf(name);
    if (zone === undefined) return ANY_ADDRESS;
    const server = zone[when].serverOf(name);
    if (server === undefined) return 0;
    if (server.kind === 'cut') return ALL_TYPES;
    const { alias, types = 0 } = zone[when].dataAt(server.name) ?? {};
    return alias === undefined ? types & ALL_TYPES : { alias };
  }
}
