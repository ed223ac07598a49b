import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namedConf, zonesConf } from '../../src/sandbox/bind/named-conf.ts';
import { recordData } from '../../src/sandbox/bind/record-data.ts';
import { isAfter, Serials, serialAfter } from '../../src/sandbox/bind/serials.ts';
import { zoneFile } from '../../src/sandbox/bind/zone-file.ts';
import { isZoneName, zonePath } from '../../src/sandbox/bind/zone-path.ts';
import type { DnsRecord } from '../../src/sandbox/store/op.ts';

const record = (
  record_type: string,
  name: string,
  value: string,
  priority: number | null = null,
): DnsRecord => ({
  uuid: `rec-${name}-${value}`,
  zone: 'zone-1',
  record_type,
  name,
  value,
  ttl: 300,
  priority,
  created_at: '2026-01-01T00:00:00.000000Z',
});

const linesOf = (records: readonly DnsRecord[]) =>
  [...zoneFile('example.com', 7, records)].join('').split('\n').slice(0, -1);

describe('the text of a record', () => {
  test.each([
    ['A', '192.0.2.1', null, '192.0.2.1'],
    ['AAAA', '2001:db8::1', null, '2001:db8::1'],
    ['CNAME', 'host.example.net', null, 'host.example.net.'],
    ['CNAME', 'host.example.net.', null, 'host.example.net.'],
    ['MX', 'mail.example.net', 10, '10 mail.example.net.'],
    ['MX', '.', 0, '0 .'],
    ['SRV', '5 443 host.example.net', 10, '10 5 443 host.example.net.'],
    ['CAA', '0 issue "ca.example; x=\\"y\\""', null, '0 issue "ca.example; x=\\"y\\""'],
    ['TXT', 'plain', null, '"plain"'],
    ['TXT', '', null, '""'],
    ['TXT', '"one" "two"', null, '"onetwo"'],
    ['TXT', 'a"b\\c;d', null, '"a\\"b\\\\c;d"'],
    ['TXT', 'ü', null, '"\\195\\188"'],
    ['TXT', '"\\000\\255"', null, '"\\000\\255"'],
    ['TXT', 'x\n$INCLUDE /etc/passwd', null, '"x\\010$INCLUDE /etc/passwd"'],
    ['TXT', 'x"\n@ 1 IN A 192.0.2.66\n"', null, '"x\\"\\010@ 1 IN A 192.0.2.66\\010\\""'],
    // A text is cut by octets: 254 letters and the first half of 'é' are the first string.
    ['TXT', `${'a'.repeat(254)}é`, null, `"${'a'.repeat(254)}\\195" "\\169"`],
    ['A', '192.0.2.1\n$ORIGIN evil.', null, '192.0.2.1\\010\\036ORIGIN evil.'],
    ['A', '192.0.2.1 ; gone', null, '192.0.2.1 \\059 gone'],
    ['A', '', null, '""'],
    ['CNAME', 'a.example (\n', null, 'a.example\\032\\040\\010.'],
    ['CNAME', '@', null, '\\064.'],
  ])('%s %j is written as a value and nothing more', (type, value, priority, written) => {
    expect(recordData(record(type, 'www', value, priority))).toBe(written);
  });
});

