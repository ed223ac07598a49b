import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { RecordType } from '../../src/model/record.ts';
import type { AnswerRecord, DnsAnswer } from '../../src/verify/answer.ts';
import { judge } from '../../src/verify/judge.ts';
import { questionsOf } from '../../src/verify/questions.ts';
import { isLater, lagging } from '../../src/verify/serial.ts';
import { record, ZONE } from '../support/records.ts';

const FILE = [
  'www 300 A 192.0.2.1',
  'www 300 A 192.0.2.2',
  'mail 300 MX 10 mx.example.net',
  'alias 300 CNAME www.example.com',
  '*.w 300 A 192.0.2.3',
  'sub 300 NS ns.sub.example.com',
  'ns.sub 300 A 192.0.2.53',
  'hidden.sub 300 TXT hidden',
].map((text) => record(text));
const GONE = [{ name: `gone.${ZONE}` as Fqdn, type: 'A' as const }];
const { questions } = questionsOf(ZONE, FILE, GONE, 'random');

function answer(
  sections: Partial<Record<'answers' | 'authorities' | 'additionals', string[]>>,
  flags: Partial<DnsAnswer> = {},
): DnsAnswer {
  const read = (texts: string[] = []): AnswerRecord[] => texts.map((text) => record(text));
  return {
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    answers: read(sections.answers),
    authorities: read(sections.authorities),
    additionals: read(sections.additionals),
    ...flags,
  };
}

function judged(name: string, type: RecordType, given: DnsAnswer, children: string[] = []) {
  const question = questions.find((each) => each.name === `${name}.${ZONE}` && each.type === type);
  if (question === undefined) throw new Error(`no question ${name} ${type}`);
  return judge(given, question, ZONE, new Set(children as Fqdn[]));
}

const WWW = ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'];

describe('an RRset', () => {
  it.each<[string, string[], Partial<DnsAnswer>, string | undefined]>([
    ['in any order', [...WWW].reverse(), {}, undefined],
    ['with data of other names beside it', [...WWW, 'other 300 A 192.0.2.9', 'www 300 TXT x'], {}, undefined],
    ['without its first record', WWW.slice(1), {}, 'rrset'],
    ['without its last record', WWW.slice(0, 1), {}, 'rrset'],
    ['with one too many', [...WWW, 'www 300 A 192.0.2.9'], {}, 'rrset'],
    ['with another ttl', WWW.map((text) => text.replace('300', '299')), {}, 'rrset'],
    ['with two ttls', [WWW[0] ?? '', 'www 60 A 192.0.2.2'], {}, 'rrset'],
    ['without authority', WWW, { authoritative: false }, 'not-authoritative'],
    ['that is not there', [], {}, 'nodata'],
    ['of a name that is not there', [], { rcode: 'NXDOMAIN' }, 'nxdomain'],
    ['that became an alias', ['www 300 CNAME x.example.net', 'x 300 A 192.0.2.1'], {}, 'alias'],
    ['refused', [], { rcode: 'REFUSED', authoritative: false }, 'rcode'],
    ['that the server failed to answer', [], { rcode: 'SERVFAIL', authoritative: false }, 'rcode'],
  ])('%s', (_, answers, flags, found) => {
    expect(judged('www', 'A', answer({ answers }, flags))?.kind).toBe(found);
  });

  it('of MX differs where the priority does', () => {
    expect(judged('mail', 'MX', answer({ answers: ['mail 300 MX 10 mx.example.net'] }))).toBeUndefined();
    expect(judged('mail', 'MX', answer({ answers: ['mail 300 MX 20 mx.example.net'] }))?.kind).toBe('rrset');
  });

  it('of a CNAME is the alias alone, not what it leads to', () => {
    const answers = ['alias 300 CNAME www.example.com', ...WWW];
    expect(judged('alias', 'CNAME', answer({ answers }))).toBeUndefined();
  });

  it('that a wildcard gives must bear the name that was asked for', () => {
    expect(judged('random.w', 'A', answer({ answers: ['random.w 300 A 192.0.2.3'] }))).toBeUndefined();
    expect(judged('random.w', 'A', answer({ answers: ['*.w 300 A 192.0.2.3'] }))?.kind).toBe('nodata');
    expect(judged('random.w', 'A', answer({}, { rcode: 'NXDOMAIN' }))?.kind).toBe('nxdomain');
  });
});

