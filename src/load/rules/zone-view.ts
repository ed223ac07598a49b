/** Looks names up in a declared zone as a name server would: what is there, what a wildcard covers, what is delegated. */
import { type Fqdn, isInZone, parentOf } from '../../model/name.ts';
import type { RecordType } from '../../model/record.ts';
import type { DeclaredName, DeclaredRRset, DeclaredZone } from '../declared.ts';

export class ZoneView {
  readonly #zone: DeclaredZone;
  /** All names that exist: those declared, and those above them (empty non-terminals, RFC 4592 §2.2.2). */
  readonly #existing = new Set<Fqdn>();

  constructor(zone: DeclaredZone) {
    this.#zone = zone;
    for (const name of zone.names.keys()) {
      let above: Fqdn | undefined = name;
      while (above !== undefined && isInZone(above, zone.name) && !this.#existing.has(above)) {
        this.#existing.add(above);
        above = parentOf(above);
      }
    }
  }

  /** What answers for a name: itself, or the wildcard at its closest encloser (RFC 4592 §3.3.1). */
  at(name: Fqdn): DeclaredName | undefined {
    const declared = this.#zone.names.get(name);
    if (declared !== undefined || this.#existing.has(name)) return declared;
    let encloser = parentOf(name);
    while (encloser !== undefined && !this.#existing.has(encloser)) encloser = parentOf(encloser);
    return encloser === undefined ? undefined : this.#zone.names.get(`*.${encloser}` as Fqdn);
  }

  /** The delegated name at or above a name; undefined where this zone answers for it itself. */
  delegationOf(name: Fqdn): DeclaredName | undefined {
    let above: Fqdn | undefined = name;
    while (above !== undefined && above !== this.#zone.name) {
      const declared = this.#zone.names.get(above);
      if (declared !== undefined && rrsetOf(declared, 'NS') !== undefined) return declared;
      above = parentOf(above);
    }
    return undefined;
  }
}

export function rrsetOf(name: DeclaredName, type: RecordType): DeclaredRRset | undefined {
  return name.rrsets.find((rrset) => rrset.type === type);
}

export function hasAddress(name: DeclaredName): boolean {
  return name.rrsets.some(({ type }) => type === 'A' || type === 'AAAA');
}
