import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OctodnsReading, readOctodns } from '../../src/convert/octodns/read.ts';
import { writeOctodns } from '../../src/convert/octodns/write.ts';
import { type DnsRecord, identityOf } from '../../src/model/record.ts';
import { quoteOctets } from '../../src/model/value/quoted.ts';
import { txtOctets } from '../../src/model/value/txt.ts';
import { type Octodns, type OctodnsRRset, startOctodns } from '../support/octodns.ts';
import { toldByUs } from '../support/octodns-told.ts';
import { ZONE } from '../support/records.ts';
import { wildRecords } from '../support/wild-records.ts';

const seed = 20_261_126;
const FILE = 'config/example.com.yaml';

const read = (text: string, apexNs = false): OctodnsReading =>
  readOctodns({ zone: ZONE, files: [{ file: FILE, text }], apexNs });

/** The records of a text that is read to the end: `name ttl type [priority] value`. */
function recordsOf(text: string): string[] {
  const { zone, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  return zone.records.map(({ name, ttl, type, priority, value }) =>
    [name.replace(/\.?example\.com\.$/, '') || '@', ttl, type, priority, value]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

/** What is left out: `line:column what (why)`. */
function leftOf(text: string): string[] {
  const { zone, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  return zone.leftOut.map(({ what, why, place }) => `${place?.line}:${place?.column} ${what} (${why})`);
}

const one = (fields: string): string => `---\na:\n  ${fields.replaceAll('\n', '\n  ')}\n`;

describe('the eight types', () => {
  test.each([
    ['one value', 'type: A\nvalue: 192.0.2.1', ['a 3600 A 192.0.2.1']],
    [
      'a list, with a ttl',
      'ttl: 60\ntype: A\nvalues:\n- 192.0.2.1\n- 192.0.2.2',
      ['a 60 A 192.0.2.1', 'a 60 A 192.0.2.2'],
    ],
    ['a list under value', 'type: A\nvalue: [192.0.2.1]', ['a 3600 A 192.0.2.1']],
    ['one under values', 'type: A\nvalues: 192.0.2.1', ['a 3600 A 192.0.2.1']],
    ['a ttl in quotes', "ttl: '60'\ntype: A\nvalue: 192.0.2.1", ['a 60 A 192.0.2.1']],
    ['AAAA in any spelling', 'type: AAAA\nvalue: 2001:DB8:0::44', ['a 3600 AAAA 2001:db8::44']],
    ['CNAME', 'type: CNAME\nvalue: Look.Over-Here.net.', ['a 3600 CNAME look.over-here.net']],
    [
      'a target without final dot, which is absolute all the same',
      'type: CNAME\nvalue: b.test',
      ['a 3600 CNAME b.test'],
    ],
    ['a target that is an IDN', 'type: CNAME\nvalue: münchen.test.', ['a 3600 CNAME xn--mnchen-3ya.test']],
    ['MX', 'type: MX\nvalue: {exchange: m.test., preference: 10}', ['a 3600 MX 10 m.test']],
    ['MX in the older words', 'type: MX\nvalues:\n- priority: 10\n  value: m.test.', ['a 3600 MX 10 m.test']],
    ['null MX', 'type: MX\nvalue: {exchange: ., preference: 0}', ['a 3600 MX 0 .']],
    ['NS', 'type: NS\nvalues: [n1.test., n2.test.]', ['a 3600 NS n1.test', 'a 3600 NS n2.test']],
    [
      'SRV',
      'type: SRV\nvalue: {port: 30, priority: 12, target: t.test., weight: 20}',
      ['a 3600 SRV 12 20 30 t.test'],
    ],
    ['CAA', 'type: CAA\nvalue: {flags: 128, tag: Issue, value: ca.test}', ['a 3600 CAA 128 issue "ca.test"']],
    [
      'CAA without flags',
      'type: CAA\nvalue: {tag: issue, value: ca.test; x=y}',
      ['a 3600 CAA 0 issue "ca.test; x=y"'],
    ],
  ])('%s', (_, fields, expected) => {
    expect(recordsOf(one(fields))).toEqual(expected);
    expect(leftOf(one(fields))).toEqual([]);
  });

  test('several records of a name are a list, the empty name is the zone, a wildcard a wildcard', () => {
    const text =
      "? ''\n: - type: A\n    value: 192.0.2.1\n  - type: TXT\n    value: x\n'*':\n  type: A\n  value: 192.0.2.2\n";
    expect(recordsOf(text)).toEqual(['@ 3600 A 192.0.2.1', '@ 3600 TXT x', '* 3600 A 192.0.2.2']);
  });

  test('every name is relative, also one that looks absolute', () => {
    const { zone } = read('www.example.com: {type: A, value: 192.0.2.1}');
    expect(zone.records[0]?.name).toBe('www.example.com.example.com.');
  });

  test('names that are numbers, or IDN, or in capitals', () => {
    const text =
      '2: {type: A, value: 192.0.2.1}\nWWW: {type: A, value: 192.0.2.1}\nmünchen: {type: A, value: 192.0.2.1}';
    expect(recordsOf(text).map((record) => record.split(' ')[0])).toEqual(['2', 'www', 'xn--mnchen-3ya']);
  });

  test('anchors and aliases are followed', () => {
    const text =
      'a:\n  type: A\n  values: &web\n  - 192.0.2.1\nb:\n  type: A\n  values: *web\nc: &c {type: TXT, value: x}\nd: *c\n';
    expect(recordsOf(text)).toEqual([
      'a 3600 A 192.0.2.1',
      'b 3600 A 192.0.2.1',
      'c 3600 TXT x',
      'd 3600 TXT x',
    ]);
  });

  test('apex NS only where they are asked for', () => {
    const text = "'': {type: NS, values: [n.test.]}";
    expect(read(text).zone.records).toEqual([]);
    expect(leftOf(text)).toEqual([expect.stringMatching(/^1:5 @ NS .*--apex-ns/)]);
    expect(read(text, true).zone.records).toHaveLength(1);
  });
});

describe('TXT, by what octoDNS makes of a text', () => {
  test.each([
    ["'v=DKIM1\\; k=rsa'", 'v=DKIM1; k=rsa'],
    ["'v=DKIM1; k=rsa'", 'v=DKIM1; k=rsa'],
    ['\'"quoted"\'', 'quoted'],
    ['\'"one" "two"\'', 'onetwo'],
    ["'back\\slash'", 'back\\slash'],
    ["''", '""'],
    ['12', '12'],
    ['"tab\\there"', 'tab\there'],
    ['"line\\nfeed"', '"line\\010feed"'],
    ['grüße', 'grüße'],
    ['|-\n  long\n  text', '"long\\010text"'],
  ])('%s', (written, expected) => {
    expect(recordsOf(one(`type: TXT\nvalue: ${written}`))).toEqual([`a 3600 TXT ${expected}`]);
  });
});

describe('what is left is told with its place and why', () => {
  test.each([
    [
      'another type',
      'type: SSHFP\nvalue: x',
      '3:3 a SSHFP type: SSHFP value: x (VPS.org serves no SSHFP records)',
    ],
    ['SPF', 'type: SPF\nvalue: v=spf1 -all', /^3:3 a SPF .*TXT/],
    ['no type', 'value: 192.0.2.1', '3:3 a value: 192.0.2.1 (it has no type)'],
    ['no value', 'type: A', /no value/],
    ['an empty value', 'type: A\nvalue:', /no value/],
    ['an empty list', 'type: A\nvalues: []', /no value/],
    ['value and values', 'type: A\nvalue: 192.0.2.1\nvalues: [192.0.2.2]', /both value and values/],
    [
      'a value that is none',
      'type: A\nvalue: 999.0.2.1',
      "4:10 a A 999.0.2.1 ('999.0.2.1' is not an IPv4 address)",
    ],
    ['nothing in a list', 'type: TXT\nvalues: [null]', /there is no value/],
    ['an address as a host', 'type: NS\nvalue: 6.2.3.4.', /is an address; NS needs the name of a host/],
    ['a placeholder', "type: CNAME\nvalue: 'x.{zone_name}'", /placeholder/],
    ['a ttl in units', 'ttl: 1h\ntype: A\nvalue: 192.0.2.1', /ttl is not written in plain digits/],
    ['an octal ttl', 'ttl: 0600\ntype: A\nvalue: 192.0.2.1', /ttl is not written in plain digits/],
    ['a ttl that is too great', 'ttl: 2147483648\ntype: A\nvalue: 192.0.2.1', /ttl is not 0/],
    ['two CNAMEs', 'type: CNAME\nvalues: [a.test., b.test.]', /a CNAME has one value/],
    [
      'the same value twice',
      'type: A\nvalues: [192.0.2.1, 192.0.2.1]',
      '4:23 a A 192.0.2.1 (the same value stands above)',
    ],
    ['an MX without preference', 'type: MX\nvalue: {exchange: m.test.}', /preference is missing/],
    ['an MX that is a text', "type: MX\nvalue: '10 m.test.'", /map of its fields/],
    [
      'a port out of range',
      'type: SRV\nvalue: {port: 65536, priority: 1, target: t.test., weight: 1}',
      /port 65536 is not 0…65535/,
    ],
    [
      'a field that stands twice',
      'type: MX\nvalue: {exchange: m.test., exchange: n.test., preference: 1}',
      /stands twice/,
    ],
    ['a quote that is never closed', "type: TXT\nvalue: '\"x'", /cut off its last character/],
    ['a text that YAML takes for a number', 'type: TXT\nvalue: 1.10', /put it in quotes/],
    ['a merge key', '<<: {type: A}\nvalue: 192.0.2.1', /'<<' is not followed/],
    ['ignored', 'octodns: {ignored: true}\ntype: A\nvalue: 192.0.2.1', /octodns: ignored.*'ignore:'/],
  ])('%s', (_, fields, expected) => {
    const left = leftOf(one(fields));
    expect(left).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
    const { records } = read(one(fields)).zone;
    expect(records.length).toBe(/same value/.test(left[0] ?? '') ? 1 : 0);
  });

  test.each([
    ['lenient', 'octodns: {lenient: true}\ntype: A\nvalue: 192.0.2.1', '3:13 a A octodns.lenient: true'],
    ['included', 'octodns: {included: [x]}\ntype: A\nvalue: 192.0.2.1', '3:13 a A octodns.included: [x]'],
    ['excluded', 'octodns: {excluded: [x]}\ntype: A\nvalue: 192.0.2.1', '3:13 a A octodns.excluded: [x]'],
    [
      'an option of a provider',
      'octodns: {cloudflare: {proxied: true}}\ntype: A\nvalue: 192.0.2.1',
      '3:13 a A octodns.cloudflare: {proxied: true}',
    ],
    ['geo', 'geo: {AF: [192.0.2.9]}\ntype: A\nvalue: 192.0.2.1', '3:3 a A geo: {AF: [192.0.2.9]}'],
    ['dynamic', 'dynamic: {pools: {}}\ntype: A\nvalue: 192.0.2.1', '3:3 a A dynamic: {pools: {}}'],
    ['a key that is misspelt', 'tttl: 60\ntype: A\nvalue: 192.0.2.1', '3:3 a A tttl: 60'],
    ['a key that stands again', 'type: A\nvalue: 192.0.2.9\nvalue: 192.0.2.1', '4:3 a A value: 192.0.2.9'],
  ])('%s, and the record is taken', (_, fields, expected) => {
    expect(leftOf(one(fields))).toEqual([expect.stringContaining(`${expected} (`)]);
    expect(recordsOf(one(fields))).toEqual(['a 3600 A 192.0.2.1']);
  });

  test('fields of a value that octoDNS does not look at, and the value is taken', () => {
    const fields = 'type: MX\nvalue: {exchange: m.test., preference: 10, priority: 20, weight: 1}';
    expect(recordsOf(one(fields))).toEqual(['a 3600 MX 10 m.test']);
    expect(leftOf(one(fields))).toEqual([
      '4:46 a MX priority: 20 (octoDNS passes this field over)',
      '4:60 a MX weight: 1 (octoDNS passes this field over)',
    ]);
  });

  test.each([
    ['@', "'@'"],
    ['a final dot', 'www.'],
    ['a boolean', 'on'],
    ['a number that is not as it looks', '010'],
    ['a decimal', '1.10'],
    ['nothing', ''],
    ['what no name holds', "'a b'"],
    ['a label that is too long', 'x'.repeat(64)],
  ])('a name that is %s', (_, name) => {
    const text = `${name}: {type: A, value: 192.0.2.1}`;
    expect(leftOf(text)).toHaveLength(1);
    expect(recordsOf(text)).toEqual([]);
  });

  test('the first of two equal names, as PyYAML drops it; the second of two equal records, as octoDNS refuses it', () => {
    const twice = 'a: {type: A, value: 192.0.2.1}\na: {type: A, value: 192.0.2.2}';
    expect(recordsOf(twice)).toEqual(['a 3600 A 192.0.2.2']);
    expect(leftOf(twice)).toEqual([
      expect.stringMatching(/^1:1 a: \{type: A, value: 192\.0\.2\.1\} .*last only/),
    ]);
    const spelt = 'A: {type: A, value: 192.0.2.1}\na: {type: A, value: 192.0.2.2}';
    expect(recordsOf(spelt)).toEqual(['a 3600 A 192.0.2.1']);
    expect(leftOf(spelt)).toEqual([expect.stringContaining(`has that of ${FILE}:1:4`)]);
  });

  test('a record of the same name and type in another file of the zone', () => {
    const files = ['$example.com.yaml', 'a.yaml'].map((file) => ({
      file,
      text: 'a: {type: A, value: 192.0.2.1}',
    }));
    const { zone } = readOctodns({ zone: ZONE, files });
    expect(zone.records.map(({ place }) => place?.file)).toEqual(['$example.com.yaml']);
    expect(zone.leftOut.map(({ place }) => place?.file)).toEqual(['a.yaml']);
  });
});

describe('a file that cannot be read is one mistake with its place', () => {
  test.each([
    ['an include', 'a: !include b.yaml', '1:4', /'!include' reads other files.*octodns-dump/],
    ['a merged include', 'a:\n  <<: !include b.yaml', '2:7', /'!include'/],
    ['a tag of YAML that is no text', 'a: {type: TXT, value: !!binary eA==}', '1:23', /tag/],
    ['a tag that makes objects', 'a: !!python/object/apply:os.system ["x"]', '1:4', /tag/],
    ['wrong syntax', 'a: [', '1:5', /this is not YAML/],
    ['two documents', 'a: {type: TXT, value: x}\n---\nb: {}', '2:1', /one YAML document/],
    ['a list', '- a', '1:1', /map of names/],
    ['an alias of nothing', 'a: *b', '1:4', /alias/],
    ['an alias of itself', 'a: &a [*a]', '1:8', /alias/],
    ['depth', `a: ${'['.repeat(5000)}`, undefined, /too deeply/],
  ])('%s', (_, text, place, message) => {
    const { diagnostics } = read(text);
    expect(diagnostics).toHaveLength(1);
    const [{ at, message: told } = { at: undefined, message: '' }] = diagnostics;
    expect(told).toMatch(message);
    if (place !== undefined) expect(`${at?.line}:${at?.column}`).toBe(place);
  });

  test('an empty file is an empty zone', () => {
    expect(read('---\n# nothing\n')).toEqual({
      zone: { zone: ZONE, records: [], leftOut: [] },
      diagnostics: [],
    });
  });

  test('aliases that would make millions of values', () => {
    const values = `a: {type: A, values: &v [${Array.from({ length: 2000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`).join(', ')}]}\n`;
    const names = Array.from({ length: 2000 }, (_, at) => `n${at}: {type: A, values: *v}\n`).join('');
    expect(read(values + names).diagnostics).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/million/) }),
    ]);
  });

  test('whatever the text, reading ends without an exception', () => {
    const pieces = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '? ',
      '&x ',
      '*x',
      '!t ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|',
      '#',
      'type: A',
      '\n  ',
      'value: ',
      '<<',
      '---\n',
      '\t',
      '%',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        read(parts.join(''));
      }),
      { seed, numRuns: 2000 },
    );
  });
});

test('what export writes, import reads back, but for what export left out', () => {
  fc.assert(
    fc.property(wildRecords, (records) => {
      const { text, leftOut } = writeOctodns({ zone: ZONE, records, leftOut: [] });
      const { zone, diagnostics } = read(text, true);
      expect(diagnostics).toEqual([]);
      // An export says that a rule of octoDNS is broken; nothing else of it is strange to us.
      expect(zone.leftOut.filter(({ what }) => !what.includes('octodns.lenient'))).toEqual([]);
      expect(zone.records.length + leftOut.length).toBe(records.length);
      const ours = new Map(records.map((record) => [identityOf(record), record.ttl]));
      for (const record of zone.records) expect(ours.get(identityOf(record))).toBe(record.ttl);
    }),
    { seed, numRuns: 1000 },
  );
});

const octodns = await startOctodns();

describe.skipIf('missing' in octodns)('what octoDNS itself writes (skipped where it cannot be had)', () => {
  test.each([
    ['one file', {}, () => false],
    // It makes no folders for names that hold a slash.
    ['a folder of files', { split_extension: '.' }, ({ name }: DnsRecord) => name.includes('/')],
    // It writes a backslash before a semicolon as it does, and then refuses it as escaped twice.
    [
      'semicolons as they are',
      { escaped_semicolons: false },
      ({ type, value }: DnsRecord) => type === 'TXT' && txtOctets(value).includes('\\;'),
    ],
  ])('is read in full: %s', async (_, settings, isBeyond) => {
    await fc.assert(
      fc.asyncProperty(wildRecords, async (records) => {
        const folder = mkdtempSync(join(tmpdir(), 'dnssync-octodns-'));
        try {
          const sayable = sayableOf(records).filter((record) => !isBeyond(record));
          const { dump } = octodns as Octodns;
          await dump(folder, ZONE, rrsetsOf(sayable), settings);
          const { zone, diagnostics } = readOctodns({ zone: ZONE, files: filesIn(folder), apexNs: true });
          expect(diagnostics).toEqual([]);
          expect(zone.leftOut).toEqual([]);
          expect(toldByUs(zone.records)).toEqual(toldByUs(sayable));
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { seed, numRuns: 40 },
    );
  });
});

/**
 * Those that octoDNS can say. It reads what it gets as it reads its files, so that quotes around a text are gone before
 * it writes, and it does not write an empty text.
 */
function sayableOf(records: readonly DnsRecord[]): DnsRecord[] {
  return records.filter((record) => {
    const { leftOut } = writeOctodns({ zone: ZONE, records: [record], leftOut: [] });
    const octets = record.type === 'TXT' ? txtOctets(record.value) : undefined;
    return leftOut.length === 0 && octets?.length !== 0 && octets?.[0] !== 0x22;
  });
}

/** As octoDNS takes them: data in zone-file form. */
function rrsetsOf(records: readonly DnsRecord[]): OctodnsRRset[] {
  return toldByUs(records).map(([name, type, ttl, data]) => [
    name,
    type,
    ttl,
    type === 'TXT' ? data.map((hex) => quoteOctets(Buffer.from(hex, 'hex'))) : data,
  ]);
}

function filesIn(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}
