import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import {
  compareNames,
  compareRecords,
  compareText,
  type DnsRecord,
  identityOf,
  isRecordType,
  RECORD_TYPES,
  rrsetKey,
} from '../../src/model/record.ts';

const fqdn = (text: string): Fqdn => text as Fqdn;
const a: DnsRecord = { type: 'A', name: fqdn('www.example.com.'), value: '192.0.2.1', ttl: 300 };

describe('isRecordType', () => {
  test.each(['a', 'SOA', 'PTR', '', 'toString', '__proto__', 'A '])('%j is none', (text) => {
    expect(isRecordType(text)).toBe(false);
  });

  test.each(RECORD_TYPES)('%s is one', (text) => {
    expect(isRecordType(text)).toBe(true);
  });
});

describe('identityOf', () => {
  test('is what a record is, whatever its ttl', () => {
    expect(identityOf(a)).toBe('A www.example.com. 192.0.2.1');
    expect(identityOf({ ...a, ttl: 60 })).toBe(identityOf(a));
    expect(identityOf({ ...a, type: 'MX', value: 'mx.example.net', priority: 10 })).toBe(
      'MX www.example.com. 10 mx.example.net',
    );
  });

  test.each<[string, Partial<DnsRecord>, Partial<DnsRecord>]>([
    ['type', { type: 'TXT' }, { type: 'CAA' }],
    ['name', { name: fqdn('a.example.com.') }, { name: fqdn('b.example.com.') }],
    ['value', { type: 'TXT', value: 'a' }, { type: 'TXT', value: 'A' }],
    ['priority', { type: 'MX', priority: 0 }, { type: 'MX', priority: 10 }],
    ['a priority that is missing', { type: 'MX' }, { type: 'MX', priority: 0 }],
    [
      'a priority that live data has in its value',
      { type: 'MX', value: '10 mx.example.net' },
      { type: 'MX', value: 'mx.example.net', priority: 10 },
    ],
    [
      'a name of live data that holds a blank',
      { type: 'TXT', name: fqdn('a.example.com. b.example.com.'), value: 'c' },
      { type: 'TXT', name: fqdn('a.example.com.'), value: 'b.example.com. c' },
    ],
  ])('two records that differ in %s are two', (_, one, other) => {
    expect(identityOf({ ...a, ...one })).not.toBe(identityOf({ ...a, ...other }));
  });

  test('no two different records share one', () => {
    const text = fc.string({ unit: fc.constantFrom(' ', '.', '1', '-', '\\'), maxLength: 4 });
    const record = fc
      .record({
        type: fc.constantFrom('MX', 'SRV', 'TXT'),
        name: text,
        value: text,
        priority: fc.constantFrom(undefined, 1, 2),
      })
      .map(({ type, name, value, priority }) => {
        const data = { type, name: fqdn(`${name}.`), value, ttl: 1 };
        return type === 'TXT' || priority === undefined ? data : { ...data, priority };
      });
    fc.assert(
      fc.property(record, record, (one, other) => {
        expect(identityOf(one) === identityOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 3000 },
    );
  });
});

test('an RRset is all records of one name and type', () => {
  expect(rrsetKey(a)).toBe(rrsetKey({ ...a, value: '192.0.2.2', ttl: 60 } as DnsRecord));
  expect(rrsetKey(a)).not.toBe(rrsetKey({ ...a, type: 'AAAA' }));
  expect(rrsetKey(a)).not.toBe(rrsetKey({ ...a, name: fqdn('example.com.') }));
});

describe('compareNames', () => {
  test('apex first, a name before its children, children beside each other', () => {
    const expected = [
      '.',
      'com.',
      'example.com.',
      '*.example.com.',
      '_dmarc.example.com.',
      'a.example.com.',
      'b.a.example.com.',
      'c.b.a.example.com.',
      'z.a.example.com.',
      'a-b.example.com.',
      'ab.example.com.',
      'b.example.com.',
      'www.example.com.',
      'xn--bcher-kva.example.com.',
      'example.com.example.com.',
      'net.',
    ].map(fqdn);
    // The one that is out of its place by eye: 'com' under the apex stands among 'b' and 'www'.
    const sorted = expected.toSpliced(14, 1).toSpliced(12, 0, fqdn('example.com.example.com.'));
    expect(sorted.toReversed().sort(compareNames)).toEqual(sorted);
  });

  /** Names of few letters, so that they share ends and boundaries; empty labels as live data may have them. */
  const name = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'ba', '', '-', '*', 'é', ' '), { maxLength: 4 })
    .map((labels) => fqdn(`${labels.join('.')}.`));

  test('is a total order', () => {
    fc.assert(
      fc.property(name, name, name, (x, y, z) => {
        expect(Math.sign(compareNames(x, y))).toBe(-Math.sign(compareNames(y, x)) + 0);
        expect(compareNames(x, y) === 0).toBe(x === y);
        if (compareNames(x, y) <= 0 && compareNames(y, z) <= 0) {
          expect(compareNames(x, z)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('compares label by label from the right', () => {
    const label = fc.constantFrom('a', 'b', 'ab', 'ba', '-', '*', 'a-', '0');
    const labels = fc.array(label, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(labels, label, label, labels, labels, (parent, x, y, belowX, belowY) => {
        const nameOf = (own: string, below: readonly string[]): Fqdn =>
          fqdn(`${[...below, own, ...parent].join('.')}.`);
        fc.pre(x < y);
        expect(compareNames(nameOf(x, belowX), nameOf(y, belowY))).toBeLessThan(0);
        expect(compareNames(nameOf(x, []), nameOf(x, belowX))).toBeLessThan(0);
      }),
    );
  });
});

describe('compareRecords', () => {
  const record: fc.Arbitrary<DnsRecord> = fc
    .record({
      type: fc.constantFrom(...RECORD_TYPES),
      name: fc.constantFrom('a.', 'b.a.', 'B.a.', 'é.').map(fqdn),
      value: fc.constantFrom('', 'a', 'B', 'ä', 'z', '\u{1f4a9}', '\uffff'),
      ttl: fc.constantFrom(1, 2),
      priority: fc.constantFrom(undefined, 0, 10, 9),
    })
    .map(({ priority, ...rest }) => (priority === undefined ? rest : { ...rest, priority }));

  test('is a total order', () => {
    fc.assert(
      fc.property(record, record, record, (x, y, z) => {
        expect(Math.sign(compareRecords(x, y))).toBe(-Math.sign(compareRecords(y, x)) + 0);
        expect(compareRecords(x, x)).toBe(0);
        if (compareRecords(x, y) === 0) expect(identityOf(x)).toBe(identityOf(y));
        if (compareRecords(x, y) <= 0 && compareRecords(y, z) <= 0) {
          expect(compareRecords(x, z)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('gives one order for every order of the input', () => {
    fc.assert(
      fc.property(
        fc
          .array(record, { maxLength: 12 })
          .chain((records) =>
            fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
          ),
        ([records, shuffled]) => {
          expect(shuffled.toSorted(compareRecords)).toEqual(records.toSorted(compareRecords));
        },
      ),
    );
  });

  test('name before type, type before priority, numbers as numbers', () => {
    const mx = (priority: number, value: string): DnsRecord => ({ ...a, type: 'MX', value, priority });
    const sorted: DnsRecord[] = [
      { ...a, name: fqdn('example.com.'), type: 'CAA', value: '0 issue "x"' },
      a,
      { ...a, type: 'CNAME', value: 'x' },
      { ...a, type: 'MX', value: 'z' },
      mx(0, 'z'),
      mx(9, 'z'),
      mx(10, 'a'),
      mx(10, 'b'),
      { ...a, type: 'TXT', value: 'x' },
    ];
    expect(sorted.toReversed().sort(compareRecords)).toEqual(sorted);
  });
});

test('texts stand in code-unit order, which no locale has', () => {
  const sorted = ['', 'A', 'Z', 'a', 'z', 'ä', 'é', '\u{1f4a9}', '\uffff'];
  expect(sorted.toReversed().sort(compareText)).toEqual(sorted);
  expect(sorted.toSorted((x, y) => x.localeCompare(y))).not.toEqual(sorted);
});
