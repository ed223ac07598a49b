/** What a person should know of a zone's plan beside its changes. */
import type { Change, Finding } from '../model/plan.ts';
import { identityOf, type LiveRecord } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { compareLive } from './pair.ts';
import type { Target } from './target.ts';

/** Live values that could not be read: they are compared as the text they are (dns-rules section 2). */
export function unreadableFindings(records: readonly LiveRecord[]): readonly Finding[] {
  return records
    .filter(({ unreadable }) => unreadable !== undefined)
    .sort(compareLive)
    .map(({ id, type, name, value, unreadable }) => ({
      severity: 'warning',
      rule: 'live-unreadable',
      message: `live record ${id} (${type} ${name.slice(0, -1)}) cannot be read and is compared as the text it is: ${value} (${unreadable})`,
    }));
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

/** Says that a plan with targets is not all there is to do. */
export function partialFinding(targets: readonly Target[], matched: boolean): Finding {
  const asked = targets.map(({ name, type }) => (type === undefined ? name : `${name}/${type}`)).join(', ');
  return {
    severity: matched ? 'info' : 'warning',
    rule: 'partial-plan',
    message: matched
      ? `only what --target names was compared: ${asked}`
      : `--target names nothing in this zone, neither in its file nor live: ${asked}`,
  };
}
