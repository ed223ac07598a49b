/** Judges one answer: whether it is what the zone's records ask for, and what it said where it is not. */
import type { Found, RRset } from '../model/dns-report.ts';
import { type Fqdn, isInZone } from '../model/name.ts';
import type { AnswerRecord, DnsAnswer } from './answer.ts';
import type { Question } from './questions.ts';
import { isSameRRset, rrsetOf } from './rrset.ts';

/**
 * What a server said that it should not have; undefined where it is right.
 *
 * @param children delegated zones that this server serves itself: it answers for them, and hides what stands here
 */
export function judge(
  answer: DnsAnswer,
  question: Question,
  zone: Fqdn,
  children: ReadonlySet<Fqdn>,
): Found | undefined {
  const found = readFound(answer, question, zone);
  const { expected } = question;
  switch (expected.kind) {
    case 'rrset':
      return found.kind === 'rrset' && isExpected(found.rrset, expected.rrset, question) ? undefined : found;
    case 'absent':
      return found.kind === 'nxdomain' || found.kind === 'nodata' || found.kind === 'alias'
        ? undefined
        : found;
    case 'referral': {
      if (answer.authoritative && children.has(expected.cut)) return undefined;
      if (found.kind !== 'referral' || found.cut !== expected.cut) return found;
      if (expected.servers !== undefined) {
        return isSameRRset(found.rrset, expected.servers) ? undefined : found;
      }
      if (expected.glue === undefined) return undefined;
      const glue = matching(answer.additionals, question);
      if (glue.length === 0) return { kind: 'nodata' };
      const rrset = rrsetOf(glue);
      return isSameRRset(rrset, expected.glue) ? undefined : { kind: 'rrset', rrset };
    }
  }
}

/** Where others' values stand beside the file's, one ttl is served for all of them, and nobody here knows whose. */
function isExpected(found: RRset, wanted: RRset, { isOthers }: Question): boolean {
  if (isOthers === undefined) return isSameRRset(found, wanted);
  const data = found.data.filter((datum) => !isOthers(datum));
  const ttls = data.length < found.data.length ? wanted.ttls : found.ttls;
  return isSameRRset({ data, ttls }, wanted);
}

/** An answer in one word, with its data. */
function readFound(answer: DnsAnswer, question: Question, zone: Fqdn): Found {
  const { rcode, authoritative, answers, authorities } = answer;
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return { kind: 'rcode', rcode };
  if (!authoritative) return readReferral(authorities, question, zone) ?? { kind: 'not-authoritative' };
  const records = matching(answers, question);
  if (records.length > 0) return { kind: 'rrset', rrset: rrsetOf(records) };
  const alias = matching(answers, { name: question.name, type: 'CNAME' });
  if (alias.length > 0) return { kind: 'alias', rrset: rrsetOf(alias) };
  return { kind: rcode === 'NXDOMAIN' ? 'nxdomain' : 'nodata' };
}

/** A referral points down: to a zone between this one and the name, or at the name (RFC 1034 §4.3.2, step 3b). */
function readReferral(
  authorities: readonly AnswerRecord[],
  question: Question,
  zone: Fqdn,
): Found | undefined {
  const cut = authorities.find(({ type }) => type === 'NS')?.name as Fqdn | undefined;
  if (cut === undefined || cut === zone || !isInZone(cut, zone) || !isInZone(question.name, cut))
    return undefined;
  const records = authorities.filter(({ type, name }) => type === 'NS' && name === cut);
  return { kind: 'referral', cut, rrset: rrsetOf(records) };
}

function matching(
  records: readonly AnswerRecord[],
  { name, type }: { readonly name: Fqdn; readonly type: AnswerRecord['type'] },
): readonly AnswerRecord[] {
  return records.filter((record) => record.name === name && record.type === type);
}
