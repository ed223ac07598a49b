/** The writer of zone files, judged by the reader of them and by the yaml package as editors use it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { zoneFile } from '../../src/convert/zone-file.ts';
import { formatText } from '../../src/edit/format-text.ts';
import { parseYaml } from '../../src/load/parse/parse.ts';
import { readZone } from '../../src/load/read-zone.ts';
import { Source } from '../../src/load/source.ts';
import { checkZoneStructure } from '../../src/load/zone-structure.ts';
import { type Fqdn, readOwner } from '../../src/model/name.ts';
import { compareRecords, type DnsRecord, RECORD_TYPES, rrsetKey } from '../../src/model/record.ts';
import { readValue } from '../../src/model/value.ts';
import { spelt } from '../model/spellings.ts';
import { record, ZONE } from '../support/records.ts';

const FILE = 'zones/example.com.yaml';

/** What reading a file gives, without the rules on zones as a whole; throws where anything is wrong with it. */
function readBack(text: string): DnsRecord[] {
  const source = new Source(FILE, text);
  const { root, diagnostics } = parseYaml(source);
  const { zone, mistakes } = readZone(source, root, 'example.com');
  const structure = root === undefined ? [] : checkZoneStructure(source, root);
  const problems = [...diagnostics, ...structure, ...mistakes];
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return [...(zone?.names.values() ?? [])].flatMap(({ name, rrsets }) =>
    rrsets.flatMap(({ type, ttl, values }) =>
      values.map(({ value, priority }) => ({
        name,
        type,
        value,
        ttl,
        ...(priority === undefined ? {} : { priority }),
      })),
    ),
  );
}

/** What every reader of YAML would call a number, a boolean, null or a date, and what would be cut or refused. */
// biome-ignore format: by kind
const TRAPS = [
  '1.10', '010', '0x10', '0o17', '1e3', '1_000', '.5', '5.', '+1', '-1', '.inf', '.NaN', '1:30', '12:30:45', '2026-01-31', 'no', 'Yes', 'ON',
  'off', 'y', 'N', 'true', 'False', 'null', 'Null', '~', '=', '<<', '@', '*', '*.dev', '&a', '!x', '%x', '`x`', '|', '>', '>-', '- x', '-', '--',
  '---', '--- x', '...', '? x', '?', ': x', ':', '::', ':x', 'x:', 'x: y', 'x:y', 'x #y', 'x#y', '#x', '{a}', '{', '[a]', ']', ',', 'a, b', "'", "'a'",
  "a'b", 'a"b', 'a\\b', 'a\\;b', '\\', '\\n', 'v=spf1 -all', 'a\tb', '\u00a0', 'a\u200bb', 'a\u202eb', '\u2028', '\ufeff', '\u{1f600}', '\u{e0001}', 'é', 'e\u0301',
  '__proto__', '##[x]', 'a##[b', 'ttl', 'values', '$x', '(', ';', '/', '+', '^', '=x', '~x', '192.0.2.1', '2001:db8::', '1:2:3:4:5:6:7:8', '0', '00', '1.2.3', 'x'.repeat(1100),
];

const text = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc.tuple(fc.constantFrom(...TRAPS), fc.constantFrom(...TRAPS)).map((both) => both.join(' ')),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: fc.constantFrom(...' :#\'"\\,[]{}&*!|>%@`-?=~0.9eExyn\t'), minLength: 1 }),
);

const label = fc.constantFrom(
  ...[
    'www',
    'no',
    'y',
    'n',
    'null',
    '010',
    '10',
    '1e3',
    '0x10',
    '-x',
    '0/25',
    '_dmarc',
    'xn--bcher-kva',
    'xn--strae-oqa',
    'xn--wgv71a',
  ],
  ...[
    '1.2',
    'a.b',
    '*',
    '*.dev',
    'www.example.com',
    'com',
    'example.com.example.com',
    'x'.repeat(63),
    '=',
    '~',
    '!x',
    '&a',
    'a,b',
    "a'b",
  ],
);

const ttl = fc.constantFrom(
  0,
  1,
  59,
  60,
  90,
  300,
  3600,
  5400,
  86_399,
  86_400,
  604_800,
  1_209_600,
  2_147_483_647,
);

const data = fc.oneof(
  fc
    .constantFrom(...RECORD_TYPES)
    .chain((type) => spelt[type].map(({ spellings }) => ({ type, text: spellings[0]?.text ?? '' }))),
  text.map((text) => ({ type: 'TXT' as const, text })),
);

/** Records in canonical form that a file can say at all: told by a file of each alone, with all of it in JSON's quotes. */
const records: fc.Arbitrary<DnsRecord[]> = fc
  .array(fc.record({ label, data, ttl, priority: fc.nat(65_535) }), { maxLength: 12 })
  .map((drafts) => {
    const ttls = new Map<string, number>();
    const found = new Map<string, DnsRecord>();
    for (const { label, data, ttl, priority } of drafts) {
      const name = label === '@' ? ZONE : readOwner(label, ZONE).name;
      const { value } = readValue(data.type, data.text);
      if (name === undefined || value === undefined || !isSayable(data.type, value)) continue;
      const key = rrsetKey({ type: data.type, name });
      const seconds = ttls.get(key) ?? ttl;
      ttls.set(key, seconds);
      const isNumbered = data.type === 'MX' || data.type === 'SRV';
      const one = { name, type: data.type, value, ttl: seconds, ...(isNumbered ? { priority } : {}) };
      found.set(`${key} ${isNumbered ? priority : ''} ${value}`, one);
    }
    return [...found.values()];
  });

