/** The questions that prove a zone: one for each RRset that must be there or gone, and one more for each wildcard. */
import type { RRset } from '../model/dns-report.ts';
import { type Fqdn, isInZone, isWildcard, readAbsoluteName } from '../model/name.ts';
import { compareNames, type DnsRecord, RECORD_TYPES, type RecordType, rrsetKey } from '../model/record.ts';
import { targetOf } from '../model/value.ts';
import type { DnsQuestion } from './answer.ts';
import { type Expected, ZoneAnswers } from './zone-answers.ts';

/** A value of an RRset. */
export type Datum = RRset['data'][number];

export interface Question extends DnsQuestion {
  readonly type: RecordType;
  /** The name in the zone that the question is about: the wildcard's, where another name is asked for. */
  readonly owner: Fqdn;
  readonly expected: Expected;
  /** Whether a datum that is not expected may be others'; absent where all of the RRset is known. */
  readonly isOthers?: (datum: Datum) => boolean;
  /** Whether the answer is too long for UDP. */
  readonly long: boolean;
}

export interface RRsetName {
  readonly name: Fqdn;
  readonly type: RecordType;
}

export interface Questions {
  /** In the order of names. */
  readonly questions: readonly Question[];
  /** RRsets of the zone that cannot be asked for or compared. */
  readonly passedOver: number;
}

/** A record of the files or of the service; one that cannot be read can be compared with nothing. */
type Known = DnsRecord & { readonly unreadable?: string };

/** EDNS of this size is asked for, so what is longer comes by TCP; a little less, for what surrounds the data. */
const LONGEST_BY_UDP = 1200;

/**
 * @param records what the zone must hold
 * @param also names and types that must be asked for too, though the zone may not hold them any more
 * @param label a label that nobody uses, for asking what a wildcard answers
 * @param others names with data of types that are nobody's matter here
 */
export function questionsOf(
  zone: Fqdn,
  records: readonly Known[],
  also: readonly RRsetName[],
  label: string,
  others: readonly Fqdn[] = [],
): Questions {
  const answers = new ZoneAnswers(zone, records, others);
  const wanted = new Map<string, RRsetName>();
  const sizes = new Map<string, number>();
  const unreadable = new Set<string>();
  for (const record of records) {
    const key = rrsetKey(record);
    wanted.set(key, record);
    sizes.set(key, (sizes.get(key) ?? 0) + octetsOf(record));
    if (record.unreadable !== undefined) unreadable.add(key);
  }
  for (const rrset of also) wanted.set(rrsetKey(rrset), rrset);

  const questions: Question[] = [];
  let passedOver = 0;
  for (const [key, { name, type }] of wanted) {
    if (unreadable.has(key) || !canBeAsked(name, zone)) {
      passedOver++;
      continue;
    }
    const long = (sizes.get(key) ?? 0) > LONGEST_BY_UDP;
    questions.push({ name, type, owner: name, expected: answers.expected(name, type), long });
    const below = `${label}${name.slice(1)}` as Fqdn;
    if (isWildcard(name) && canBeAsked(below, zone)) {
      questions.push({ name: below, type, owner: name, expected: answers.expected(below, type), long });
    }
  }
  questions.sort(
    (a, b) =>
      compareNames(a.owner, b.owner) ||
      RECORD_TYPES.indexOf(a.type) - RECORD_TYPES.indexOf(b.type) ||
      // The wildcard itself before a name that it answers for.
      Number(a.name !== a.owner) - Number(b.name !== b.owner),
  );
  return { questions, passedOver };
}

/** The delegations that answers must point at. */
export function cutsOf(questions: readonly Question[]): readonly Fqdn[] {
  return [
    ...new Set(questions.flatMap(({ expected }) => (expected.kind === 'referral' ? [expected.cut] : []))),
  ];
}

function canBeAsked(name: Fqdn, zone: Fqdn): boolean {
  return isInZone(name, zone) && readAbsoluteName(name).name === name;
}

/** About what a record takes on the wire: its text is never much shorter than its octets. */
function octetsOf(record: Known): number {
  const value = record.type === 'A' ? 4 : record.type === 'AAAA' ? 16 : Buffer.byteLength(record.value);
  return 16 + value + Math.ceil(value / 255) + (targetOf(record) === undefined ? 0 : 2);
}
