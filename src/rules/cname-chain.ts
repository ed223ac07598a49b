/** cname-loop and cname-chain: each alias of an alias costs a look-up, and a circle of them never answers. */
import { type Fqdn, presentTarget } from '../model/name.ts';
import { targetOf } from '../model/value.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import { rrsetOf, type ZoneView } from './zone-view.ts';

/** What resolvers surely follow; some end at eight (dns-rules 3.3). */
const MOST_ALIASES = 8;
/** How much of a chain a message shows. */
const SHOWN = 10;

export const cnameChain: ZoneRule = {
  texts: [
    {
      name: 'cname-loop',
      severity: 'error',
      summary: 'A circle of aliases never answers.',
      source: 'RFC 1034 section 5.2.2; BIND loads it and answers SERVFAIL',
      bad: 'records:\n  a: { CNAME: b.cname-loop.example }\n  b: { CNAME: a.cname-loop.example }\n',
      good: 'records:\n  a: { CNAME: b.example.net }\n  b: { CNAME: a.example.net }\n',
    },
    {
      name: 'cname-chain',
      severity: 'warning',
      summary:
        'Each alias of an alias costs a look-up; beyond eight many resolvers give up, which is an error.',
      source: 'RFC 1034 section 3.6.2',
      bad: 'records:\n  a: { CNAME: b.cname-chain.example }\n  b: { CNAME: c.example.net }\n',
      good: 'records:\n  a: { CNAME: b.cname-chain.example }\n  b: { A: 198.51.100.1 }\n',
    },
  ],
  judge,
};

interface Alias<At> {
  readonly target: Fqdn;
  /** The name whose records answer for the target: itself, or a wildcard (RFC 4592 §3.3.1). */
  readonly answer: Fqdn;
  readonly at: At;
}

/** Each alias is followed once: linear in their number. */
function judge<At>(zone: JudgedZone<At>, view: ZoneView<At>): Verdict<At>[] {
  const aliases = aliasesOf(zone, view);
  const lengths = new Map<Fqdn, number>();
  const found: Verdict<At>[] = [];
  for (const start of aliases.keys()) {
    const path = new Set<Fqdn>();
    let at = start;
    for (let alias = aliases.get(at); alias !== undefined && !lengths.has(at) && !path.has(at); ) {
      path.add(at);
      at = alias.answer;
      alias = aliases.get(at);
    }
    const loops = path.has(at);
    if (loops)
      found.push({
        rule: 'cname-loop',
        at: aliases.get(at)?.at ?? zone.at,
        message: `CNAME loop: ${show(at, aliases)}; point one of them at a host that answers`,
      });
    let length = loops ? Number.POSITIVE_INFINITY : (lengths.get(at) ?? 0);
    for (const name of [...path].reverse()) lengths.set(name, ++length);
  }
  return [...found, ...longChains(aliases, lengths)];
}

/** Told at the first alias of a chain only, the one that no other points at. */
function longChains<At>(
  aliases: ReadonlyMap<Fqdn, Alias<At>>,
  lengths: ReadonlyMap<Fqdn, number>,
): Verdict<At>[] {
  const targets = new Set([...aliases.values()].map(({ answer }) => answer));
  const found: Verdict<At>[] = [];
  for (const [name, { at }] of aliases) {
    const length = lengths.get(name) ?? 0;
    if (length < 2 || length === Number.POSITIVE_INFINITY || targets.has(name)) continue;
    const tooLong = length > MOST_ALIASES;
    const severity = tooLong ? 'error' : 'warning';
    const limit = tooLong ? ` (${length} aliases; the limit is ${MOST_ALIASES})` : '';
    found.push({
      severity,
      rule: 'cname-chain',
      at,
      message: `alias of an alias: ${show(name, aliases)}${limit}; point '${presentTarget(name)}' at the end of the chain`,
    });
  }
  return found;
}

/** Those that are answered: what a delegation hides is no link of a chain. */
function aliasesOf<At>(zone: JudgedZone<At>, view: ZoneView<At>): Map<Fqdn, Alias<At>> {
  const aliases = new Map<Fqdn, Alias<At>>();
  for (const entry of zone.names.values()) {
    const [value, ...others] = rrsetOf(entry, 'CNAME')?.values ?? [];
    if (value === undefined || others.length > 0 || view.delegationOf(entry.name) !== undefined) continue;
    const target = targetOf({ type: 'CNAME', value: value.value });
    if (target === undefined) continue;
    aliases.set(entry.name, { target, answer: view.at(target)?.name ?? target, at: value.at });
  }
  return aliases;
}

/** The chain that begins at a name, up to its end or until it comes round. */
function show(start: Fqdn, aliases: ReadonlyMap<Fqdn, Alias<unknown>>): string {
  const names: string[] = [presentTarget(start)];
  let alias = aliases.get(start);
  while (alias !== undefined && names.length < SHOWN) {
    const { target, answer } = alias;
    names.push(
      target === answer ? presentTarget(target) : `${presentTarget(target)} (${presentTarget(answer)})`,
    );
    alias = answer === start ? undefined : aliases.get(answer);
  }
  return `${names.join(' → ')}${alias === undefined ? '' : ' → …'}`;
}
