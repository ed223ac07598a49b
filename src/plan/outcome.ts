/** Judges what a zone would hold after the plan: the file's records beside the live ones that stay. */
import type { Level } from '../model/diagnostic.ts';
import type { Finding, LeftAlone, ZoneError } from '../model/plan.ts';
import { compareText, type DnsRecord, type LiveRecord } from '../model/record.ts';
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
import type { JudgedZone, Verdict } from '../rules/zone.ts';
import { judgedZone, type Place, zoneBeside } from './judged-zone.ts';
import { KeptRecords } from './kept-records.ts';

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
 *
 * @param bystanders zones of which only the files are known, and nothing is told
 */
export function judgeOutcomes(
  outcomes: readonly Outcome[],
  bystanders: readonly DesiredZone[] = [],
): ReadonlyMap<DesiredZone, OutcomeReading> {
  const readings = new Map<DesiredZone, OutcomeReading>();
  if (outcomes.every(({ desired, kept }) => kept.length === 0 && !holdsUnseen(desired))) return readings;
  const world = bystanders.map((zone) => asRead(zone, judgedZone(zone.name, zone.records)));
  const judged = judgeBeside(world);
  const files = new Map(
    outcomes.map((outcome) => [outcome, judgedZone(outcome.desired.name, outcome.declared)]),
  );
  const alone = judged(files, (zone, { desired }) => asRead(desired, zone));
  const beside = judged(files, (zone, { declared, kept }) => zoneBeside(zone, declared, kept));
  const fresh = new Map<Outcome, readonly Verdict<Place>[]>();
  for (const outcome of outcomes) {
    const told = keysOf(alone(outcome));
    const untold = beside(outcome).filter((verdict) => !told.has(keyOf(verdict)));
    if (untold.length > 0) fresh.set(outcome, untold);
  }
  const others = judged(fresh, (_, { desired, kept }) => judgedZone(desired.name, kept));
  for (const [outcome, verdicts] of fresh) {
    const known = keysOf(others(outcome));
    const ours = verdicts.filter((verdict) => isToBeTold(verdict, outcome, known));
    if (ours.length === 0) fresh.delete(outcome);
    else fresh.set(outcome, ours);
  }
  if (fresh.size === 0) return readings;
  const before = judged(files, (_, { desired, live }) =>
    judgedZone(desired.name, [...(live?.records ?? []), ...(live?.unmanaged ?? [])]),
  );
  for (const [outcome, verdicts] of fresh) {
    const old = { others: keysOf(others(outcome)), before: kindsOf(before(outcome)) };
    readings.set(outcome.desired, readingOf(outcome, verdicts, old));
  }
  return readings;
}

/** As loading has judged it. */
function asRead(desired: DesiredZone, zone: JudgedZone<Place>): JudgedZone<Place> {
  return { ...zone, open: holdsUnseen(desired) };
}

/** Judges the zones that are made of outcomes, beside each other and a world of others. */
function judgeBeside(world: readonly JudgedZone<Place>[]) {
  return <T>(
    outcomes: ReadonlyMap<Outcome, T>,
    zoneOf: (made: T, outcome: Outcome) => JudgedZone<Place>,
  ): ((outcome: Outcome) => readonly Verdict<Place>[]) => {
    const zones = new Map([...outcomes].map(([outcome, made]) => [outcome, zoneOf(made, outcome)]));
    const verdicts = judgeZones<JudgedZone<Place>, Place>([...zones.values()], world);
    return (outcome) => {
      const zone = zones.get(outcome);
      return (zone && verdicts.get(zone)) ?? [];
    };
  };
}

/** What is said, of which RRset: the same words may be true of two. */
function keyOf(verdict: Verdict<Place>): string {
  return `${kindOf(verdict)} ${verdict.message}`;
}

function kindOf({ rule, at }: Verdict<Place>): string {
  return at === undefined ? rule : `${rule} ${at.type} ${at.name}`;
}

function keysOf(verdicts: readonly Verdict<Place>[]): ReadonlySet<string> {
  return new Set(verdicts.map(keyOf));
}

function kindsOf(verdicts: readonly Verdict<Place>[]): ReadonlySet<string> {
  return new Set(verdicts.map(kindOf));
}

/** What is wrong without this plan. */
interface Old {
  /** With the records that stay, by themselves. */
  readonly others: ReadonlySet<string>;
  /** With live as it is, whatever the words. */
  readonly before: ReadonlySet<string>;
}

/**
 * Advice on others' records is nobody's business here; that the zone does not load is everybody's. What a file alone must
 * not say, as a record twice, live may hold.
 */
function isToBeTold(verdict: Verdict<Place>, { desired }: Outcome, others: ReadonlySet<string>): boolean {
  if (ruleNamed(verdict.rule)?.fixed === 'file') return false;
  if (others.has(keyOf(verdict)) && !isRefused(verdict)) return false;
  return levelIn(desired, verdict) !== 'off';
}

function isRefused({ rule, refused }: Verdict<Place>): boolean {
  return refused === true || ruleNamed(rule)?.fixed === 'BIND';
}

function levelIn({ lint = new Map() }: DesiredZone, verdict: Verdict<Place>): Level {
  return levelOf(verdict, lint);
}

function readingOf(outcome: Outcome, verdicts: readonly Verdict<Place>[], old: Old): OutcomeReading {
  const { desired } = outcome;
  const findings: Finding[] = [];
  const kept = new KeptRecords(outcome);
  let error: ZoneError | undefined;
  for (const verdict of [...verdicts].sort((a, b) => compareText(keyOf(a), keyOf(b)))) {
    const { rule } = verdict;
    const wasThere = old.before.has(kindOf(verdict));
    // What live suffers from already is no reason to stop; a file that has a part in an unloadable zone is.
    const stops = isRefused(verdict)
      ? !(wasThere && old.others.has(keyOf(verdict)))
      : levelIn(desired, verdict) === 'error' && !wasThere;
    const { text, ...way } = kept.words(verdict);
    if (stops) error ??= { zone: domainOf(desired), code: rule, message: text, ...way };
    else findings.push({ severity: 'warning', rule, message: text });
  }
  return { findings, ...(error !== undefined && { error }) };
}
