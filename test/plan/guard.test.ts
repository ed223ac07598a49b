import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change } from '../../src/model/plan.ts';
import type { LiveRecord } from '../../src/model/record.ts';
import { allows, judge } from '../../src/plan/guard.ts';
import { live, record, ZONE } from '../support/records.ts';

const hosts = (count: number, from = 0): LiveRecord[] =>
  Array.from({ length: count }, (_, index) =>
    live(`rec-${from + index}`, `h${from + index} 300 A 192.0.2.1`),
  );
const remove = (before: LiveRecord): Change => ({ action: 'delete', zone: ZONE, before });
const update = (before: LiveRecord, text: string): Change => ({
  action: 'update',
  zone: ZONE,
  before,
  after: record(text),
});
const create = (text: string): Change => ({ action: 'create', zone: ZONE, after: record(text) });

const codes = (managed: LiveRecord[], changes: Change[]): string[] =>
  (judge({ name: ZONE, managed, changes })?.reasons ?? []).map(({ code }) => code);

describe('deletes', () => {
  it('more than 30 % and more than 4 are stopped', () => {
    const managed = hosts(16);
    expect(codes(managed, managed.slice(0, 5).map(remove))).toEqual(['too-many-deletes']);
  });
  it('more than 30 % but only 4 are not', () => {
    const managed = hosts(10);
    expect(codes(managed, managed.slice(0, 4).map(remove))).toEqual([]);
  });
  it('more than 4 but only 30 % are not', () => {
    const managed = hosts(20);
    expect(codes(managed, managed.slice(0, 6).map(remove))).toEqual([]);
    expect(codes(managed, managed.slice(0, 7).map(remove))).toEqual(['too-many-deletes']);
  });
  it('of duplicates do not count', () => {
    const managed = hosts(16);
    const changes = managed
      .slice(0, 6)
      .map((before) => ({ ...remove(before), reason: 'duplicate' as const }));
    expect(codes(managed, changes)).toEqual([]);
  });
  it('that leave nothing are stopped however few', () => {
    const managed = hosts(2);
    expect(codes(managed, managed.map(remove))).toEqual(['zone-emptied']);
  });
});

describe('value changes', () => {
  const changed = (managed: LiveRecord[], count: number): Change[] =>
    managed.slice(0, count).map((before, index) => update(before, `h${index} 300 A 192.0.2.2`));
  it('more than 50 % and more than 10 are stopped', () => {
    expect(codes(hosts(20), changed(hosts(20), 11))).toEqual(['too-many-updates']);
  });
  it('exactly 50 %, or only 10, are not', () => {
    expect(codes(hosts(22), changed(hosts(22), 11))).toEqual([]);
    expect(codes(hosts(10), changed(hosts(10), 10))).toEqual([]);
  });
  it('of the ttl alone do not count', () => {
    const managed = hosts(20);
    expect(
      codes(
        managed,
        managed.map((before, index) => update(before, `h${index} 60 A 192.0.2.1`)),
      ),
    ).toEqual([]);
  });
});

describe('the last record of a weighty set', () => {
  const rest = hosts(40);
  it.each([
    ['the A of the zone itself', '@ 300 A 192.0.2.1'],
    ['its AAAA', '@ 300 AAAA 2001:db8::1'],
    ['its MX', '@ 300 MX 10 mx.example.net'],
    ['its NS', '@ 300 NS ns1.example.net'],
    ['an SPF, wherever it is', 'news 300 TXT v=spf1 -all'],
    ['a DMARC', '_dmarc 300 TXT v=DMARC1; p=none'],
  ])('%s is not deleted unasked', (_, text) => {
    const last = live('last', text);
    const verdict = judge({ name: ZONE, managed: [...rest, last], changes: [remove(last)] });
    expect(verdict?.reasons.map(({ code }) => code)).toEqual(['last-record']);
    expect(verdict?.guarded).toBe(1);
  });
  it('may go where another stays or comes', () => {
    const [one, two] = [live('1', '@ 300 MX 10 a.example.net'), live('2', '@ 300 MX 20 b.example.net')];
    expect(codes([...rest, one, two], [remove(one)])).toEqual([]);
    expect(codes([...rest, one], [create('@ 300 MX 5 c.example.net'), remove(one)])).toEqual([]);
    expect(codes([...rest, one], [update(one, '@ 300 MX 10 c.example.net')])).toEqual([]);
  });
  it('counts for the zone itself only: the last A of a host is an ordinary delete', () => {
    expect(codes(rest, [remove(rest[0] as LiveRecord)])).toEqual([]);
  });
  it('a text that only begins like SPF is none', () => {
    const last = live('last', 'x 300 TXT v=spf10 -all');
    expect(codes([...rest, last], [remove(last)])).toEqual([]);
  });
});

describe('a zone that is restored', () => {
  it('is never stopped while it is empty or nearly so', () => {
    const stray = live('stray', '@ 300 A 203.0.113.1');
    const changes = [
      remove(stray),
      ...Array.from({ length: 12 }, (_, index) => create(`h${index} 300 A 192.0.2.1`)),
    ];
    expect(codes([], changes.slice(1))).toEqual([]);
    expect(codes([stray], changes)).toEqual([]);
  });
});

describe('a new zone one slip away from a live one', () => {
  it('is stopped, and names both', () => {
    const verdict = judge({
      name: 'exmaple.com.' as Fqdn,
      managed: [],
      changes: [],
      nearly: 'example.com.' as Fqdn,
    });
    expect(verdict?.reasons[0]?.code).toBe('zone-misspelt');
    expect(verdict?.reasons[0]?.message).toMatch(/exmaple\.com .*example\.com/);
    expect(verdict?.guarded).toBe(1);
  });
});

describe('what is allowed', () => {
  const managed = hosts(16);
  const verdict = judge({ name: ZONE, managed, changes: managed.slice(0, 6).map(remove) });
  it('is up to the number given, or all by force', () => {
    expect(verdict?.guarded).toBe(6);
    if (verdict === undefined) return;
    expect(allows(verdict, {})).toBe(false);
    expect(allows(verdict, { allow: 5 })).toBe(false);
    expect(allows(verdict, { allow: 6 })).toBe(true);
    expect(allows(verdict, { force: true })).toBe(true);
  });
  it('counts a record once, whatever stands against its change', () => {
    const apex = live('apex', '@ 300 A 192.0.2.1');
    const all = [apex, ...hosts(9)];
    expect(judge({ name: ZONE, managed: all, changes: all.slice(0, 6).map(remove) })?.guarded).toBe(6);
  });
  it('names the records in plan order', () => {
    expect(verdict?.reasons[0]?.records.slice(0, 2)).toEqual([
      'A h0.example.com 192.0.2.1',
      'A h1.example.com 192.0.2.1',
    ]);
  });
});
