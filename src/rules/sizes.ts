/** rrset-too-large, rrset-large, rrset-octets, txt-long: sets that do not fit, and texts that are cut on the way. */
import { txtOctets } from '../model/value/txt.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedRRset, JudgedZone, Verdict } from './zone.ts';

/** BIND's max-records-per-type (CVE-2024-1737). */
const MOST = 100;
const MANY = 20;
/** What fits into one UDP answer of 1,232 octets beside its header (DNS flag day 2020). */
const DATAGRAM = 1200;
/** Octets of one character-string (RFC 1035 §3.3). */
const STRING = 255;
/** Octets that a record takes beside its data: pointer, type, class, ttl, length (RFC 1035 §3.2.1). */
const OVERHEAD = 12;

export const sizes: ZoneRule = {
  texts: [
    {
      name: 'rrset-large',
      severity: 'warning',
      summary: 'More than 20 records of one name and type: few clients look at more than the first.',
      source: 'named refuses more than 100 (CVE-2024-1737)',
      bad: `records:\n  www: { A: [${addresses(21)}] }\n`,
      good: `records:\n  www: { A: [${addresses(20)}] }\n`,
    },
    {
      name: 'rrset-octets',
      severity: 'warning',
      summary:
        'A set of more than 1,200 octets does not fit into a UDP answer; clients must come again over TCP.',
      source: 'RFC 2181 section 9, RFC 9715',
      bad: `records:\n  a: { TXT: [${texts(5)}] }\n`,
      good: `records:\n  a: { TXT: [${texts(4)}] }\n`,
    },
    {
      name: 'txt-long',
      severity: 'off',
      summary:
        'A text of more than 255 octets: the service must cut it into strings, which dnssync verify can prove.',
      source: 'RFC 1035 section 3.3',
      bad: `records:\n  a: { TXT: ${'x'.repeat(STRING + 1)} }\n`,
      good: `records:\n  a: { TXT: ${'x'.repeat(STRING)} }\n`,
    },
  ],
  judge,
};

function addresses(count: number): string {
  return Array.from({ length: count }, (_, at) => `198.51.100.${at + 1}`).join(', ');
}

function texts(count: number): string {
  return Array.from({ length: count }, (_, at) => `${at}${'x'.repeat(249)}`).join(', ');
}

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const { rrsets } of zone.names.values()) {
    for (const rrset of rrsets) {
      const verdict = judgeSet(rrset);
      if (verdict !== undefined) found.push({ ...verdict, at: rrset.at });
      if (rrset.type !== 'TXT') continue;
      for (const { value, at } of rrset.values) {
        if (value.length <= STRING) continue;
        const message = `${txtOctets(value).length} octets are published in strings of ${STRING}; see that the service does so`;
        found.push({ rule: 'txt-long', at, message });
      }
    }
  }
  return found;
}

function judgeSet({ type, values }: JudgedRRset<unknown>): Omit<Verdict<never>, 'at'> | undefined {
  if (values.length > MOST) {
    const message = `${values.length} ${type} records of one name; BIND refuses the zone above ${MOST}: take some out`;
    return { rule: 'rrset-too-large', message, refused: true };
  }
  if (values.length > MANY) {
    const message = `${values.length} ${type} records of one name; few clients look at more than ${MANY}: take out what is not needed`;
    return { rule: 'rrset-large', message };
  }
  const octets = values.reduce((sum, { value }) => sum + OVERHEAD + value.length, 0);
  if (octets <= DATAGRAM) return undefined;
  const message = `about ${octets} octets of ${type} at one name do not fit into a UDP answer; take out what is not needed`;
  return { rule: 'rrset-octets', message };
}
