/** What an authoritative server has to answer from a zone's records: RFC 1034 §4.3.2 with wildcards by RFC 4592. */
import type { RRset } from '../model/dns-report.ts';
import { type Fqdn, isInZone, parentOf } from '../model/name.ts';
import { type DnsRecord, type RecordType, rrsetKey } from '../model/record.ts';
import { targetOf } from '../model/value.ts';
import { rrsetOf } from './rrset.ts';

export type Expected =
  | { readonly kind: 'rrset'; readonly rrset: RRset }
  /** No such type, no such name, or an alias in its place: none of them is an answer of that type. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'referral';
      readonly cut: Fqdn;
      /** The delegation's own name servers, where they are what was asked for. */
      readonly servers?: RRset;
      /** The address of one of its name servers that lies at or below the cut (RFC 9471 §2). */
      readonly glue?: RRset;
    };

export class ZoneAnswers {
  readonly #zone: Fqdn;
  readonly #rrsets = new Map<string, DnsRecord[]>();
  /** Every name that exists, empty non-terminals among them (RFC 4592 §2.2.2). */
  readonly #names: Set<Fqdn>;

  /** @param others names at which the zone holds data of other types: they exist, and no wildcard answers for them */
  constructor(zone: Fqdn, records: readonly DnsRecord[], others: readonly Fqdn[] = []) {
    this.#zone = zone;
    this.#names = new Set([zone]);
    for (const record of records) {
      const key = rrsetKey(record);
      const rrset = this.#rrsets.get(key);
      if (rrset === undefined) this.#rrsets.set(key, [record]);
      else rrset.push(record);
      this.#enter(record.name);
    }
    for (const name of others) this.#enter(name);
  }

  #enter(name: Fqdn): void {
    for (
      let at: Fqdn | undefined = name;
      at !== undefined && !this.#names.has(at) && isInZone(at, this.#zone);
      at = parentOf(at)
    ) {
      this.#names.add(at);
    }
  }

  expected(name: Fqdn, type: RecordType): Expected {
    const cut = this.#cutAbove(name);
    if (cut !== undefined) return this.#referral(cut, name, type);
    const owner = this.#names.has(name) ? name : this.#wildcardFor(name);
    const records = this.#records(owner, type);
    return records.length === 0 ? { kind: 'absent' } : { kind: 'rrset', rrset: rrsetOf(records) };
  }

  #referral(cut: Fqdn, name: Fqdn, type: RecordType): Expected {
    const servers = this.#records(cut, 'NS');
    if (name === cut && type === 'NS') return { kind: 'referral', cut, servers: rrsetOf(servers) };
    const isGlue = (type === 'A' || type === 'AAAA') && servers.some((record) => targetOf(record) === name);
    const addresses = isGlue ? this.#records(name, type) : [];
    return { kind: 'referral', cut, ...(addresses.length === 0 ? {} : { glue: rrsetOf(addresses) }) };
  }

  /** The delegation at or above a name that is nearest to the zone, for that one answers. */
  #cutAbove(name: Fqdn): Fqdn | undefined {
    let cut: Fqdn | undefined;
    for (let at: Fqdn | undefined = name; at !== undefined && at !== this.#zone; at = parentOf(at)) {
      if (this.#records(at, 'NS').length > 0) cut = at;
    }
    return cut;
  }

  /** The wildcard at the closest encloser (RFC 4592 §3.3.1), there or not. */
  #wildcardFor(name: Fqdn): Fqdn {
    let at: Fqdn | undefined = name;
    while (at !== undefined && !this.#names.has(at)) at = parentOf(at);
    return `*.${at ?? this.#zone}` as Fqdn;
  }

  #records(name: Fqdn, type: RecordType): readonly DnsRecord[] {
    return this.#rrsets.get(rrsetKey({ name, type })) ?? [];
  }
}
