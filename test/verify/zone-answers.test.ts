/** What a server must answer, row by row, and beside a name server in miniature that was written apart from it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { RECORD_TYPES, type RecordType } from '../../src/model/record.ts';
import { questionsOf } from '../../src/verify/questions.ts';
import { rrsetOf } from '../../src/verify/rrset.ts';
import { ZoneAnswers } from '../../src/verify/zone-answers.ts';
import { live, record, ZONE } from '../support/records.ts';
import { zonesArbitrary } from '../support/zone-arbitrary.ts';

const RECORDS = [
  '@ 300 A 192.0.2.1',
  'www 300 CNAME example.com',
  'a.ent 300 A 192.0.2.2',
  '*.w 300 A 192.0.2.3',
  '*.w 300 TXT wild',
  'there.w 300 MX 10 mail.example.net',
  'sub 300 NS ns.sub.example.com',
  'sub 300 NS ns.example.net',
  'ns.sub 300 A 192.0.2.53',
  'other.sub 300 A 192.0.2.54',
  'sub 300 TXT hidden',
  'deep.sub 300 NS ns.example.net',
].map((text) => record(text));

const answers = new ZoneAnswers(ZONE, RECORDS);
const at = (name: string): Fqdn => (name === '@' ? ZONE : `${name}.${ZONE}`) as Fqdn;
const SUB = { kind: 'referral', cut: at('sub') };
const rrset = (ttl: number, ...values: string[]) => ({
  ttls: [ttl],
  data: values.map((value) => ({ value })),
});

describe('what a server must answer', () => {
  it.each<[string, RecordType, object]>([
    ['@', 'A', { kind: 'rrset', rrset: rrset(300, '192.0.2.1') }],
    ['@', 'AAAA', { kind: 'absent' }],
    ['www', 'CNAME', { kind: 'rrset', rrset: rrset(300, 'example.com') }],
    // The alias answers, and what it points at is no A record of this name.
    ['www', 'A', { kind: 'absent' }],
    ['gone', 'A', { kind: 'absent' }],
    // An empty non-terminal.
    ['ent', 'A', { kind: 'absent' }],
    // Wildcards: themselves, names below, and not where a name exists, with whatever type.
    ['*.w', 'A', { kind: 'rrset', rrset: rrset(300, '192.0.2.3') }],
    ['any.w', 'A', { kind: 'rrset', rrset: rrset(300, '192.0.2.3') }],
    ['deeper.any.w', 'TXT', { kind: 'rrset', rrset: rrset(300, 'wild') }],
    ['any.w', 'MX', { kind: 'absent' }],
    ['there.w', 'A', { kind: 'absent' }],
    ['below.there.w', 'A', { kind: 'absent' }],
    ['w', 'A', { kind: 'absent' }],
    // Delegations: the upper one answers for all below it.
    ['sub', 'NS', { ...SUB, servers: rrset(300, 'ns.example.net', 'ns.sub.example.com') }],
    ['sub', 'TXT', SUB],
    ['ns.sub', 'A', { ...SUB, glue: rrset(300, '192.0.2.53') }],
    ['ns.sub', 'AAAA', SUB],
    ['other.sub', 'A', SUB],
    ['deep.sub', 'NS', SUB],
  ])('%s %s', (name, type, expected) => {
    expect(answers.expected(at(name), type)).toEqual(expected);
  });

  it('names with data of other types exist: no wildcard answers for them, or above them', () => {
    const judged = new ZoneAnswers(ZONE, RECORDS, [at('a.key.w')]);
    expect(judged.expected(at('a.key.w'), 'A')).toEqual({ kind: 'absent' });
    expect(judged.expected(at('key.w'), 'A')).toEqual({ kind: 'absent' });
    expect(judged.expected(at('other.w'), 'A').kind).toBe('rrset');
  });

  it('agrees with the name server in miniature, for every name and type near the zone', () => {
    const names = [
      '@',
      'a',
      'b',
      'w',
      'x.w',
      'z.w',
      'q.x.w',
      'y.x.w',
      'z.y.x.w',
      '*.w',
      '*',
      's',
      'n.s',
      'm.n.s',
      'no.s',
      'no',
    ];
    fc.assert(
      fc.property(zonesArbitrary([ZONE], 12), (model) => {
        const records = model.records.map((each) => ({ ...each, type: each.type as RecordType }));
        const judged = new ZoneAnswers(ZONE, records);
        for (const name of names) {
          const served = model.serve(at(name));
          for (const type of RECORD_TYPES) {
            const expected = judged.expected(at(name), type);
            if (served.cut !== undefined) {
              expect(expected).toMatchObject({ kind: 'referral', cut: served.cut });
              continue;
            }
            const found = served.records.filter((each) => each.type === type);
            expect(expected).toEqual(
              found.length === 0 ? { kind: 'absent' } : { kind: 'rrset', rrset: rrsetOf(found) },
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the questions about a zone', () => {
  it('are one for each RRset and one more for each of a wildcard, in the order of names', () => {
    const { questions, passedOver } = questionsOf(ZONE, RECORDS.slice(0, 6), [], 'nobody');
    expect(
      questions.map(({ name, owner, type }) => `${type} ${name}${owner === name ? '' : ` for ${owner}`}`),
    ).toEqual([
      'A example.com.',
      'A a.ent.example.com.',
      'A *.w.example.com.',
      'A nobody.w.example.com. for *.w.example.com.',
      'TXT *.w.example.com.',
      'TXT nobody.w.example.com. for *.w.example.com.',
      'MX there.w.example.com.',
      'CNAME www.example.com.',
    ]);
    expect(passedOver).toBe(0);
  });

  it('ask for what is gone, and pass over what cannot be asked', () => {
    const unreadable = { ...live('1', 'bad 300 A 192.0.2.1'), value: 'nonsense', unreadable: 'no address' };
    const odd = { ...live('2', 'x 300 A 192.0.2.1'), name: 'a b.example.com.' as Fqdn };
    const outside = { ...live('3', 'x 300 A 192.0.2.1'), name: 'www.example.net.' as Fqdn };
    const gone = [{ name: at('gone'), type: 'A' } as const, { name: at('any.w'), type: 'TXT' } as const];
    const { questions, passedOver } = questionsOf(
      ZONE,
      [...RECORDS.slice(4, 5), unreadable, odd, outside],
      gone,
      'nobody',
    );
    expect(questions.map(({ name, type, expected }) => `${type} ${name} ${expected.kind}`)).toEqual([
      'A gone.example.com. absent',
      'TXT *.w.example.com. rrset',
      'TXT nobody.w.example.com. rrset',
      'TXT any.w.example.com. rrset',
    ]);
    expect(passedOver).toBe(3);
  });

  it('go by TCP where the answer is longer than a datagram', () => {
    const texts = Array.from({ length: 5 }, (_, index) => record(`long 300 TXT ${index}${'x'.repeat(250)}`));
    const hosts = Array.from({ length: 100 }, (_, index) => record(`many 300 A 192.0.2.${index}`));
    const { questions } = questionsOf(ZONE, [...texts, ...hosts, ...RECORDS.slice(0, 1)], [], 'nobody');
    expect(questions.map(({ name, long }) => [name, long])).toEqual([
      ['example.com.', false],
      ['long.example.com.', true],
      ['many.example.com.', true],
    ]);
  });
});
