import { describe, expect, test } from 'vitest';
import { diffRecords } from '../../src/plan/diff.ts';
import { changeText } from '../support/plan-text.ts';
import { desired, live, ZONE } from '../support/records.ts';

/** The changes as text, sorted; live records have the uuids 1, 2, … and were created in that order. */
function diff(before: readonly string[], after: readonly string[]): string[] {
  const records = before.map((text, index) => live(`${index + 1}`, text));
  return diffRecords(
    ZONE,
    after.map((text) => desired(text)),
    records,
  )
    .changes.map((change) => {
      const id = change.action === 'create' ? '' : ` #${change.before.id}`;
      return `${changeText(change)}${id}${change.reason === undefined ? '' : ` (${change.reason})`}`;
    })
    .sort();
}

describe('diffRecords', () => {
  test.each<{ title: string; live: string[]; files: string[]; changes: string[] }>([
    {
      title: 'equal records are no change',
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.1'],
      changes: [],
    },
    {
      title: 'of a record asked for twice, with two ttls, each that is there as asked stays',
      live: ['www 60 A 192.0.2.1', 'www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.1', 'www 60 A 192.0.2.1'],
      changes: [],
    },
    {
      title: 'a record asked for twice and there once gets a copy',
      live: ['www 300 A 192.0.2.1'],
      files: ['www 60 A 192.0.2.1', 'www 300 A 192.0.2.1'],
      changes: ['+ www 60 A 192.0.2.1'],
    },
    {
      title: 'a new record is created',
      live: [],
      files: ['www 300 A 192.0.2.1'],
      changes: ['+ www 300 A 192.0.2.1'],
    },
    {
      title: 'a gone record is deleted',
      live: ['www 300 A 192.0.2.1'],
      files: [],
      changes: ['- www 300 A 192.0.2.1 #1'],
    },
    {
      title: 'another ttl is an update of the same record',
      live: ['www 60 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.1'],
      changes: ['~ www 60 A 192.0.2.1 => www 300 A 192.0.2.1 #1'],
    },
    {
      title: 'a value change is one update, and the value that stays is not touched',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      files: ['www 300 A 192.0.2.2', 'www 300 A 192.0.2.3'],
      changes: ['~ www 300 A 192.0.2.1 => www 300 A 192.0.2.3 #1'],
    },
    {
      title: 'of live records that say the same the oldest stays',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.1', 'www 60 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.1'],
      changes: ['- www 300 A 192.0.2.1 #2 (duplicate)', '- www 60 A 192.0.2.1 #3 (duplicate)'],
    },
    {
      title: 'the oldest stays even if a younger one has the right ttl, for two runs must choose alike',
      live: ['www 60 A 192.0.2.1', 'www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.1'],
      changes: ['- www 300 A 192.0.2.1 #2 (duplicate)', '~ www 60 A 192.0.2.1 => www 300 A 192.0.2.1 #1'],
    },
    {
      title: 'the oldest of those that say the same is changed, the others are deleted',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.2', 'www 300 A 192.0.2.3'],
      changes: [
        '+ www 300 A 192.0.2.3',
        '- www 300 A 192.0.2.1 #2 (duplicate)',
        '~ www 300 A 192.0.2.1 => www 300 A 192.0.2.2 #1',
      ],
    },
    {
      title: 'records that all go are not called duplicates',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.1'],
      files: [],
      changes: ['- www 300 A 192.0.2.1 #1', '- www 300 A 192.0.2.1 #2'],
    },
    {
      title: 'two MX to one host with two priorities are two records',
      live: ['@ 300 MX 10 mx.example.net', '@ 300 MX 20 mx.example.net'],
      files: ['@ 300 MX 20 mx.example.net'],
      changes: ['- @ 300 MX 10 mx.example.net #1'],
    },
    {
      title: 'an address that becomes an alias is one update of the whole record',
      live: ['www 300 TXT hello', 'www 300 AAAA 2001:db8::1', 'www 300 A 192.0.2.1'],
      files: ['www 300 CNAME host.example.net'],
      changes: [
        '- www 300 AAAA 2001:db8::1 #2',
        '- www 300 TXT hello #1',
        '~ www 300 A 192.0.2.1 => www 300 CNAME host.example.net #3 (type-change)',
      ],
    },
    {
      title: 'an alias that ceases becomes the first address',
      live: ['www 300 CNAME host.example.net'],
      files: ['www 300 TXT hello', 'www 300 AAAA 2001:db8::1', 'www 300 A 192.0.2.1'],
      changes: [
        '+ www 300 AAAA 2001:db8::1',
        '+ www 300 TXT hello',
        '~ www 300 CNAME host.example.net => www 300 A 192.0.2.1 #1 (type-change)',
      ],
    },
    {
      title: 'of the addresses that could become the alias one is taken that keeps its ttl',
      live: ['www 60 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      files: ['www 300 CNAME host.example.net'],
      changes: [
        '- www 60 A 192.0.2.1 #1',
        '~ www 300 A 192.0.2.2 => www 300 CNAME host.example.net #2 (type-change)',
      ],
    },
    {
      title: 'a delegation becomes an alias by its NS, which hide all else',
      live: ['www 300 A 192.0.2.1', 'www 300 NS ns.example.net'],
      files: ['www 300 CNAME host.example.net'],
      changes: [
        '- www 300 A 192.0.2.1 #1',
        '~ www 300 NS ns.example.net => www 300 CNAME host.example.net #2 (type-change)',
      ],
    },
    {
      title: 'other types at one name do not turn into each other',
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 AAAA 2001:db8::1'],
      changes: ['+ www 300 AAAA 2001:db8::1', '- www 300 A 192.0.2.1 #1'],
    },
    {
      title: 'names of object members are ordinary names and values',
      live: ['__proto__ 300 TXT constructor'],
      files: ['constructor 300 TXT __proto__'],
      changes: ['+ constructor 300 TXT __proto__', '- __proto__ 300 TXT constructor #1'],
    },
  ])('$title', ({ live: before, files, changes }) => {
    expect(diff(before, files)).toEqual(changes.sort());
    expect(diff(before, files.toReversed())).toEqual(changes.sort());
  });

  test('what stays is counted', () => {
    const { unchanged } = diffRecords(
      ZONE,
      [desired('a 300 A 192.0.2.1'), desired('b 300 A 192.0.2.1')],
      [live('1', 'a 300 A 192.0.2.1')],
    );
    expect(unchanged).toBe(1);
  });

  test('what stays is counted, too, where a record is asked for twice', () => {
    const twice = ['www 300 A 192.0.2.1', 'www 60 A 192.0.2.1'];
    const there = twice.map((text, i) => live(`${i}`, text));
    expect(
      diffRecords(
        ZONE,
        twice.map((text) => desired(text)),
        there,
      ).unchanged,
    ).toBe(2);
  });

  test('a copy says of which records it is one, and another create of none', () => {
    const { changes } = diffRecords(
      ZONE,
      ['www 60 A 192.0.2.1', 'www 300 A 192.0.2.1', 'new 300 A 192.0.2.2'].map((text) => desired(text)),
      [live('1', 'www 300 A 192.0.2.1')],
    );
    const copies = changes.map((change) => (change.action === 'create' && change.copyOf) || 'none');
    expect(copies.toSorted()).toEqual([['1'], 'none']);
  });

  test('a change tells where its record is declared; the record itself does not carry it', () => {
    const [change] = diffRecords(ZONE, [desired('www 300 A 192.0.2.1', ZONE, 7)], []).changes;
    expect(change).toEqual({
      action: 'create',
      zone: 'example.com.',
      after: { name: 'www.example.com.', type: 'A', value: '192.0.2.1', ttl: 300 },
      source: { file: 'zones/example.com.yaml', line: 7, column: 1 },
    });
  });
});
