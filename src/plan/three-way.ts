/** Three-way: says of each change whose it is, by the zone files at a base. No state is kept anywhere: git has it. Pure. */
import type { Fqdn } from '../model/name.ts';
import type { Change, ChangeSide, Plan, ZonePlan } from '../model/plan.ts';
import { type DnsRecord, identityOf, type LiveRecord, rrsetKey } from '../model/record.ts';
import type { DesiredZone, LiveZone } from '../model/zone.ts';
import { splitLive } from './split-live.ts';

/** The zone files as they were at the base. */
export interface Base {
  /** How messages name it: the beginning of the commit's hash. */
  readonly name: string;
  readonly zones: readonly DesiredZone[];
  /** Zones whose file there could not be read: nothing is said of them. */
  readonly unread: ReadonlySet<Fqdn>;
}

/** What the plan was made from. */
export interface Sides {
  readonly desired: readonly DesiredZone[];
  readonly live: ReadonlyMap<Fqdn, LiveZone>;
}

/** The same plan, with the side of each change and of each zone that is created or deleted. Linear. */
export function withSides(plan: Plan, base: Base, { desired, live }: Sides): Plan {
  const before = new Map(base.zones.map((zone) => [zone.name, zone]));
  const files = new Map(desired.map((zone) => [zone.name, zone]));
  const labelled = new Map<Change, Change>();
  const zones = plan.zones.map((zone): ZonePlan => {
    const { name } = zone;
    if (base.unread.has(name)) return zone;
    const sideOf = changeSide(
      before.get(name),
      files.get(name)?.records ?? [],
      live.get(name)?.records ?? [],
    );
    const changes = zone.changes.map((change) => {
      const own = { ...change, side: sideOf(change) };
      labelled.set(change, own);
      return own;
    });
    const side = zone.action === undefined ? undefined : zoneSide(zone.action, before.get(name));
    return { ...zone, changes, ...(side !== undefined && { side }) };
  });
  const steps = plan.steps.map((step) => ({ ...step, change: labelled.get(step.change) ?? step.change }));
  return { ...plan, zones, steps };
}

/**
 * Zones that keep what the base protects, beside what their own files do: a record and its guard cannot go in one
 * commit. Each pattern says that it stands at the base, as git writes places: `1a2b3c4:zones/example.com.yaml`.
 */
export function protectedByBase(desired: readonly DesiredZone[], base: Base): readonly DesiredZone[] {
  const before = new Map(base.zones.map((zone) => [zone.name, zone.protect ?? []]));
  return desired.map((zone) => {
    const { protect = [] } = zone;
    const known = new Set(protect.map(({ text }) => text));
    const gone = (before.get(zone.name) ?? []).filter(({ text }) => !known.has(text));
    if (gone.length === 0) return zone;
    const then = gone.map((pattern) => ({
      ...pattern,
      source: { ...pattern.source, file: `${base.name}:${pattern.source.file}` },
    }));
    return { ...zone, protect: [...protect, ...then] };
  });
}

function zoneSide(action: 'create' | 'delete', before: DesiredZone | undefined): ChangeSide {
  // The file asked for the same at the base: then it is live that moved.
  const asked = before !== undefined && (before.state === 'absent') === (action === 'delete');
  return asked ? 'drift' : 'yours';
}

function changeSide(
  base: DesiredZone | undefined,
  file: readonly DnsRecord[],
  live: readonly LiveRecord[],
): (change: Change) => ChangeSide {
  // A zone that no file declared was as it pleased; what its first file says of it is that file's doing.
  if (base === undefined || base.state === 'absent') return () => 'yours';
  const ttlThen = new Map(base.records.map((record) => [identityOf(record), record.ttl]));
  const { leftAlone, apexNs } = splitLive(base, live);
  const alone = new Set([...leftAlone.map(({ record }) => record), ...apexNs].map(({ id }) => id));
  const replaced = replacedOnBoth(base.records, file, live);
  /** Who took away or changed a record that live has and the file has not. */
  const moverOfOld = (record: LiveRecord): ChangeSide => {
    const ttl = ttlThen.get(identityOf(record));
    if (ttl !== undefined) return ttl === record.ttl ? 'yours' : 'conflict';
    if (alone.has(record.id)) return 'yours';
    return replaced(record) ? 'conflict' : 'drift';
  };
  /** Who brought a record that the file has and live has not. */
  const moverOfNew = (record: DnsRecord): ChangeSide => {
    const ttl = ttlThen.get(identityOf(record));
    if (ttl !== undefined) return ttl === record.ttl ? 'drift' : 'conflict';
    return replaced(record) ? 'conflict' : 'yours';
  };
  return (change) => {
    if (change.reason === 'duplicate') return 'drift';
    if (change.action === 'create') return moverOfNew(change.after);
    if (change.action === 'delete') return moverOfOld(change.before);
    const identity = identityOf(change.before);
    if (identity === identityOf(change.after)) {
      const ttl = ttlThen.get(identity);
      if (ttl === change.before.ttl) return 'yours';
      if (ttl === change.after.ttl) return 'drift';
      return ttl === undefined && alone.has(change.before.id) ? 'yours' : 'conflict';
    }
    const [old, fresh] = [moverOfOld(change.before), moverOfNew(change.after)];
    return old === fresh ? old : 'conflict';
  };
}

/**
 * Whether a new record stands where a record of the base is gone from both sides: each has replaced or removed it, and
 * what is left of their work is not alike. An alias stands for all other types at its name, and they for it.
 */
function replacedOnBoth(
  base: readonly DnsRecord[],
  file: readonly DnsRecord[],
  live: readonly DnsRecord[],
): (record: DnsRecord) => boolean {
  const there = new Set([...file, ...live].map(identityOf));
  const gone = base.filter((record) => !there.has(identityOf(record)));
  const keys = new Set(gone.flatMap((record) => [rrsetKey(record), record.name]));
  const aliases = new Set(gone.filter(({ type }) => type === 'CNAME').map(({ name }) => name));
  return (record) =>
    record.type === 'CNAME' ? keys.has(record.name) : keys.has(rrsetKey(record)) || aliases.has(record.name);
}
