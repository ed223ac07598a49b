/** What a person should know of a zone's plan beside its changes. */
import { type Fqdn, presentOwner } from '../model/name.ts';
import { patternFinder } from '../model/pattern.ts';
import type { Change, Finding, LeftAlone } from '../model/plan.ts';
import { identityOf, type LiveRecord, rrsetKey } from '../model/record.ts';
import { closest } from '../model/suggest.ts';
import { type DesiredZone, domainOf } from '../model/zone.ts';
import { rrsetsListedBy } from './external-dns.ts';
import { compareLive } from './pair.ts';
import { goingRecords, placeOf } from './protect.ts';
import { splitLive } from './split-live.ts';
import type { Target } from './target.ts';

/** Live values that could not be read: they are compared as the text they are (dns-rules section 2). */
export function unreadableFindings(
  records: readonly LiveRecord[],
  changes: readonly Change[],
): readonly Finding[] {
  const going = new Set(goingRecords(changes));
  return records
    .filter(({ unreadable }) => unreadable !== undefined)
    .sort(compareLive)
    .map((record) => {
      const { id, type, name, value, unreadable } = record;
      const end = going.has(record)
        ? '; once it is gone, undo brings it back only if the service takes it'
        : '';
      return {
        severity: 'warning',
        rule: 'live-unreadable',
        message: `live record ${id} (${type} ${name.slice(0, -1)}) cannot be read and is compared as the text it is: ${value} (${unreadable})${end}`,
      };
    });
}

/** What resolvers remember of the time before the changes and between them, and for how long. */
export function cacheFindings(changes: readonly Change[]): readonly Finding[] {
  return [...gapFinding(changes), ...longTtlFinding(changes)];
}

/** A gap of one call is longer for those who asked in it: RFC 2308 §5. */
function gapFinding(changes: readonly Change[]): readonly Finding[] {
  if (changes.every(({ gap }) => gap === undefined)) return [];
  const message =
    'a resolver that asks in a gap may remember that there is no answer for as long as the SOA of the zone says (its last field, the negative TTL)';
  return [{ severity: 'info', rule: 'gap', message }];
}

const DAY = 86_400;
const MOST_NAMED = 3;

/** RRsets whose old answer is remembered for more than a day, longest first (dns-rules section 7, rule 9). */
function longTtlFinding(changes: readonly Change[]): readonly Finding[] {
  const ttls = new Map<string, number>();
  for (const change of changes) {
    if (change.action === 'create' || change.reason === 'duplicate') continue;
    const { before } = change;
    const isSame = change.action === 'update' && identityOf(change.after) === identityOf(before);
    if (isSame || before.ttl <= DAY) continue;
    const set = `${before.type} ${domainOf(before.name)}`;
    ttls.set(set, Math.max(ttls.get(set) ?? 0, before.ttl));
  }
  if (ttls.size === 0) return [];
  const longest = [...ttls].sort(([, a], [, b]) => b - a);
  const named = longest
    .slice(0, MOST_NAMED)
    .map(([set, ttl]) => `${set} (ttl ${ttl}: ${Math.ceil(ttl / DAY)} days)`);
  const rest = longest.length - named.length;
  const sets = `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const message = `the old answer lives on in resolvers after this change, for up to its ttl: ${sets}; lower the ttl in an apply of its own, wait the old ttl, then change`;
  return [{ severity: 'info', rule: 'long-ttl', message }];
}

/**
 * Says that a plan with targets is not all there is to do.
 *
 * @param names the names of the zone, in its file or live, where the targets mean none of them
 */
export function partialFinding(
  zone: Fqdn,
  targets: readonly Target[],
  names: readonly Fqdn[] | undefined,
): Finding {
  const asked = targets.map(({ name, type }) => (type === undefined ? name : `${name}/${type}`)).join(', ');
  if (names === undefined) {
    const message = `only what --target names was compared: ${asked}`;
    return { severity: 'info', rule: 'partial-plan', message };
  }
  const written = names.map((name) => presentOwner(name, zone));
  const meant = targets.flatMap(
    ({ name }) => closest(name, written) ?? closest(name, names.map(domainOf)) ?? [],
  );
  const hint = meant.length === 0 ? '' : `; did you mean ${meant.join(', ')}?`;
  const message = `--target names nothing in this zone, neither in its file nor live: ${asked}${hint}`;
  return { severity: 'warning', rule: 'partial-plan', message };
}

/** Where records go beside registry texts of external-dns that list nothing: what goes may be what they list by other names. */
export function registryFindings(
  changes: readonly Change[],
  leftAlone: readonly LeftAlone[],
  live: readonly LiveRecord[],
): readonly Finding[] {
  if (goingRecords(changes).length === 0) return [];
  const texts = leftAlone.filter(({ record, pattern }) => pattern?.registry && record.type === 'TXT');
  if (texts.length === 0) return [];
  const there = new Set(live.map(rrsetKey));
  const idle = texts.filter(({ record }) => !rrsetsListedBy(record.name).some((key) => there.has(key)));
  const names = new Set(idle.map(({ record }) => domainOf(record.name)));
  const message = `texts of external-dns that list no live record: ${firstOf(names)}; if it runs with --txt-prefix or --txt-suffix, ignore what it owns by patterns`;
  return names.size === 0 ? [] : [{ severity: 'warning', rule: 'external-dns-registry', message }];
}

/** Patterns of this file's `protect` that mean nothing, live or declared: a misspelt one protects nothing. */
export function idleProtection(
  { file, name, protect = [], records }: DesiredZone,
  live: readonly LiveRecord[],
): readonly Finding[] {
  return protect
    .filter(({ source }) => source.file === file)
    .filter((pattern) => {
      const find = patternFinder([pattern], name);
      return ![...live, ...records].some((record) => find(record) !== undefined);
    })
    .map((pattern) => ({
      severity: 'warning',
      rule: 'protect-nothing',
      message: `'${pattern.text}' (${placeOf(pattern)}) protects nothing: no record, live or declared, is meant by it`,
    }));
}

function firstOf(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, 3).join(', ');
  return names.size > 3 ? `${shown} and ${names.size - 3} more` : shown;
}

/** A zone that goes takes with it what others keep in it. */
export function ignoredAndLost(zone: DesiredZone, lost: readonly LiveRecord[]): readonly Finding[] {
  const { leftAlone } = splitLive({ ...zone, mode: 'full' }, lost);
  const names = new Set(leftAlone.map(({ record }) => `${record.type} ${domainOf(record.name)}`));
  const message = `others keep records in this zone, which would go with it: ${firstOf(names)}`;
  return names.size === 0 ? [] : [{ severity: 'warning', rule: 'ignored-and-lost', message }];
}
