/** A plan's changes turned round: what a file must say so that live is what it says. */
import { describe, expect, it } from 'vitest';
import { driftOf } from '../../src/edit/drift.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { LiveRecord, RecordType } from '../../src/model/record.ts';
import { diffRecords } from '../../src/plan/diff.ts';
import { loadText } from '../support/zone-text.ts';

const ZONE = 'example.com.' as Fqdn;

/** `name type ttl [priority] value`. */
function live(...rows: string[]): LiveRecord[] {
  return rows.map((row, index) => {
    const [name, type, ttl, ...rest] = row.split(' ');
    const priority = type === 'MX' ? Number(rest.shift()) : undefined;
    return {
      id: `${index}`,
      createdAt: '',
      name: `${name}.example.com.` as Fqdn,
      type: type as RecordType,
      ttl: Number(ttl),
      value: rest.join(' '),
      ...(priority === undefined ? {} : { priority }),
    };
  });
}

function drift(text: string, records: readonly LiveRecord[]) {
  const [desired] = loadText(text).zones;
  if (desired === undefined) throw new Error(text);
  const { wanted, leftOut } = driftOf(desired, diffRecords(ZONE, desired.records, records).changes);
  const told = wanted.map(({ name, type, ttl, values }) =>
    [
      name.replace('.example.com.', ''),
      type,
      ttl,
      ...values.map((v) => `${v.priority ?? ''}${v.value}`).sort(),
    ].join(' '),
  );
  return {
    wanted: told.sort(),
    leftOut: leftOut.map(({ type, why, place }) => `${type} ${why.slice(0, 28)} ${place?.line ?? ''}`),
  };
}

const TEXT =
  'protect: [{ name: keep }]\nrecords:\n  a: { A: [192.0.2.1, 192.0.2.2] }\n  m: { MX: 10 x.example.net }\n  keep: { A: 192.0.2.3 }\n';
const SAME = [
  'a A 3600 192.0.2.1',
  'a A 3600 192.0.2.2',
  'm MX 3600 10 x.example.net',
  'keep A 3600 192.0.2.3',
];

describe('driftOf', () => {
  it('is nothing where live is what the file says', () => {
    expect(drift(TEXT, live(...SAME))).toEqual({ wanted: [], leftOut: [] });
  });

  it('holds whole RRsets: values, ttl, priority, what comes and what goes', () => {
    const rows = [
      'a A 300 192.0.2.1',
      'a A 300 192.0.2.9',
      'm MX 3600 20 x.example.net',
      'n TXT 60 new',
      'keep A 60 192.0.2.3',
    ];
    expect(drift(TEXT, live(...rows))).toEqual({
      wanted: [
        'a A 300 192.0.2.1 192.0.2.9',
        'keep A 60 192.0.2.3',
        'm MX 3600 20x.example.net',
        'n TXT 60 new',
      ],
      leftOut: [],
    });
    expect(drift(TEXT, live('keep A 3600 192.0.2.3', 'a CNAME 3600 b.example.net'))).toMatchObject({
      wanted: ['a A 3600', 'a CNAME 3600 b.example.net', 'm MX 3600'],
    });
  });

  it('leaves out what no file can say', () => {
    expect(drift(TEXT, live(...SAME, 'a A 60 192.0.2.4'))).toEqual({
      wanted: [],
      leftOut: ['A live has its records with tt '],
    });
    const twice = live(...SAME, 'a A 3600 192.0.2.1');
    expect(drift(TEXT, twice)).toEqual({
      wanted: [],
      leftOut: ['A live holds this record twice '],
    });
    const [odd, ...rest] = live('m MX 3600 10 ???', ...SAME.filter((row) => !row.startsWith('m')));
    if (odd === undefined) throw new Error('no record');
    expect(drift(TEXT, [{ ...odd, unreadable: 'no host name' }, ...rest])).toEqual({
      wanted: [],
      leftOut: ['MX the value that live has cann 4'],
    });
  });

  it('gives up nothing that is protected', () => {
    const gone = drift(TEXT, live(...SAME.slice(0, 3)));
    expect(gone).toEqual({ wanted: [], leftOut: ["A '192.0.2.3' is not live any  1"] });
    expect(drift(TEXT, live(...SAME.slice(0, 3), 'keep A 3600 192.0.2.8'))).toEqual(gone);
  });
});
