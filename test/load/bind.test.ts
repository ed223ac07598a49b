/** Lint must be at least as strict as named: one bad record freezes the whole zone (dns-rules, fact 1). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DesiredZone } from '../../src/model/zone.ts';
import { loadText } from '../support/zone-text.ts';

const hasBind = spawnSync('named-checkzone', ['-v']).error === undefined;

/** A zone file of the records as they would be published, beside the vendor's own SOA and NS. */
function zoneFile(zone: DesiredZone): string {
  const lines = ['@ 60 IN SOA ns.example.net. host.example.net. 1 1 1 1 1'];
  const declaresNs = zone.records.some(({ type, name }) => type === 'NS' && name === zone.name);
  if (!declaresNs) lines.push('@ 60 IN NS ns.example.net.');
  for (const { name, ttl, type, priority, value } of zone.records) {
    const hosts = type === 'CNAME' || type === 'NS' || type === 'MX' || type === 'SRV';
    const rdata = type === 'TXT' ? `"${value}"` : hosts && !value.endsWith('.') ? `${value}.` : value;
    lines.push(`${name} ${ttl} IN ${type} ${priority === undefined ? '' : `${priority} `}${rdata}`);
  }
  return `${lines.join('\n')}\n`;
}

const names = [
  '"@"',
  'a',
  'b',
  'a.b',
  '"*"',
  '"*.b"',
  'a_b',
  '_x._tcp',
  'x._spf',
  'gc._msdcs',
  '-a',
  '0/25',
  'ns.b',
  'foo*',
  'a.*.b',
  '"*.a_b"',
];
const hosts = [
  'a.example.com',
  'b.example.com',
  'ns.b.example.com',
  'x.b.example.com',
  'nope.example.com',
  'mx.example.net',
  'a_b.example.net',
  'a.example.net',
];
const host = fc.constantFrom(...hosts);
const values: Record<string, fc.Arbitrary<string>> = {
  A: fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.01'),
  AAAA: fc.constantFrom('2001:db8::1', '::ffff:192.0.2.1', '2001:db8::g'),
  CNAME: fc.oneof(host, fc.constant('_x.example.net')),
  TXT: fc.constantFrom('x', 'y'),
  MX: fc.oneof(
    host.map((name) => `10 ${name}`),
    fc.constantFrom('0 .', '70000 a.example.net', '10 192.0.2.1'),
  ),
  NS: fc.oneof(host, fc.constantFrom('.', '192.0.2.1')),
  SRV: fc.oneof(
    host.map((name) => `1 2 3 ${name}`),
    fc.constant('0 0 0 .'),
  ),
  CAA: fc.constantFrom('0 issue ";"', '0 issue "ca.example.net"', '256 issue ";"', '0 is-sue "x"'),
};
const record = fc
  .constantFrom(...Object.keys(values))
  .chain((type) => fc.tuple(fc.constantFrom(...names), fc.constant(type), values[type] ?? fc.constant('x')));

/** A zone file of such records; what stands at one name and type becomes a list. */
function yaml(records: readonly (readonly [string, string, string])[]): string {
  const zone = new Map<string, Map<string, string[]>>();
  for (const [name, type, value] of records) {
    const types = zone.get(name) ?? new Map<string, string[]>();
    zone.set(name, types.set(type, [...(types.get(type) ?? []), `'${value}'`]));
  }
  const lines = [...zone].map(
    ([name, types]) =>
      `  ${name}: { ${[...types].map(([type, list]) => `${type}: [${list.join(', ')}]`).join(', ')} }\n`,
  );
  return `records:\n${lines.join('')}`;
}

describe.skipIf(!hasBind)('beside BIND (skipped where named-checkzone is not installed)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnssync-bind-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('what loads here without an error loads there', () => {
    let loaded = 0;
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
        const text = yaml(records);
        const [zone] = loadText(text).zones;
        if (zone === undefined) return;
        loaded++;
        const file = join(folder, 'zone');
        writeFileSync(file, zoneFile(zone));
        // As named has it: names checked, the zone's own name servers too.
        const check = spawnSync('named-checkzone', ['-k', 'fail', '-i', 'full', 'example.com', file], {
          encoding: 'utf8',
        });
        expect(check.stdout + (check.status === 0 ? '' : `${text}\n${zoneFile(zone)}`)).toMatch(/OK\s*$/);
      }),
      { numRuns: 400 },
    );
    // The property must have been put to the test.
    expect(loaded).toBeGreaterThan(30);
  });
});
