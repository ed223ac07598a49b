/** null-mx-priority, null-mx-spf, mx-single, mx-missing: what else there is to say of MX (dns-rules 3.4). */
import { isSpf } from '../model/text-class.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import { hasAddress, rrsetOf } from './zone-view.ts';

export const mailExchange: ZoneRule = {
  texts: [
    {
      name: 'null-mx-priority',
      severity: 'warning',
      summary: "A null MX ('.') is written with priority 0.",
      source: 'RFC 7505 section 3',
      bad: 'records:\n  www: { MX: 10 . }\n',
      good: 'records:\n  www: { MX: 0 . }\n',
    },
    {
      name: 'null-mx-spf',
      severity: 'warning',
      summary: 'A name that takes no mail most often sends none, either; its SPF should say so.',
      source: 'RFC 7505 section 4.2',
      bad: 'records:\n  www: { MX: 0 ., TXT: v=spf1 a -all }\n',
      good: 'records:\n  www: { MX: 0 ., TXT: v=spf1 -all }\n',
    },
    {
      name: 'mx-single',
      severity: 'off',
      summary: 'One MX only: while that host is away, mail waits at its senders.',
      source: 'RFC 5321 section 5.1',
      bad: 'records:\n  "@": { MX: 10 mx1.example.net }\n',
      good: 'records:\n  "@": { MX: [10 mx1.example.net, 20 mx2.example.net] }\n',
    },
    {
      name: 'mx-missing',
      severity: 'off',
      summary:
        'The zone itself has an address and no MX: mail goes to that address; a null MX says that none is taken.',
      source: 'RFC 5321 section 5.1, RFC 7505',
      bad: 'records:\n  "@": { A: 198.51.100.1 }\n',
      good: 'records:\n  "@": { A: 198.51.100.1, MX: 0 . }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) => judgeName(entry, zone));
}

function judgeName<At>(entry: JudgedName<At>, zone: JudgedZone<At>): Verdict<At>[] {
  const mx = rrsetOf(entry, 'MX');
  if (mx === undefined) {
    if (entry.name !== zone.name || zone.open || !hasAddress(entry)) return [];
    const message = 'the zone has an address and no MX; write MX: 0 . if it takes no mail, or name its host';
    return [{ rule: 'mx-missing', at: entry.at, message }];
  }
  const [first, second] = mx.values;
  if (first === undefined || second !== undefined) return [];
  if (first.value !== '.') {
    if (zone.open) return [];
    const message = `${first.value} is the only MX of '${entry.written}'; name a second host`;
    return [{ rule: 'mx-single', at: first.at, message }];
  }
  const found: Verdict<At>[] = [];
  if (first.priority !== 0) {
    const message = `a null MX has priority 0, not ${first.priority}; write MX: 0 .`;
    found.push({ rule: 'null-mx-priority', at: first.at, message });
  }
  const spf = rrsetOf(entry, 'TXT')?.values.find(({ value }) => isSpf(value));
  if (spf !== undefined && spf.value.trim().toLowerCase() !== 'v=spf1 -all') {
    const message = "this name takes no mail (null MX); if it sends none, write 'v=spf1 -all'";
    found.push({ rule: 'null-mx-spf', at: spf.at, message });
  }
  return found;
}
