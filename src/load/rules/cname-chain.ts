/** cname-loop and cname-chain: each alias of an alias costs a look-up, and a circle of them never answers. */
import { type Fqdn, presentTarget } from '../../model/name.ts';
import { targetOf } from '../../model/value.ts';
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import type { Span } from '../source.ts';
import { rrsetOf } from './zone-view.ts';

/** What resolvers surely follow; some end at eight (dns-rules 3.3). */
const MOST_ALIASES = 8;
/** How much of a chain a message shows. */
const SHOWN = 10;

interface Alias {
  readonly target: Fqdn;
  readonly span: Span;
}

/** Each alias is followed once: linear in their number. */
export function cnameChain(zone: DeclaredZone): Mistake[] {
  const aliases = aliasesOf(zone);
  const lengths = new Map<Fqdn, number>();
  const mistakes: Mistake[] = [];
  for (const start of aliases.keys()) {
    const path = new Set<Fqdn>();
    let at = start;
    for (let alias = aliases.get(at); alias !== undefined && !lengths.has(at) && !path.has(at); ) {
      path.add(at);
      at = alias.target;
      alias = aliases.get(at);
    }
    const loops = path.has(at);
    if (loops)
      mistakes.push({
        rule: 'cname-loop',
        span: spanOf(at, aliases, zone),
        message: `CNAME loop: ${show(at, aliases)}`,
      });
    let length = loops ? Number.POSITIVE_INFINITY : (lengths.get(at) ?? 0);
    for (const name of [...path].reverse()) lengths.set(name, ++length);
  }
  return [...mistakes, ...longChains(aliases, lengths)];
}

/** Told at the first alias of a chain only, the one that no other points at. */
function longChains(aliases: ReadonlyMap<Fqdn, Alias>, lengths: ReadonlyMap<Fqdn, number>): Mistake[] {
  const targets = new Set([...aliases.values()].map(({ target }) => target));
  const mistakes: Mistake[] = [];
  for (const [name, { span }] of aliases) {
    const length = lengths.get(name) ?? 0;
    if (length < 2 || length === Number.POSITIVE_INFINITY || targets.has(name)) continue;
    const tooLong = length > MOST_ALIASES;
    const severity = tooLong ? 'error' : 'warning';
    const limit = tooLong ? ` (${length} aliases; the limit is ${MOST_ALIASES})` : '';
    mistakes.push({
      severity,
      rule: 'cname-chain',
      span,
      message: `alias of an alias: ${show(name, aliases)}${limit}`,
    });
  }
  return mistakes;
}

function aliasesOf(zone: DeclaredZone): Map<Fqdn, Alias> {
  const aliases = new Map<Fqdn, Alias>();
  for (const entry of zone.names.values()) {
    const [value, ...others] = rrsetOf(entry, 'CNAME')?.values ?? [];
    if (value === undefined || others.length > 0) continue;
    const target = targetOf({ type: 'CNAME', value: value.value });
    if (target !== undefined) aliases.set(entry.name, { target, span: value.span });
  }
  return aliases;
}

function spanOf(name: Fqdn, aliases: ReadonlyMap<Fqdn, Alias>, zone: DeclaredZone): Span {
  return aliases.get(name)?.span ?? zone.nameSpan;
}

/** The chain that begins at a name, up to its end or until it comes round. */
function show(start: Fqdn, aliases: ReadonlyMap<Fqdn, Alias>): string {
  const names: string[] = [presentTarget(start)];
  let at = aliases.get(start)?.target;
  while (at !== undefined && names.length < SHOWN) {
    names.push(presentTarget(at));
    at = at === start ? undefined : aliases.get(at)?.target;
  }
  return `${names.join(' → ')}${at === undefined ? '' : ' → …'}`;
}
