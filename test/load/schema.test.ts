/** The schemas serve editors too, which read YAML by its core schema and know numbers and booleans. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PRESETS } from '../../src/load/living/presets.ts';
import { loadZones } from '../../src/load/load.ts';
import { RECORD_TYPES } from '../../src/model/record.ts';
import { findings } from '../support/zone-text.ts';

function schemaOf(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8'));
}

const zoneSchema = schemaOf('zone');
const definitions: Record<string, AnySchemaObject> = zoneSchema.$defs;
const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(zoneSchema, 'zone').addSchema(schemaOf('config'), 'config');

function accepts(schema: string, data: unknown): boolean {
  return ajv.getSchema(schema)?.(data) === true;
}

describe('the example zones', () => {
  const files = readdirSync('zones');

  test('load without a finding, and use every record type', async () => {
    const { zones, diagnostics } = await loadZones({ zonesDir: 'zones' });
    expect(diagnostics).toEqual([]);
    expect(zones).toHaveLength(files.length);
    const types = new Set(zones.flatMap(({ records }) => records.map(({ type }) => type)));
    expect([...types].toSorted()).toEqual([...RECORD_TYPES].toSorted());
  });

  test.each(files)('%s pleases an editor, and names the schema', (file) => {
    const text = readFileSync(join('zones', file), 'utf8');
    expect(accepts('zone', parse(text))).toBe(true);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/zone\.schema\.json\n/);
  });
});

describe('what loads pleases an editor', () => {
  test.each([
    'records: { a: { TXT: 1.10 }, 010: { TXT: [true, 5, x] } }',
    'records: { a: { A: { ttl: 300, values: 192.0.2.1 } } }\nttl: 3600',
    'records: { a: { MX: { priority: 10, value: mx.example.net } } }',
    'records: { a: { MX: { ttl: 1h, values: { priority: "10", value: mx.example.net } } } }',
    'records: { a: { SRV: [{ priority: 0, value: 0 0 . }, 1 2 3 a.example.net] } }',
    'records: { a: { CAA: { tag: issue, value: ";" } } }',
    'allow_empty: true',
    'zone: example.com\nallow_empty: true\nrecords: {}',
    'state: absent',
    'mode: additive\nrecords: { a: { A: 192.0.2.1 } }',
    'ignore: acme\nprotect: { name: 10, type: A, value: true }\nrecords: { a: { A: 192.0.2.1 } }',
    'ignore: [acme, { name: "**.x", type: [A, TXT] }]\nrecords: { a: { A: 192.0.2.1 } }',
  ])('%s', (text) => {
    expect(findings(text)).toEqual([]);
    expect(accepts('zone', parse(text))).toBe(true);
  });

  test.each([
    'recrods: {}',
    'records: { a: { SPF: x } }',
    'records: { a: { A: { ttl: 5x, values: 192.0.2.1 } } }',
    'records: { a: { A: { ttl: -1, values: 192.0.2.1 } } }',
    'records: { a: { MX: { priority: 65536, value: mx.example.net } } }',
    'records: { a: { MX: { ttl: 5m, priority: 1, value: mx.example.net } } }',
    'records: { a: { MX: { priority: 1, values: [1 mx.example.net] } } }',
    'records: { a: { SRV: { priority: 0, weight: 1, value: 0 0 . } } }',
    'records: { a: { A: [] } }',
    'records: { a: {} }',
    'allow_empty: 1',
    'mode: most\nallow_empty: true',
    'state: gone\nallow_empty: true',
    'ignore: acmee\nallow_empty: true',
    'ignore: [{ nmae: x }]\nallow_empty: true',
    'ignore: { type: SOA }\nallow_empty: true',
    'ignore: []\nallow_empty: true',
  ])('what does not, neither: %s', (text) => {
    expect(findings(text)).toHaveLength(1);
    expect(accepts('zone', parse(text))).toBe(false);
  });
});

describe('patterns', () => {
  test('are the same in zone files and in dnssync.yaml', () => {
    const { patterns, pattern } = schemaOf('config').$defs;
    expect({ patterns, pattern }).toEqual({ patterns: definitions.patterns, pattern: definitions.pattern });
  });

  test('have the presets and the types that there are', () => {
    const { then, properties } = definitions.pattern ?? {};
    expect(then.enum).toEqual([...PRESETS.keys()]);
    expect(properties.type.then.enum).toEqual(RECORD_TYPES);
    expect(properties.type.items.enum).toEqual(RECORD_TYPES);
  });

  test('that are examples load', () => {
    const { examples } = definitions.patterns ?? {};
    for (const example of examples) {
      expect(accepts('zone#/$defs/patterns', example)).toBe(true);
      expect(findings(JSON.stringify({ ignore: example, allow_empty: true }))).toEqual([]);
    }
  });
});

describe('completion', () => {
  test('offers the types under a name, each with words and examples that load', () => {
    expect(Object.keys(definitions.name?.properties)).toEqual([...RECORD_TYPES]);
    for (const type of RECORD_TYPES) {
      const { description, examples } = definitions[type] ?? {};
      expect(description).toMatch(/RFC \d+/);
      for (const example of examples) {
        expect(accepts(`zone#/$defs/${type}`, example)).toBe(true);
        const text = JSON.stringify({ records: { a: { [type]: example } } });
        expect(findings(text).filter((finding) => !finding.includes('?'))).toEqual([]);
      }
    }
  });

  test.each(['zone', 'config'])('every key of the %s schema says what it is', (name) => {
    for (const [key, { description }] of Object.entries<AnySchemaObject>(schemaOf(name).properties)) {
      expect(`${key}: ${description}`).toMatch(/: .{10,}/);
    }
  });

  test('of the configuration knows what works', () => {
    expect(accepts('config', { zones: 'zones', concurrency: 8 })).toBe(true);
    expect(accepts('config', { concurrency: 65 })).toBe(false);
    expect(accepts('config', { guard: {} })).toBe(false);
  });
});
