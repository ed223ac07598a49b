/** Brings together what is known of a zone before its servers are asked. */
import type { ZoneVerification } from '../model/dns-report.ts';
import { patternFinder } from '../model/pattern.ts';
import type { ZonePlan } from '../model/plan.ts';
import { type DnsRecord, identityOf, rrsetKey, type SourcePosition } from '../model/record.ts';
import type { DesiredZone, LiveZone } from '../model/zone.ts';
import { recordsAfter } from './records-after.ts';
import type { ZoneToVerify } from './verify-zone.ts';

/**
 * What the servers must answer is live with the planned changes made: the files, and what a plan leaves alone besides.
 *
 * @param live undefined where the service was not asked, could not be read, or has no such zone; `api` says which
 */
export function zoneToVerify(
  desired: DesiredZone,
  api: ZoneVerification['api'],
  live?: LiveZone,
  plan?: ZonePlan,
): ZoneToVerify {
  const { name: zone, file } = desired;
  // Apex NS that the file does not declare are the vendor's own (design section 3).
  const isApexNs = ({ type, name }: DnsRecord): boolean => type === 'NS' && name === zone;
  const declaresNs = desired.records.some(isApexNs);
  const isOurs = (record: DnsRecord): boolean => declaresNs || !isApexNs(record);
  const isPlanned = live !== undefined && plan !== undefined && desired.state !== 'absent';
  const records = isPlanned ? recordsAfter(live.records, plan.changes) : desired.records;
  return {
    zone,
    file,
    api,
    records: records.filter(isOurs),
    ...(live === undefined ? othersIn(desired) : { live: live.records.filter(isOurs) }),
    sources: sourcesOf(desired),
    others: (live?.unmanaged ?? []).map(({ name }) => name),
    nameServers: (declaresNs ? desired : (live ?? desired)).records.filter(isApexNs),
  };
}

/** What others may keep beside the file's values: all, where it is additive, or what its patterns mean. */
function othersIn({ name, mode, ignore = [], records }: DesiredZone): Pick<ZoneToVerify, 'isOthers'> {
  if (mode === 'additive') {
    const declared = new Set(records.map(identityOf));
    return { isOthers: (record) => !declared.has(identityOf(record)) };
  }
  if (ignore.length === 0) return {};
  const find = patternFinder(ignore, name);
  return { isOthers: (record) => find(record) !== undefined };
}

/** The same zone once its plan is applied and live was read again and found equal. */
export function onceApplied(subject: ZoneToVerify): ZoneToVerify {
  return { ...subject, api: { status: 'read' }, live: subject.records };
}

function sourcesOf({ records }: DesiredZone): ReadonlyMap<string, SourcePosition> {
  const sources = new Map<string, SourcePosition>();
  for (const record of records) {
    if (!sources.has(rrsetKey(record))) sources.set(rrsetKey(record), record.source);
  }
  return sources;
}
