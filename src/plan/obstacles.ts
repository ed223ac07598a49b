/** Finds what in the live zone, and not managed here, makes the file's records impossible: the zone would not load. */
import type { Fqdn } from '../model/name.ts';
import type { LeftAlone, ZoneError } from '../model/plan.ts';
import { compareText, type DesiredRecord } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { findOwned } from './external-dns.ts';
import { groupBy } from './grouped.ts';
import { wayOut, whyLeftAlone } from './left-alone.ts';
import { ADDRESS, type Placed } from './order/side.ts';
import { type When, World, type ZoneRecords } from './order/world.ts';
import { findPolicyConflict } from './policy-conflict.ts';
import type { SplitLive } from './split-live.ts';

/**
 * The first such obstacle, in words, or undefined: an alias beside a live record (RFC 1034 §3.6.2), a second policy where
 * there may be one, or a live name server at the apex that would lose its address. BIND refuses a zone with the first or
 * the last as a whole (dns-rules 0).
 */
export function findObstacle(
  records: ZoneRecords,
  declared: readonly DesiredRecord[],
  { leftAlone, owned }: Pick<SplitLive, 'leftAlone' | 'owned'>,
): ZoneError | undefined {
  return (
    findOwned(records.zone, declared, owned) ??
    aliasConflict(records, new Set(declared), leftAlone) ??
    findPolicyConflict(records, leftAlone) ??
    nameServerWithoutAddress(records)
  );
}

function aliasConflict(
  { zone, after }: ZoneRecords,
  declared: ReadonlySet<Placed>,
  leftAlone: readonly LeftAlone[],
): ZoneError | undefined {
  const aliases = new Set(after.filter(({ type }) => type === 'CNAME').map(({ name }) => name));
  const atAliases = groupBy(after, ({ name }) => (aliases.has(name) ? name : undefined));
  const reasons = new Map<Placed, LeftAlone>(leftAlone.map((one) => [one.record, one]));
  const conflicts = [...atAliases.values()].flatMap((here) => {
    const kept = [...here].sort(byType).find((record) => !declared.has(record));
    const wanted = here.find(
      (record) => declared.has(record) && (kept?.type === 'CNAME' || record.type === 'CNAME'),
    );
    return kept === undefined || wanted === undefined ? [] : [{ kept, wanted }];
  });
  const [first] = conflicts.sort((a, b) => compareText(a.kept.name, b.kept.name));
  if (first === undefined) return undefined;
  const { kept, wanted } = first;
  const left = reasons.get(kept);
  const why = left === undefined ? 'is not managed here' : whyLeftAlone(left);
  const one = wanted.type === 'CNAME' ? 'a CNAME' : `the declared ${wanted.type}`;
  return {
    zone: domainOf(zone),
    code: 'cname-conflict',
    message: `${domainOf(kept.name)}: ${one} cannot stand beside the live ${kept.type}, which ${why}`,
    hint:
      left === undefined
        ? `delete the ${kept.type} record at the vendor, or take the CNAME out of the file`
        : wayOut(left),
  };
}

/** An alias first: whatever else stands there conflicts with it. */
function byType(a: Placed, b: Placed): number {
  return Number(b.type === 'CNAME') - Number(a.type === 'CNAME') || compareText(a.type, b.type);
}

function nameServerWithoutAddress(records: ZoneRecords): ZoneError | undefined {
  const { zone, after } = records;
  const servers = after.filter(({ type, name }) => type === 'NS' && name === zone);
  if (servers.length === 0) return undefined;
  const world = new World([records]);
  const hasAddress = (host: Fqdn, when: When): boolean => {
    const isElsewhere = world.zoneOf(host) === undefined || world.serverOf(host, when)?.kind === 'cut';
    return isElsewhere || ((world.dataFor(host, when)?.types ?? 0) & ADDRESS) !== 0;
  };
  const [lost] = servers
    .map(({ value }) => `${value}.` as Fqdn)
    .filter((target) => hasAddress(target, 'before') && !hasAddress(target, 'after'))
    .sort(compareText);
  if (lost === undefined) return undefined;
  return {
    zone: domainOf(zone),
    code: 'name-server-address',
    message: `${domainOf(lost)} is a name server of this zone at the vendor, and the file gives it no address`,
    hint: `declare the A or AAAA of ${domainOf(lost)} in the file`,
  };
}