describe('what is gone', () => {
  it.each<[string, string[], Partial<DnsAnswer>, string | undefined]>([
    ['by name', [], { rcode: 'NXDOMAIN' }, undefined],
    ['by type', [], {}, undefined],
    ['for an alias', ['gone 300 CNAME x.example.net'], {}, undefined],
    ['but still answered', ['gone 300 A 192.0.2.9'], {}, 'rrset'],
    ['by a server without authority', [], { authoritative: false, rcode: 'NXDOMAIN' }, 'not-authoritative'],
  ])('%s', (_, answers, flags, found) => {
    expect(judged('gone', 'A', answer({ answers }, flags))?.kind).toBe(found);
  });
});

describe('a delegation', () => {
  const away = { authoritative: false };
  const NS = ['sub 300 NS ns.sub.example.com'];
  const GLUE = ['ns.sub 300 A 192.0.2.53'];

  it('is a referral with its name servers and their addresses', () => {
    const referral = answer({ authorities: NS, additionals: GLUE }, away);
    for (const [name, type] of [
      ['sub', 'NS'],
      ['ns.sub', 'A'],
      ['hidden.sub', 'TXT'],
    ] as const) {
      expect(judged(name, type, referral)).toBeUndefined();
    }
  });

  it.each<[string, string, RecordType, DnsAnswer, string]>([
    ['other servers', 'sub', 'NS', answer({ authorities: ['sub 300 NS ns.example.net'] }, away), 'referral'],
    ['another ttl', 'sub', 'NS', answer({ authorities: ['sub 60 NS ns.sub.example.com'] }, away), 'referral'],
    [
      'another cut',
      'hidden.sub',
      'TXT',
      answer({ authorities: ['hidden.sub 300 NS ns.example.net'] }, away),
      'referral',
    ],
    [
      'a referral up',
      'sub',
      'NS',
      answer({ authorities: ['@ 300 NS ns.example.net'] }, away),
      'not-authoritative',
    ],
    [
      'a referral aside',
      'sub',
      'NS',
      answer({ authorities: ['www 300 NS ns.example.net'] }, away),
      'not-authoritative',
    ],
    [
      'an answer in the place of a referral',
      'hidden.sub',
      'TXT',
      answer({ answers: ['hidden.sub 300 TXT hidden'] }),
      'rrset',
    ],
    ['no such name', 'sub', 'NS', answer({}, { rcode: 'NXDOMAIN' }), 'nxdomain'],
    [
      'other glue',
      'ns.sub',
      'A',
      answer({ authorities: NS, additionals: ['ns.sub 300 A 192.0.2.99'] }, away),
      'rrset',
    ],
    ['no glue', 'ns.sub', 'A', answer({ authorities: NS }, away), 'nodata'],
  ])('with %s is wrong', (_, name, type, given, found) => {
    expect(judged(name, type, given)?.kind).toBe(found);
  });

  it('cannot be seen where the server has the delegated zone itself', () => {
    const child = answer({ answers: ['sub 600 NS elsewhere.example.net'] });
    expect(judged('sub', 'NS', child)?.kind).toBe('rrset');
    expect(judged('sub', 'NS', child, [`sub.${ZONE}`])).toBeUndefined();
    // A referral can be seen all the same.
    const referral = answer({ authorities: ['sub 300 NS ns.example.net'] }, away);
    expect(judged('sub', 'NS', referral, [`sub.${ZONE}`])?.kind).toBe('referral');
    expect(judged('hidden.sub', 'TXT', answer({}, { rcode: 'NXDOMAIN' }), [`sub.${ZONE}`])).toBeUndefined();
  });

  it('is wrong where nothing should be delegated', () => {
    const given = answer({ authorities: ['www 300 NS ns.example.net'] }, away);
    expect(judged('www', 'A', given)).toMatchObject({ kind: 'referral', cut: `www.${ZONE}` });
  });
});

describe('serials', () => {
  it.each([
    [2, 1, true],
    [1, 2, false],
    [1, 1, false],
    [0, 4_294_967_295, true],
    [4_294_967_295, 0, false],
    [2_147_483_647, 0, true],
    // Exactly half the circle apart: no order (RFC 1982 §3.2).
    [0, 2_147_483_648, false],
    [2_026_112_601, 2_026_112_599, true],
  ])('%d is later than %d: %s', (a, b, later) => {
    expect(isLater(a, b)).toBe(later);
  });
  it('those lag than which another is later', () => {
    expect(lagging([5, 5])).toEqual(new Set());
    expect(lagging([4_294_967_295, 3, 0])).toEqual(new Set([4_294_967_295, 0]));
  });
});
