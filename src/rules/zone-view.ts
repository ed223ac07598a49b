/** Looks names up in a zone as a name server would: what is there, what a wildcard covers, what is delegated. */
import { type Fqdn, isInZone, parentOf } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import type { JudgedName, JudgedRRset, JudgedZone } from './zone.ts';

export class ZoneView<At> {
  readonly zone: JudgedZone<At>;
  /** All names that exist: those declared, and those above them (empty non-terminals, RFC 4592 §2.2.2). */
  readonly #existing = new Set<Fqdn>();

  constructor(zone: JudgedZone<At>) {
    this.zone = zone;
    for (const name of zone.names.keys()) {
      let above: Fqdn | undefined = name;
      while (above !== undefined && isInZone(above, zone.name) && !this.#existing.has(above)) {
        this.#existing.add(above);
        above = parentOf(above);
      }
    }
  }

  /** Whether a name exists, with data of its own or above other names. */
  exists(name: Fqdn): boolean {
    return this.#existing.has(name);
  }

  /** What answers for a name: itself, or the wildcard at its closest encloser (RFC 4592 §3.3.1). */
  at(name: Fqdn): JudgedName<At> | undefined {
    const declared = this.zone.names.get(name);
    if (declared !== undefined || this.#existing.has(name)) return declared;
    let encloser = parentOf(name);
    while (encloser !== undefined && !this.#existing.has(encloser)) encloser = parentOf(encloser);
    return encloser === undefined ? undefined : this.zone.names.get(`*.${encloser}` as Fqdn);
  }

  /** The delegated name at or above a name; undefined where this zone answers for it itself. */
  delegationOf(name: Fqdn): JudgedName<At> | undefined {
    let above: Fqdn | undefined = name;
    while (above !== undefined && above !== this.zone.name) {
      const declared = this.zone.names.get(above);
      if (declared !== undefined && rrsetOf(declared, 'NS') !== undefined) return declared;
      above = parentOf(above);
    }
    return undefined;
  }
}

export function rrsetOf<At>(name: JudgedName<At>, type: RecordType): JudgedRRset<At> | undefined {
  return name.rrsets.find((rrset) => rrset.type === type);
}

export function hasAddress<At>(name: JudgedName<At>): boolean {
  return name.rrsets.some(({ type }) => type === 'A' || type === 'AAAA');
}
