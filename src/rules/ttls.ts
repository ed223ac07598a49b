/** ttl-zero, ttl-short, ttl-long, ns-ttl-short, ttl-mismatch: times to live that surprise. */
import type { ZoneRule } from './rule.ts';
import type { JudgedRRset, JudgedZone, Verdict } from './zone.ts';

const MINUTE = 60;
const HOUR = 3600;
const WEEK = 604_800;

export const ttls: ZoneRule = {
  texts: [
    {
      name: 'ttl-zero',
      severity: 'warning',
      summary: 'A ttl of 0 keeps resolvers from caching: every look-up reaches the name servers.',
      source: 'RFC 2181 section 8, RFC 1035 section 3.2.1',
      bad: 'records:\n  www: { A: { ttl: 0, values: 198.51.100.1 } }\n',
      good: 'records:\n  www: { A: { ttl: 60, values: 198.51.100.1 } }\n',
    },
    {
      name: 'ttl-short',
      severity: 'warning',
      summary: 'A ttl below a minute: many resolvers raise it, and the name servers get the load.',
      source: 'RFC 8767 section 4, common resolver minimums',
      bad: 'records:\n  www: { A: { ttl: 59, values: 198.51.100.1 } }\n',
      good: 'records:\n  www: { A: { ttl: 1m, values: 198.51.100.1 } }\n',
    },
    {
      name: 'ttl-long',
      severity: 'warning',
      summary: 'A ttl above a week: resolvers cap it, and a mistake lives that long.',
      source: 'RFC 8767 section 4',
      bad: 'records:\n  www: { A: { ttl: 8d, values: 198.51.100.1 } }\n',
      good: 'records:\n  www: { A: { ttl: 7d, values: 198.51.100.1 } }\n',
    },
    {
      name: 'ns-ttl-short',
      severity: 'warning',
      summary: 'Name servers with a ttl below an hour: each resolver asks the parent again and again.',
      source: 'RFC 1912 section 2.2',
      bad: 'records:\n  lab: { NS: { ttl: 5m, values: [ns1.example.net, ns2.example.net] } }\n',
      good: 'records:\n  lab: { NS: { ttl: 1h, values: [ns1.example.net, ns2.example.net] } }\n',
    },
    {
      name: 'ttl-mismatch',
      severity: 'warning',
      outcomeOnly: true,
      summary:
        'Records of one name and type with different ttls: BIND serves one of them, by the order of its lines.',
      source: 'RFC 2181 section 5.2; named 9.18',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const { rrsets } of zone.names.values()) {
    for (const rrset of rrsets) {
      const verdict = judgeTtl(rrset);
      if (verdict !== undefined) found.push({ ...verdict, at: rrset.ttlAt ?? rrset.at });
      const mismatch = mismatchIn(rrset);
      if (mismatch !== undefined) found.push(mismatch);
    }
  }
  return found;
}

function judgeTtl({ type, ttl }: JudgedRRset<unknown>): Pick<Verdict<never>, 'rule' | 'message'> | undefined {
  if (ttl === 0) return { rule: 'ttl-zero', message: 'a ttl of 0 is not cached; write 60 (1m) or more' };
  if (ttl < MINUTE)
    return { rule: 'ttl-short', message: `a ttl of ${ttl} s is below a minute; write 1m or more` };
  if (ttl > WEEK)
    return {
      rule: 'ttl-long',
      message: `a ttl of ${ttl} s is above a week (7d), where resolvers cap it; write 7d or less`,
    };
  if (type !== 'NS' || ttl >= HOUR) return undefined;
  return {
    rule: 'ns-ttl-short',
    message: `a ttl of ${ttl} s for name servers is below an hour; write 1h or more`,
  };
}

/** A file gives an RRset one ttl; live records may have one each. */
function mismatchIn<At>({ type, ttl, values }: JudgedRRset<At>): Verdict<At> | undefined {
  const other = values.find((value) => value.ttl !== undefined && value.ttl !== ttl);
  if (other === undefined) return undefined;
  const message = `the ${type} records of this name have the ttls ${ttl} and ${other.ttl}; they must be equal`;
  return { rule: 'ttl-mismatch', at: other.at, message };
}
