/** What an SPF record makes receivers look up, in the zones here (RFC 7208 §4.6.4; dns-rules 5). */
import { type Fqdn, isWildcard, presentTarget } from '../../model/name.ts';
import type { ZoneRule } from '../rule.ts';
import type { RuleWorld } from '../world.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import type { ZoneView } from '../zone-view.ts';
import { countLookups } from './spf-lookups.ts';
import type { SpfRecord } from './spf-record.ts';
import { SpfWorld, spfTextsOf } from './spf-world.ts';
import { quoted } from './texts.ts';

/** RFC 7208 §4.6.4. */
const MOST_LOOKUPS = 10;
const MOST_VOIDS = 2;
const MOST_EXCHANGERS = 10;
/** How many terms and names a message shows. */
const SHOWN = 5;

export const spfReach: ZoneRule = {
  texts: [
    {
      name: 'spf-lookups',
      severity: 'warning',
      summary:
        'More than ten DNS look-ups, those of included records among them: receivers end the check with an error.',
      source: 'RFC 7208 section 4.6.4',
      bad: `records:\n  a: { TXT: v=spf1 ${includes(1, 6)} include:b.spf-lookups.example -all }\n  b: { TXT: v=spf1 ${includes(7, 10)} -all }\n`,
      good: `records:\n  a: { TXT: v=spf1 ${includes(1, 5)} include:b.spf-lookups.example -all }\n  b: { TXT: v=spf1 ${includes(7, 10)} -all }\n`,
    },
    {
      name: 'spf-void',
      severity: 'warning',
      summary: 'More than two look-ups that find nothing: many receivers end the check with an error.',
      source: 'RFC 7208 section 4.6.4',
      bad: 'records:\n  a: { TXT: "v=spf1 a mx a:b.spf-void.example -all" }\n',
      good: 'records:\n  a: { TXT: "v=spf1 a mx a:b.example.net -all" }\n',
    },
    {
      name: 'spf-target-missing',
      severity: 'warning',
      summary:
        "An 'include' or 'redirect' of a name here that has no SPF record: receivers end the check with an error.",
      source: 'RFC 7208 sections 5.2 and 6.1',
      bad: 'records:\n  a: { TXT: v=spf1 include:_spf.spf-target-missing.example -all }\n',
      good: 'records:\n  a: { TXT: v=spf1 include:_spf.spf-target-missing.example -all }\n  _spf: { TXT: v=spf1 ip4:198.51.100.1 -all }\n',
    },
    {
      name: 'spf-mx-hosts',
      severity: 'warning',
      summary: "'mx' of a name with more than ten exchangers: receivers end the check with an error.",
      source: 'RFC 7208 section 4.6.4',
      bad: `records:\n  a: { TXT: v=spf1 mx -all, MX: [${exchangers(11)}] }\n`,
      good: `records:\n  a: { TXT: v=spf1 mx -all, MX: [${exchangers(10)}] }\n`,
    },
  ],
  judge,
};

function includes(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, at) => `include:s${first + at}.example.net`).join(' ');
}

function exchangers(count: number): string {
  return Array.from({ length: count }, (_, at) => `10 mx${at}.example.net`).join(', ');
}

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const known = SpfWorld.of(world);
  return [...zone.names.values()].flatMap((entry) => judgeName(entry, known));
}

function judgeName<At>(entry: JudgedName<At>, world: SpfWorld): Verdict<At>[] {
  // What a wildcard's record asks for depends on the name it answers for.
  const name = isWildcard(entry.name) ? undefined : entry.name;
  return spfTextsOf(entry).flatMap(({ text, at }) => {
    const record = world.read(text);
    return [...judgeLookups(record, name, world), ...judgeTargets(record, name, world)].map((said) => ({
      ...said,
      at,
    }));
  });
}

type Said = Omit<Verdict<never>, 'at'>;

function judgeLookups(record: SpfRecord, name: Fqdn | undefined, world: SpfWorld): Said[] {
  const found: Said[] = [];
  const { count, voids, loop } = countLookups(record, name, world);
  if (loop !== undefined) {
    const message = `${chain(loop)} include each other without end; take one 'include' out`;
    found.push({ rule: 'spf-lookups', message });
  } else if (count > MOST_LOOKUPS) {
    const message = `needs at least ${count} DNS lookups; the limit is ${MOST_LOOKUPS}: take out senders that are no longer used, or write their addresses as ip4 and ip6`;
    found.push({ rule: 'spf-lookups', message });
  }
  if (voids.length > MOST_VOIDS) {
    const terms = [...new Set(voids)].slice(0, SHOWN).map(quoted).join(', ');
    const message = `${voids.length} lookups find nothing (${terms}); the limit is ${MOST_VOIDS}: take them out, or add the records`;
    found.push({ rule: 'spf-void', message });
  }
  return found;
}

function chain(names: readonly Fqdn[]): string {
  const shown = names.slice(0, SHOWN).map(presentTarget);
  return (names.length > SHOWN ? [...shown, '…'] : shown).join(' → ');
}

function judgeTargets(
  { others, mechanisms, all }: SpfRecord,
  name: Fqdn | undefined,
  world: SpfWorld,
): Said[] {
  const found: Said[] = [];
  const told = new Set<Fqdn>();
  for (const { term, domain } of others) {
    const isIdle = term.name === 'redirect' && all !== undefined;
    if (domain.name === undefined || isIdle || told.has(domain.name)) continue;
    told.add(domain.name);
    if (world.recordAt(domain.name) !== 'none') continue;
    const message = `${quoted(term.text)} leads to no SPF record: ${presentTarget(domain.name)} has none; add it there, or take the term out`;
    found.push({ rule: 'spf-target-missing', message });
  }
  for (const term of mechanisms) {
    const target = term.domain === undefined ? name : term.domain.name;
    if (term.name !== 'mx' || target === undefined || told.has(target)) continue;
    const count = world.countExchangers(target);
    if (count <= MOST_EXCHANGERS) continue;
    told.add(target);
    const message = `${quoted(term.text)} has ${count} exchangers; the limit is ${MOST_EXCHANGERS}: write their addresses as ip4 and ip6`;
    found.push({ rule: 'spf-mx-hosts', message });
  }
  return found;
}
