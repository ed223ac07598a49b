/** Judges what a zone would hold after the plan: the file's records beside the live ones that stay. */
import type { LintLevels } from '../model/diagnostic.ts';
import { type Fqdn, presentOwner } from '../model/name.ts';
import type { Finding, LeftAlone, ZoneError } from '../model/plan.ts';
import { compareText, type DnsRecord, isRecordType, type LiveRecord } from '../model/record.ts';
import { targetOf } from '../model/value.ts';
import {
  type DesiredZone,
  domainOf,
  holdsUnseen,
  type LiveZone,
  type UnmanagedRecord,
} from '../model/zone.ts';
import { ruleNamed } from '../rules/catalogue.ts';
import { judgeZones } from '../rules/judge.ts';
import { levelOf } from '../rules/lint.ts';
import type { JudgedName, JudgedZone, Verdict } from '../rules/zone.ts';
import { getOrAdd, groupBy } from './grouped.ts';
import { keptWords } from './left-alone.ts';

export interface Outcome {
  readonly desired: DesiredZone;
  /** As it is now. */
  readonly live: LiveZone | undefined;
  /** What the file declares, as far as it is planned. */
  readonly declared: readonly DnsRecord[];
  /** Live records that stay beside them: another's, or out of the plan's aim. */
  readonly kept: readonly (LiveRecord | UnmanagedRecord)[];
  /** Why some of those stay. */
  readonly leftAlone: readonly LeftAlone[];
}

export interface OutcomeReading {
  readonly findings: readonly Finding[];
  /** Present where the plan would break what must not be broken. */
  readonly error?: ZoneError;
}

/**
 * What is wrong with the outcome and not with the files alone, which loading has told. Where no live record stays, and
 * no file left anything to be looked up, there is nothing new to tell.
 */
export function judgeOutcomes(outcomes: readonly Outcome[]): ReadonlyMap<DesiredZone, OutcomeReading> {
  const readings = new Map<DesiredZone, OutcomeReading>();
  if (outcomes.every(({ desired, kept }) => kept.length === 0 && !holdsUnseen(desired))) return readings;
  const alone = judged(outcomes, ({ declared }) => declared, holdsUnseen);
  const beside = judged(outcomes, ({ declared, kept }) => [...declared, ...kept]);
  const fresh = new Map<Outcome, readonly Verdict<Place>[]>();
  for (const outcome of outcomes) {
    const told = keysOf(alone.get(outcome));
    const untold = (beside.get(outcome) ?? []).filter((verdict) => !told.has(keyOf(verdict)));
    if (untold.length > 0) fresh.set(outcome, untold);
  }
  if (fresh.size === 0) return readings;
  const others = judged([...fresh.keys()], ({ kept }) => kept);
  const before = judged(outcomes, ({ live }) => [...(live?.records ?? []), ...(live?.unmanaged ?? [])]);
  for (const [outcome, verdicts] of fresh) {
    const old = { others: keysOf(others.get(outcome)), before: kindsOf(before.get(outcome)) };
    readings.set(outcome.desired, readingOf(outcome, verdicts, old));
  }
  return readings;
}

type Place = DnsRecord | UnmanagedRecord | undefined;