function isSayable(type: DnsRecord['type'], value: string): boolean {
  const dotted = ['CNAME', 'NS', 'MX', 'SRV'].includes(type) && !value.endsWith('.') ? `${value}.` : value;
  const written = type === 'MX' ? `1 ${dotted}` : type === 'SRV' ? `1 ${dotted}` : dotted;
  try {
    return readBack(`records:\n  a:\n    ${type}: ${JSON.stringify(written)}\n`).length === 1;
  } catch {
    return false;
  }
}

describe('zone files', () => {
  test('loading reads back the records that were written', () => {
    let most = 0;
    fc.assert(
      fc.property(records, (zone) => {
        most = Math.max(most, zone.length);
        const file = zoneFile(ZONE, zone);
        expect(readBack(file).sort(compareRecords), file).toEqual([...zone].sort(compareRecords));
      }),
      { numRuns: 2000 },
    );
    expect(most).toBeGreaterThan(8);
  });

  test('an editor reads the same texts: nothing is a number, a date or null to it, in either version of YAML', () => {
    fc.assert(
      fc.property(text, label, (value, owner) => {
        const name = readOwner(owner, ZONE).name;
        const canonical = readValue('TXT', value).value;
        if (name === undefined || canonical === undefined) return;
        const file = zoneFile(ZONE, [{ name, type: 'TXT', value: canonical, ttl: 300 }]);
        for (const version of ['1.1', '1.2'] as const) {
          const root = parse(file, { version, mapAsMap: true, logLevel: 'silent' });
          const [[key, types]] = [...root.get('records')];
          expect(readOwner(key, ZONE).name, file).toBe(name);
          expect(types.get('TXT'), file).toBe(canonical);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('fmt finds nothing to change, nor to sort', () => {
    fc.assert(
      fc.property(records, (zone) => {
        const file = zoneFile(ZONE, zone, { schema: '../schema/zone.schema.json' });
        expect(formatText(file, ZONE)).toBe(file);
        expect(formatText(file, ZONE, { sort: true })).toBe(file);
      }),
      { numRuns: 300 },
    );
  });

  test('no line is folded and nothing that hides stands bare', () => {
    fc.assert(
      fc.property(records, (zone) => {
        const lines = zoneFile(ZONE, zone).split('\n');
        const sets = new Map(zone.map((one) => [rrsetKey(one), 0]));
        const names = new Set(zone.map(({ name }) => name));
        // ttl, records, the end; a line for each name; one to four for each RRset, and one a value.
        expect(lines.length).toBeLessThanOrEqual(3 + names.size + 3 * sets.size + zone.length);
        expect(lines.join('\n')).not.toContain('##[');
        expect(lines.join('\n')).not.toMatch(/[^\P{C}\n]|(?! )\p{Z}/u);
      }),
    );
  });

  test('the canonical style', () => {
    const zone = [
      '@ 3600 A 192.0.2.1',
      '@ 3600 A 192.0.2.2',
      '@ 3600 MX 10 mx.example.net',
      '@ 3600 TXT v=spf1 include:_spf.example.net -all',
      '@ 3600 CAA 0 issue "letsencrypt.org"',
      'www 3600 CNAME example.com',
      'api 300 A 192.0.2.7',
      'api 300 A 192.0.2.8',
      'api 3600 AAAA 2001:db8::',
      'www.api 5400 A 192.0.2.9',
      'xn--bcher-kva 3600 CNAME xn--bcher-kva.example.net',
      '_sip._tcp 3600 SRV 10 5 5060 localhost.',
      '*.dev 90 A 192.0.2.9',
      '010 3600 TXT "a: b"',
    ].map((line) => record(line));
    expect(zoneFile(ZONE, zone.toReversed(), { schema: '../schema/zone.schema.json' })).toBe(
      `# yaml-language-server: $schema=../schema/zone.schema.json
ttl: 1h
records:
  "@":
    A:
      - 192.0.2.1
      - 192.0.2.2
    MX: 10 mx.example.net
    TXT: v=spf1 include:_spf.example.net -all
    CAA: 0 issue "letsencrypt.org"
  "010":
    TXT: "a: b"
  _sip._tcp:
    SRV: 10 5 5060 localhost.
  api:
    A:
      ttl: 5m
      values:
        - 192.0.2.7
        - 192.0.2.8
    AAAA: "2001:db8::"
  www.api:
    A:
      ttl: 90m
      values: 192.0.2.9
  "*.dev":
    A:
      ttl: 90s
      values: 192.0.2.9
  www:
    CNAME: example.com
  bücher:
    CNAME: bücher.example.net
`,
    );
  });

  test('says which zone it is where the file does not, what is lowered, and that it is empty', () => {
    const zone = 'xn--bcher-kva.example.' as Fqdn;
    const lowered = new Map([['spf-multiple', 'so it was: live']]);
    expect(zoneFile(zone, [], { named: true, lowered })).toBe(
      `zone: bücher.example
lint:
  spf-multiple:
    level: warn
    reason: "so it was: live"
allow_empty: true
`,
    );
  });
});
