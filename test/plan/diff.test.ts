import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change } from '../../src/model/plan.ts';
import type { DesiredRecord, LiveRecord, RecordType } from '../../src/model/record.ts';
import { diffRecords } from '../../src/plan/diff.ts';

const ZONE = 'example.com.' as Fqdn;

/** `name type [priority] value @ttl`, as in `www A 192.0.2.1 @300`; for MX and SRV the priority is the first number. */
function parse(line: string): {
  name: Fqdn;
  type: RecordType;
  value: string;
  ttl: number;
  priority?: number;
} {
  const [, owner = '', type = '', rest = '', ttl] = /^(\S+) (\S+) (.*?)(?: @(\d+))?$/.exec(line) ?? [];
  const name = (owner === '@' ? ZONE : `${owner}.${ZONE}`) as Fqdn;
  const data = { name, type: type as RecordType, ttl: Number(ttl ?? 3600) };
  const [, priority, value] = /^(\d+) (.*)$/.exec(rest) ?? [];
  if ((type !== 'MX' && type !== 'SRV') || value === undefined) return { ...data, value: rest };
  return { ...data, value, priority: Number(priority) };
}

function live(...lines: string[]): LiveRecord[] {
  return lines.map((line, i) => ({
    ...parse(line),
    id: `id-${i + 1}`,
    createdAt: `2024-01-0${i + 1}T00:00:00Z`,
  }));
}

function desired(...lines: string[]): DesiredRecord[] {
  return lines.map((line, i) => ({
    ...parse(line),
    source: { file: 'zones/example.com.yaml', line: i + 1, column: 3 },
  }));
}

function show(record: {
  name: Fqdn;
  type: RecordType;
  value: string;
  ttl: number;
  priority?: number;
}): string {
  const owner = record.name === ZONE ? '@' : record.name.slice(0, -1 - ZONE.length);
  const priority = record.priority === undefined ? '' : `${record.priority} `;
  return `${owner} ${record.type} ${priority}${record.value}${record.ttl === 3600 ? '' : ` @${record.ttl}`}`;
}

function showChange(change: Change): string {
  const reason = change.reason === undefined ? '' : ` (${change.reason})`;
  if (change.action === 'create') return `+ ${show(change.after)}${reason}`;
  if (change.action === 'delete') return `- ${show(change.before)} ${change.before.id}${reason}`;
  return `~ ${show(change.before)} ${change.before.id} -> ${show(change.after)}${reason}`;
}

function diff(before: string[], after: string[]): string[] {
  return diffRecords(ZONE, desired(...after), live(...before))
    .changes.map(showChange)
    .sort();
}

describe('diffRecords', () => {
  test.each<{ title: string; live: string[]; files: string[]; changes: string[] }>([
    {
      title: 'equal records are no change',
      live: ['www A 192.0.2.1'],
      files: ['www A 192.0.2.1'],
      changes: [],
    },
    {
      title: 'a new record is created',
      live: [],
      files: ['www A 192.0.2.1'],
      changes: ['+ www A 192.0.2.1'],
    },
    {
      title: 'a gone record is deleted',
      live: ['www A 192.0.2.1'],
      files: [],
      changes: ['- www A 192.0.2.1 id-1'],
    },
    {
      title: 'another ttl is an update of the same record',
      live: ['www A 192.0.2.1 @300'],
      files: ['www A 192.0.2.1'],
      changes: ['~ www A 192.0.2.1 @300 id-1 -> www A 192.0.2.1'],
    },
    {
      title: 'a value change is one update, and the value that stays is not touched',
      live: ['www A 192.0.2.1', 'www A 192.0.2.2'],
      files: ['www A 192.0.2.2', 'www A 192.0.2.3'],
      changes: ['~ www A 192.0.2.1 id-1 -> www A 192.0.2.3'],
    },
    {
      title: 'of two live records that say the same the oldest stays',
      live: ['www A 192.0.2.1', 'www A 192.0.2.1'],
      files: ['www A 192.0.2.1'],
      changes: ['- www A 192.0.2.1 id-2 (duplicate)'],
    },
    {
      title: 'two MX to one host with two priorities are two records',
      live: ['@ MX 10 mx.example.net', '@ MX 20 mx.example.net'],
      files: ['@ MX 20 mx.example.net'],
      changes: ['- @ MX 10 mx.example.net id-1'],
    },
    {
      title: 'MX that swap priorities are two updates of the priority',
      live: ['@ MX 10 a.example.net', '@ MX 20 b.example.net'],
      files: ['@ MX 20 a.example.net', '@ MX 10 b.example.net'],
      changes: [
        '~ @ MX 10 a.example.net id-1 -> @ MX 20 a.example.net',
        '~ @ MX 20 b.example.net id-2 -> @ MX 10 b.example.net',
      ],
    },
    {
      title: 'an address that becomes an alias is one update of the whole record',
      live: ['www A 192.0.2.1', 'www TXT hello'],
      files: ['www CNAME host.example.net'],
      changes: ['- www TXT hello id-2', '~ www A 192.0.2.1 id-1 -> www CNAME host.example.net (type-change)'],
    },
    {
      title: 'an alias that ceases becomes the first address',
      live: ['www CNAME host.example.net'],
      files: ['www TXT hello', 'www AAAA 2001:db8::1', 'www A 192.0.2.1'],
      changes: [
        '+ www AAAA 2001:db8::1',
        '+ www TXT hello',
        '~ www CNAME host.example.net id-1 -> www A 192.0.2.1 (type-change)',
      ],
    },
    {
      title: 'other types at one name do not turn into each other',
      live: ['www A 192.0.2.1'],
      files: ['www AAAA 2001:db8::1'],
      changes: ['+ www AAAA 2001:db8::1', '- www A 192.0.2.1 id-1'],
    },
    {
      title: 'names of object members are ordinary names',
      live: ['__proto__ TXT constructor'],
      files: ['constructor TXT __proto__'],
      changes: ['+ constructor TXT __proto__', '- __proto__ TXT constructor id-1'],
    },
  ])('$title', ({ live: before, files, changes }) => {
    expect(diff(before, files)).toEqual(changes.sort());
    expect(diff(before, files.toReversed())).toEqual(changes.sort());
  });

  test('what stays is counted', () => {
    const { unchanged } = diffRecords(ZONE, desired('a A 192.0.2.1', 'b A 192.0.2.1'), live('a A 192.0.2.1'));
    expect(unchanged).toBe(1);
  });

  test('a change tells where its record is declared; the record itself does not carry it', () => {
    const [change] = diffRecords(ZONE, desired('www A 192.0.2.1'), []).changes;
    expect(change).toEqual({
      action: 'create',
      zone: ZONE,
      after: { name: 'www.example.com.', type: 'A', value: '192.0.2.1', ttl: 3600 },
      source: { file: 'zones/example.com.yaml', line: 1, column: 3 },
    });
  });
});
