/** dmarc-consent: reports for one organisation that go to another, which must say that it takes them (RFC 9990). */
import { type Fqdn, presentTarget } from '../../model/name.ts';
import type { ZoneRule } from '../rule.ts';
import type { RuleWorld } from '../world.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import { rrsetOf, type ZoneView } from '../zone-view.ts';
import { isDmarc } from './dmarc-version.ts';
import { reportHosts } from './report-address.ts';
import { readTagList } from './tag-list.ts';
import { textsOf } from './texts.ts';

export const dmarcConsent: ZoneRule = {
  texts: [
    {
      name: 'dmarc-consent',
      severity: 'warning',
      summary:
        'DMARC reports go to another domain here, which does not say that it takes them: none are sent.',
      source: 'RFC 9990, Verifying External Destinations; RFC 7489 section 7.1',
    },
  ],
  judge,
};

const PREFIX = '_dmarc.';

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) =>
    entry.name.startsWith(PREFIX) ? judgeName(entry, world) : [],
  );
}

function judgeName<At>(entry: JudgedName<At>, world: RuleWorld<At>): Verdict<At>[] {
  const domain = entry.name.slice(PREFIX.length) as Fqdn;
  return textsOf(entry).flatMap(({ text, at }) => {
    const list = readTagList(text);
    if (!isDmarc(list)) return [];
    const hosts = reportHosts([list.tags.get('rua') ?? '', list.tags.get('ruf') ?? ''].join(','));
    return [...hosts].flatMap((host) => {
      const consent = `${domain}_report._dmarc.${host}` as Fqdn;
      if (!areApart(domain, host) || !isRefused(consent, world)) return [];
      const message = `reports go to ${presentTarget(host)}, which does not say that it takes them; add TXT 'v=DMARC1' at ${presentTarget(consent)}, or at *._report._dmarc there for all domains`;
      return [{ rule: 'dmarc-consent', at, message }];
    });
  });
}

/**
 * Whether two names surely belong to two organisations. Names with the same last two labels may be of one, or of two
 * below a public suffix (co.uk): that is not told apart here, and passes.
 */
function areApart(a: Fqdn, b: Fqdn): boolean {
  return lastLabels(a) !== lastLabels(b);
}

function lastLabels(name: Fqdn): string {
  return name.split('.').slice(-3).join('.');
}

/** Whether a zone here answers for the name, and does not consent. */
function isRefused<At>(consent: Fqdn, world: RuleWorld<At>): boolean {
  const view = world.viewFor(consent);
  if (view === undefined || view.zone.open || view.delegationOf(consent) !== undefined) return false;
  const entry = view.at(consent);
  if (entry === undefined) return true;
  return (
    rrsetOf(entry, 'CNAME') === undefined && !textsOf(entry).some(({ text }) => isDmarc(readTagList(text)))
  );
}