function judged(
  outcomes: readonly Outcome[],
  recordsOf: (outcome: Outcome) => readonly (DnsRecord | UnmanagedRecord)[],
  isOpen: (zone: DesiredZone) => boolean = () => false,
): ReadonlyMap<Outcome, readonly Verdict<Place>[]> {
  const zones = new Map(
    outcomes.map((outcome) => {
      const zone = toJudged(outcome.desired.name, recordsOf(outcome));
      return [isOpen(outcome.desired) ? { ...zone, open: true } : zone, outcome];
    }),
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

/** What is said, of which RRset: the same words may be true of two. */
function keyOf(verdict: Verdict<Place>): string {
  return `${kindOf(verdict)} ${verdict.message}`;
}

function kindOf({ rule, at }: Verdict<Place>): string {
  return at === undefined ? rule : `${rule} ${at.type} ${at.name}`;
}

function keysOf(verdicts: readonly Verdict<Place>[] = []): ReadonlySet<string> {
  return new Set(verdicts.map(keyOf));
}

function kindsOf(verdicts: readonly Verdict<Place>[] = []): ReadonlySet<string> {
  return new Set(verdicts.map(kindOf));
}

/** What is wrong without this plan. */
interface Old {
  /** With the records that stay, by themselves. */
  readonly others: ReadonlySet<string>;
  /** With live as it is, whatever the words. */
  readonly before: ReadonlySet<string>;
}

function readingOf(outcome: Outcome, verdicts: readonly Verdict<Place>[], old: Old): OutcomeReading {
  const { desired } = outcome;
  const levels: LintLevels = desired.lint ?? new Map();
  const findings: Finding[] = [];
  const kept = new KeptRecords(outcome);
  let error: ZoneError | undefined;
  for (const verdict of [...verdicts].sort((a, b) => compareText(keyOf(a), keyOf(b)))) {
    const { rule } = verdict;
    const level = levelOf(verdict, levels);
    const isRefused = verdict.refused || ruleNamed(rule)?.fixed === 'BIND';
    const isOthers = old.others.has(keyOf(verdict));
    // Advice on others' records is nobody's business here; that the zone does not load is everybody's.
    // What a file alone must not say, as a record twice, live may hold.
    if (level === 'off' || (isOthers && !isRefused) || ruleNamed(rule)?.fixed === 'file') continue;
    const wasThere = old.before.has(kindOf(verdict));
    const { text, hint } = kept.words(verdict);
    // What live suffers from already is no reason to stop; a file that has a part in an unloadable zone is.
    const stops = isRefused ? !(isOthers && wasThere) : level === 'error' && !wasThere;
    if (stops) error ??= { zone: domainOf(desired), code: rule, message: text, hint };
    else findings.push({ severity: 'warning', rule, message: text });
  }
  return { findings, ...(error !== undefined && { error }) };
}

/** The live records that stay, to be named where one of them is in the way. */
class KeptRecords {
  readonly #zone: DesiredZone;
  readonly #byName: ReadonlyMap<Fqdn, readonly (LiveRecord | UnmanagedRecord)[]>;
  readonly #reasons: ReadonlyMap<LiveRecord | UnmanagedRecord, LeftAlone>;

  constructor({ desired, kept, leftAlone }: Outcome) {
    this.#zone = desired;
    this.#byName = groupBy(kept, ({ name }) => name);
    this.#reasons = new Map(leftAlone.map((left) => [left.record, left]));
  }

  words({ rule, message, at }: Verdict<Place>): { readonly text: string; readonly hint: string } {
    const where = at === undefined ? '' : `${at.type} ${domainOf(at.name)}: `;
    const other = at && this.#other(rule, at);
    const words = other && keptWords(other, this.#reasons.get(other), this.#zone);
    const beside = words?.beside ?? (this.#byName.size > 0 ? 'the live records that stay' : undefined);
    return {
      text: `${where}${message}${beside === undefined ? '' : ` (with ${beside})`}`,
      hint: words?.hint ?? 'delete the live record in question at the vendor, or change the file',
    };
  }

  /** The live record that a finding is about beside the file's, as far as its place tells. */
  #other(rule: string, at: NonNullable<Place>): LiveRecord | UnmanagedRecord | undefined {
    const here = this.#byName.get(at.name) ?? [];
    const itself = here.find((record) => record === at);
    if (itself !== undefined) return itself;
    if (rule === 'cname-conflict') return [...here].sort((a, b) => compareText(a.type, b.type))[0];
    const target = isKnown(at) ? targetOf(at) : undefined;
    const [led] = (target && this.#byName.get(target)) ?? [];
    return led ?? here.find(({ type }) => type === at.type);
  }
}
