/** Judges what a zone would hold after the plan: the file's records beside the live ones that stay. */
import type { LintLevels } from '../model/diagnostic.ts';
import { type Fqdn, presentOwner } from '../model/name.ts';
import type { Finding, ZoneError } from '../model/plan.ts';
import { compareText, type DnsRecord, isRecordType, type LiveRecord } from '../model/record.ts';
import { type DesiredZone, domainOf, type UnmanagedRecord } from '../model/zone.ts';
import { ruleNamed } from '../rules/catalogue.ts';
import { judgeZones } from '../rules/judge.ts';
import { levelOf } from '../rules/lint.ts';
import type { JudgedName, JudgedZone, Verdict } from '../rules/zone.ts';
import { getOrAdd, groupBy } from './grouped.ts';

export interface Outcome {
  readonly desired: DesiredZone;
  /** What the file declares, as far as it is planned. */
  readonly declared: readonly DnsRecord[];
  /** Live records that stay beside them: another's, or out of the plan's aim. */
  readonly kept: readonly (LiveRecord | UnmanagedRecord)[];
}

export interface OutcomeReading {
  readonly findings: readonly Finding[];
  /** Present where the plan would make the zone one that does not load. */
  readonly error?: ZoneError;
}

/**
 * What is wrong with the outcome and not with the files alone, which loading has told. Zones without kept records are
 * not judged again.
 */
export function judgeOutcomes(outcomes: readonly Outcome[]): ReadonlyMap<DesiredZone, OutcomeReading> {
  const readings = new Map<DesiredZone, OutcomeReading>();
  const mixed = outcomes.filter(({ kept }) => kept.length > 0);
  if (mixed.length === 0) return readings;
  const alone = judged(outcomes, ({ declared }) => declared);
  const beside = judged(outcomes, ({ declared, kept }) => [...declared, ...kept]);
  const others = judged(mixed, ({ kept }) => kept);
  for (const outcome of mixed) {
    const told = new Set((alone.get(outcome) ?? []).map(keyOf));
    const fresh = (beside.get(outcome) ?? []).filter((verdict) => !told.has(keyOf(verdict)));
    const old = new Set((others.get(outcome) ?? []).map(keyOf));
    if (fresh.length > 0) readings.set(outcome.desired, readingOf(outcome, fresh, old));
  }
  return readings;
}

type Place = DnsRecord | UnmanagedRecord | undefined;

function judged(
  outcomes: readonly Outcome[],
  recordsOf: (outcome: Outcome) => readonly (DnsRecord | UnmanagedRecord)[],
): ReadonlyMap<Outcome, readonly Verdict<Place>[]> {
  const zones = new Map(
    outcomes.map((outcome) => [toJudged(outcome.desired.name, recordsOf(outcome)), outcome]),
  );
  const verdicts = judgeZones<JudgedZone<Place>, Place>([...zones.keys()]);
  return new Map([...zones].map(([zone, outcome]) => [outcome, verdicts.get(zone) ?? []]));
}

function toJudged(zone: Fqdn, records: readonly (DnsRecord | UnmanagedRecord)[]): JudgedZone<Place> {
  const names = new Map<Fqdn, JudgedName<Place>>();
  for (const [name, here] of groupBy(records, (record) => record.name)) {
    const types = new Map<string, (DnsRecord | UnmanagedRecord)[]>();
    for (const record of here) getOrAdd(types, record.type, () => []).push(record);
    const foreign = [...types.keys()].filter((type) => !isRecordType(type));
    const rrsets = [...types].flatMap(([type, set]) => {
      const [first] = set;
      if (!isRecordType(type) || first === undefined) return [];
      const known = set.filter(isKnown);
      const values = known.filter(isReadable).map((record) => ({ ...record, at: record }));
      return [{ type, ttl: known[0]?.ttl ?? 0, at: first, values }];
    });
    names.set(name, {
      name,
      written: presentOwner(name, zone),
      at: here[0],
      rrsets,
      ...(foreign.length > 0 && { foreign }),
    });
  }
  return { name: zone, at: undefined, names, describe: describePlace };
}

function isKnown(record: DnsRecord | UnmanagedRecord): record is DnsRecord {
  return 'ttl' in record;
}

function isReadable(record: DnsRecord): boolean {
  return !('unreadable' in record) || record.unreadable === undefined;
}

function describePlace(place: Place): string {
  if (place === undefined) return 'in this zone';
  return 'id' in place ? `the live record ${place.id}` : `the file's ${place.type} ${domainOf(place.name)}`;
}

function keyOf({ rule, message }: Verdict<Place>): string {
  return `${rule} ${message}`;
}

/** @param old what is wrong with the others' records alone: the file has no part in it, and need not be stopped by it */
function readingOf(
  { desired }: Outcome,
  verdicts: readonly Verdict<Place>[],
  old: ReadonlySet<string>,
): OutcomeReading {
  const levels: LintLevels = desired.lint ?? new Map();
  const findings: Finding[] = [];
  let error: ZoneError | undefined;
  for (const verdict of [...verdicts].sort((a, b) => compareText(keyOf(a), keyOf(b)))) {
    const { rule, message, at } = verdict;
    const isRefused = verdict.refused || ruleNamed(rule)?.fixed === 'BIND';
    const isOld = old.has(keyOf(verdict));
    // Advice on others' records is nobody's business here; that the zone does not load is everybody's.
    // What a file alone must not say, as a record twice, live may hold.
    if (levelOf(verdict, levels) === 'off' || (isOld && !isRefused) || ruleNamed(rule)?.fixed === 'file')
      continue;
    const where = at === undefined ? '' : `${at.type} ${domainOf(at.name)}: `;
    const text = `${where}${message} (with the live records that stay)`;
    if (isRefused && !isOld) {
      const hint = 'delete the live record in question at the vendor, or change the file';
      error ??= { zone: domainOf(desired), code: rule, message: text, hint };
    } else findings.push({ severity: 'warning', rule, message: text });
  }
  return { findings, ...(error !== undefined && { error }) };
}
