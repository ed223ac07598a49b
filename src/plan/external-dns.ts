/** Reads the registry that external-dns keeps in a zone: TXT records whose names say which other records are its own. */
import { type Fqdn, parentOf } from '../model/name.ts';
import type { RecordPattern } from '../model/pattern.ts';
import type { ZoneError } from '../model/plan.ts';
import {
  type DesiredRecord,
  isRecordType,
  type LiveRecord,
  type RecordType,
  rrsetKey,
} from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { placeOf } from './protect.ts';

/** What a registry text in the old form, which names no type, speaks for (external-dns, registry/txt: AAAA is never among it). */
const UNTYPED: readonly RecordType[] = ['A', 'CNAME', 'MX', 'NS', 'SRV'];

/**
 * The RRsets that registry texts list, by their keys, each with the pattern that found its text. `a-www` lists the A of
 * `www`, `cname-www` its CNAME, and `www` without a type whatever stands there (external-dns, docs/registry/txt.md).
 * Texts moved elsewhere by --txt-prefix or --txt-suffix list nothing here.
 */
export function ownedByExternalDns(
  patterns: ReadonlyMap<LiveRecord, RecordPattern | undefined>,
): ReadonlyMap<string, RecordPattern> {
  const owned = new Map<string, RecordPattern>();
  for (const [record, pattern] of patterns) {
    if (pattern?.registry !== true) continue;
    for (const key of rrsetsListedBy(record.name)) owned.set(key, pattern);
  }
  return owned;
}

/** The first record of the file in an RRset that external-dns lists as its own: which of its values would be whose? */
export function findOwned(
  zone: Fqdn,
  declared: readonly DesiredRecord[],
  owned: ReadonlyMap<string, RecordPattern>,
): ZoneError | undefined {
  const record = owned.size === 0 ? undefined : declared.find((each) => owned.has(rrsetKey(each)));
  const pattern = record && owned.get(rrsetKey(record));
  if (record === undefined || pattern === undefined) return undefined;
  const what = `${record.type} ${domainOf(record.name)}`;
  return {
    zone: domainOf(zone),
    code: 'declared-and-ignored',
    message: `${what} is declared at ${placeOf(record)}, and ignored by '${pattern.text}' at ${placeOf(pattern)}: external-dns lists it as its own`,
    hint: `take ${what} out of the file, or out of what external-dns publishes`,
  };
}

/** The keys of the RRsets that a registry text of this name lists. */
export function rrsetsListedBy(name: Fqdn): readonly string[] {
  const [, prefix = '', rest = ''] = /^([a-z]+)-([^.]*)\./.exec(name) ?? [];
  const type = prefix.toUpperCase();
  const parent = parentOf(name);
  if (!isRecordType(type) || type === 'TXT' || type === 'CAA' || parent === undefined) {
    return UNTYPED.map((each) => rrsetKey({ name, type: each }));
  }
  const owner = rest === '' ? parent : (`${rest}.${parent}` as Fqdn);
  return [rrsetKey({ name: owner, type })];
}
