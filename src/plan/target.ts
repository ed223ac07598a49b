/** `--target NAME[/TYPE]`: which part of a zone is planned. */
import { DnssyncError } from '../errors.ts';
import { type Fqdn, readAbsoluteName, readOwner } from '../model/name.ts';
import { type DnsRecord, isRecordType, RECORD_TYPES, type RecordType } from '../model/record.ts';
import { closest } from '../model/suggest.ts';

/** One part of a zone, as asked for: a name as zone files write it, read against each zone, and perhaps one type. */
export interface Target {
  readonly name: string;
  readonly type?: RecordType;
}

/** Reads one `--target`. Throws a usage error where it can be no name or no type of the service's. */
export function parseTarget(text: string): Target {
  const [, name = text, suffix] = /^(.*)\/([A-Za-z]+)$/s.exec(text) ?? [];
  const type = suffix?.toUpperCase();
  if (type !== undefined && !isRecordType(type)) {
    const meant = closest(type, RECORD_TYPES);
    const hint = meant === undefined ? `one of ${RECORD_TYPES.join(', ')}` : `did you mean ${meant}?`;
    throw new DnssyncError(`--target ${text}: '${suffix}' is not a record type`, { code: 'usage', hint });
  }
  const problem = name === '@' ? undefined : readAbsoluteName(name).problem;
  if (problem !== undefined) {
    const hint = "write it as in a zone file: www, '@', www/TXT";
    throw new DnssyncError(`--target ${text}: ${problem.message}`, { code: 'usage', hint });
  }
  return type === undefined ? { name } : { name, type };
}

/**
 * Decides for one zone which records the targets mean. A target of one type widens to the whole name where an alias
 * stands there on either side, since the alias cannot stand beside what the target would leave (RFC 1034 §3.6.2).
 */
export function targetFilter(
  targets: readonly Target[],
  zone: Fqdn,
  records: Iterable<DnsRecord>,
): (record: DnsRecord) => boolean {
  const wanted = new Map<Fqdn, Set<RecordType> | 'all'>();
  for (const { name, type } of targets) {
    const owner = readOwner(name, zone).name;
    if (owner === undefined) continue;
    const types = wanted.get(owner) ?? new Set();
    wanted.set(owner, type === undefined || types === 'all' ? 'all' : types.add(type));
  }
  for (const { name, type } of records) if (type === 'CNAME' && wanted.has(name)) wanted.set(name, 'all');
  return ({ name, type }) => {
    const types = wanted.get(name);
    return types === 'all' || types?.has(type) === true;
  };
}
