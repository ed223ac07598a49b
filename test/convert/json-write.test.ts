import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportToJson } from '../../src/convert/json/write.ts';
import { readOwner } from '../../src/model/name.ts';
import { safeJson } from '../../src/render/safe.ts';
import { ZONE } from '../support/records.ts';
import { wildRecords } from '../support/wild-records.ts';

const seed = 20_261_126;
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(
  JSON.parse(readFileSync('schema/export.schema.json', 'utf8')),
);

const withoutPython = spawnSync('python3', ['-V']).error !== undefined;

describe('an export as JSON', () => {
  test('fits its schema, and says each record as it is', () => {
    fc.assert(
      fc.property(wildRecords, (records) => {
        const json = exportToJson({ zone: ZONE, records, leftOut: [] }) as { records: typeof records };
        expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
        const back = json.records.map((record) => ({ ...record, name: readOwner(record.name, ZONE).name }));
        expect(back).toEqual(records);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('the same zone gives the same text', () => {
    fc.assert(
      fc.property(wildRecords, (records) => {
        const text = (): string => safeJson(exportToJson({ zone: ZONE, records, leftOut: [] }));
        expect(text()).toBe(text());
      }),
      { seed, numRuns: 50 },
    );
  });

  test.skipIf(withoutPython)('is read by Python just so, whatever the values hold', () => {
    const zones = fc.sample(wildRecords, { seed, numRuns: 100 });
    const texts = zones.map((records) => safeJson(exportToJson({ zone: ZONE, records, leftOut: [] })));
    const script =
      'import json,sys\nfor text in json.load(sys.stdin): print(json.dumps([[r["name"], r["type"], r["value"], r["ttl"], r.get("priority")] for r in json.loads(text)["records"]]))';
    const output = execFileSync('python3', ['-c', script], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
    });
    const read = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(read).toHaveLength(zones.length);
    for (const [at, records] of zones.entries()) {
      const values = (read[at] as [string, string, string, number, number | null][]).map(
        ([name, type, value, ttl, priority]) => [
          readOwner(name, ZONE).name,
          type,
          value,
          ttl,
          priority ?? undefined,
        ],
      );
      expect(values).toEqual(
        records.map(({ name, type, value, ttl, priority }) => [name, type, value, ttl, priority]),
      );
    }
  });
});