describe('the zone file', () => {
  test('has SOA and name servers, then each record absolute, the zone itself first and RRsets together', () => {
    const records = [
      record('A', 'www', '192.0.2.2'),
      record('TXT', '*', 'wild'),
      record('A', 'www', '192.0.2.1'),
      record('A', '@', '192.0.2.3'),
    ];
    expect(linesOf(records)).toEqual([
      'example.com. 3600 IN SOA ns1.vps-sandbox.invalid. hostmaster.vps-sandbox.invalid. 7 7200 3600 1209600 300',
      'example.com. 3600 IN NS ns1.vps-sandbox.invalid.',
      'example.com. 3600 IN NS ns2.vps-sandbox.invalid.',
      'example.com. 300 IN A 192.0.2.3',
      '*.example.com. 300 IN TXT "wild"',
      'www.example.com. 300 IN A 192.0.2.2',
      'www.example.com. 300 IN A 192.0.2.1',
    ]);
  });

  test("a zone's own name servers take the place of the service's", () => {
    expect(linesOf([record('NS', '@', 'ns.example.net')]).filter((line) => line.includes(' NS '))).toEqual([
      'example.com. 300 IN NS ns.example.net.',
    ]);
  });

  test('whatever the fields hold, a record is one line of printable ASCII and no directive', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '$INCLUDE /etc/passwd',
        '\n$ORIGIN .\n',
        '(',
        ')',
        '"',
        '\\',
        ';',
        '@',
        '\r\n',
        '\u2028',
        '\0',
      ),
    );
    const field = fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join(''));
    const type = fc.constantFrom('A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SRV', 'CAA', 'A\n$INCLUDE');
    fc.assert(
      fc.property(type, field, field, (record_type, name, value) => {
        const lines = linesOf([record('TXT', 'before', 'x'), record(record_type, name, value, 1)]);
        expect(lines.filter((line) => !line.includes('vps-sandbox.invalid.'))).toHaveLength(2);
        for (const line of lines) expect(line).toMatch(/^[^ $;()@][!-~]* (?:300|3600) IN [ -~]+$/);
      }),
    );
  });
});

describe('serials', () => {
  test.each([
    [1, 0, true],
    [0, 1, false],
    [5, 5, false],
    [0, 4_294_967_295, true],
    [2_147_483_647, 0, true],
    [2_147_483_648, 0, false],
    [44, 4_294_967_200, true],
  ])('RFC 1982: %i is after %i: %s', (a, b, after) => {
    expect(isAfter(a, b)).toBe(after);
  });

  test.each([
    [undefined, 1000, 1000],
    [999, 1000, 1000],
    [1000, 1000, 1001],
    [5000, 1000, 5001],
    [4_294_967_295, 4_294_967_295, 1],
  ])('after %s at %i comes %i', (last, clock, next) => {
    expect(serialAfter(last, clock)).toBe(next);
  });

  test('advance over restarts, also where the clock has gone back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
    try {
      const path = join(folder, 'serial');
      const first = await Serials.open(path, () => 1_000_000);
      const given = [first.next(), first.next()];
      await first.reserved();
      const later = await Serials.open(path, () => 500);
      given.push(later.next(), later.next());
      await later.reserved();
      expect(new Set(given).size).toBe(4);
      expect(given).toEqual([...given].sort((a, b) => a - b));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('what a zone name becomes', () => {
  test.each(['example.com', 'xn--mnchen-3ya.de', '2.0.192.in-addr.arpa', '_x.example'])(
    '%s is a zone',
    (name) => {
      expect(isZoneName(name)).toBe(true);
      expect(zonePath(name)).toBe(`zones/${name}.zone`);
    },
  );

  test.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a..b',
    'a"; };',
    'a\nb',
    'a b',
    'a.',
    `${'a'.repeat(64)}.de`,
    'ü.de',
    'A.de',
  ])('%j is none', (name) => {
    expect(isZoneName(name)).toBe(false);
  });

  test('the longest names fit into a file name, each its own', () => {
    const long = `${'a'.repeat(60)}.`.repeat(4);
    const [one, other] = [zonePath(`${long}com`), zonePath(`${long}net`)];
    expect(one).not.toBe(other);
    expect(Math.max(one.length, other.length)).toBeLessThan(200);
  });

  test('the configuration lists each zone once, in one order, and serves loopback only', () => {
    expect(zonesConf(['b.example', 'a.example'])).toBe(
      'zone "a.example" { type primary; file "zones/a.example.zone"; };\nzone "b.example" { type primary; file "zones/b.example.zone"; };\n',
    );
    const conf = namedConf(953);
    expect(conf.match(/listen-on [^}]*}/g)).toEqual(['listen-on { 127.0.0.1; }']);
    expect(conf).toContain('recursion no;');
  });
});
