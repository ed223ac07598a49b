import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullName, shortName } from '../../src/sandbox/names.ts';
import type { DnsRecord, Op } from '../../src/sandbox/store/op.ts';
import { State } from '../../src/sandbox/store/state.ts';
import { Store } from '../../src/sandbox/store/store.ts';

const zoneUuid = fc.constantFrom('z1', 'z2', 'z3');
const recordUuid = fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6');

/** Operations on three zones and six records, so that most of them meet what an earlier one made. */
const ops: fc.Arbitrary<Op[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: zoneUuid.map((uuid): Op => ({ op: 'drop-zone', uuid })) },
    { weight: 2, arbitrary: recordUuid.map((uuid): Op => ({ op: 'drop-record', uuid })) },
    {
      weight: 6,
      arbitrary: fc
        .record({
          uuid: recordUuid,
          record_type: fc.constantFrom('A', 'CNAME'),
          name: fc.constantFrom('@', 'www', 'WWW.one.example.', 'a.b', '__proto__'),
          value: fc.constantFrom('x', 'y\n'),
        })
        .map((given): Op => {
          // A record never moves to another zone: its uuid decides.
          const zone = `z${1 + (Number(given.uuid.slice(1)) % 3)}`;
          const record = { ...given, zone, ttl: 1, priority: null, created_at: `2026 ${given.uuid}` };
          return { op: 'put-record', record };
        }),
    },
  ),
  { maxLength: 40 },
);

const zones: Op[] = ['one', 'two', 'three'].map((name, index) => ({
  op: 'put-zone',
  zone: { uuid: `z${index + 1}`, domain: `${name}.example`, created_at: `2026 ${name}` },
}));

function contents(state: State) {
  return Array.from(state.zones(), (entry) => ({ ...entry.zone, records: [...entry.records.values()] }));
}

describe('the state', () => {
  test('counts by its indexes what counting by hand gives', () => {
    fc.assert(
      fc.property(ops, (changes) => {
        const state = new State();
        for (const op of [...zones, ...changes]) state.apply(op);
        for (const entry of state.zones()) {
          const records = [...entry.records.values()];
          const owner = (record: DnsRecord) => shortName(record.name, entry.zone.domain);
          for (const record of records) {
            const there = records.filter((other) => owner(other) === owner(record));
            expect(entry.countAt(record.name)).toBe(there.length);
            const ofType = there.filter((other) => other.record_type === record.record_type);
            expect(entry.countAt(record.name, record.record_type)).toBe(ofType.length);
            const same = there.filter(
              (other) => other.record_type === record.record_type && other.value === record.value,
            );
            expect(entry.countOf(record)).toBe(same.length);
            expect(state.record(record.uuid)).toBe(record);
          }
          if (records.length === 0) expect(entry.countAt('www')).toBe(0);
        }
      }),
    );
  });

  test('comes back from disk as it was, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ops, { maxLength: 4 }), async (batches) => {
        const folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
        try {
          const store = await Store.open(folder, () => 0);
          store.commit(zones);
          for (const batch of batches) store.commit(batch);
          await store.flushed();
          const before = contents(store.state);
          await store.close();
          const again = await Store.open(folder, () => 0);
          expect(contents(again.state)).toEqual(before);
          await again.close();
        } finally {
          await rm(folder, { recursive: true });
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the short form of a name', () => {
  const labels = fc.array(fc.constantFrom('www', 'example', 'com', 'x', '@', '*'), {
    minLength: 1,
    maxLength: 6,
  });
  const text = fc.tuple(labels, fc.constantFrom('', '.')).map(([parts, end]) => parts.join('.') + end);

  test('is its own short form, and means the same full name', () => {
    fc.assert(
      fc.property(text, (name) => {
        const short = shortName(name, 'example.com');
        expect(shortName(short, 'example.com')).toBe(short);
        expect(shortName(fullName(short, 'example.com'), 'example.com')).toBe(short);
      }),
    );
  });
});
