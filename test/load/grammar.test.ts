import { describe, expect, test } from 'vitest';
import { findings, loadText, recordsOf, under } from '../support/zone-text.ts';

describe('what stands under a type', () => {
  test.each([
    ['a value', 'A', '192.0.2.1', ['a 3600 A 192.0.2.1']],
    ['a list', 'A', '[192.0.2.1, 192.0.2.2]', ['a 3600 A 192.0.2.1', 'a 3600 A 192.0.2.2']],
    ['options with one value', 'A', '{ ttl: 5m, values: 192.0.2.1 }', ['a 300 A 192.0.2.1']],
    ['options with a list', 'A', '{ values: [192.0.2.1], ttl: 60 }', ['a 60 A 192.0.2.1']],
    ['options without a ttl', 'A', '{ values: [192.0.2.1] }', ['a 3600 A 192.0.2.1']],
    ['AAAA in any spelling', 'AAAA', '2001:0DB8::1', ['a 3600 AAAA 2001:db8::1']],
    ['a host name with a final dot', 'CNAME', 'www.Example.NET.', ['a 3600 CNAME www.example.net']],
    ['the zone as a target', 'CNAME', '"@"', ['a 3600 CNAME example.com']],
    ['MX as in a zone file', 'MX', '10 mx.example.net.', ['a 3600 MX 10 mx.example.net']],
    ['MX by field', 'MX', '{ priority: 10, value: mx.example.net }', ['a 3600 MX 10 mx.example.net']],
    ['MX of priority 0', 'MX', '{ value: mx.example.net, priority: 0 }', ['a 3600 MX 0 mx.example.net']],
    ['null MX', 'MX', '0 .', ['a 3600 MX 0 .']],
    [
      'text and maps mixed',
      'MX',
      '{ ttl: 1d, values: [10 a.example.net, { priority: 20, value: b.example.net }] }',
      ['a 86400 MX 10 a.example.net', 'a 86400 MX 20 b.example.net'],
    ],
    ['SRV as in a zone file', 'SRV', '10 5 5060 sip.example.net', ['a 3600 SRV 10 5 5060 sip.example.net']],
    [
      'SRV with any blanks',
      'SRV',
      '"10  5\t5060   sip.example.net "',
      ['a 3600 SRV 10 5 5060 sip.example.net'],
    ],
    [
      'SRV by field',
      'SRV',
      '{ priority: 10, weight: 5, port: 5060, target: sip.example.net }',
      ['a 3600 SRV 10 5 5060 sip.example.net'],
    ],
    [
      "SRV in the API's words",
      'SRV',
      '{ priority: 10, value: 5 5060 sip.example.net }',
      ['a 3600 SRV 10 5 5060 sip.example.net'],
    ],
    ['SRV not offered', 'SRV', '0 0 0 .', ['a 3600 SRV 0 0 0 .']],
    ['CAA quoted', 'CAA', '0 issue "ca.example.net"', ['a 3600 CAA 0 issue "ca.example.net"']],
    ['CAA bare, tag in capitals', 'CAA', '0 ISSUE ca.example.net', ['a 3600 CAA 0 issue "ca.example.net"']],
    [
      'CAA by field',
      'CAA',
      '{ flags: 128, tag: issue, value: ca.example.net }',
      ['a 3600 CAA 128 issue "ca.example.net"'],
    ],
    ['CAA by field without flags', 'CAA', '{ tag: issuewild, value: ";" }', ['a 3600 CAA 0 issuewild ";"']],
    [
      'NS of a delegation',
      'NS',
      '[ns1.example.net, ns2.example.net]',
      ['a 3600 NS ns1.example.net', 'a 3600 NS ns2.example.net'],
    ],
    ['TXT', 'TXT', 'v=spf1 -all', ['a 3600 TXT v=spf1 -all']],
    ['TXT in zone-file form', 'TXT', `'"v=spf1 " "-all"'`, ['a 3600 TXT v=spf1 -all']],
    ['TXT over several lines', 'TXT', '>-\n      v=spf1\n      -all', ['a 3600 TXT v=spf1 -all']],
  ])('%s', (_, type, value, records) => {
    expect(recordsOf(under(type, value))).toEqual(records);
  });
});

describe('a ttl belongs to the RRset', () => {
  test.each([
    ['300', 300],
    ['0', 0],
    ['1s', 1],
    ['5m', 300],
    ['1h30m', 5400],
    ['1d', 86_400],
    ['2w', 1_209_600],
    ['1m1m', 120],
    ['2147483647', 2_147_483_647],
  ])('%s is %d seconds', (ttl, seconds) => {
    expect(recordsOf(under('A', `{ ttl: ${ttl}, values: 192.0.2.1 }`))).toEqual([`a ${seconds} A 192.0.2.1`]);
  });

  test.each([
    ['2147483648', 'ttl-range'],
    ['5000w', 'ttl-range'],
    ['99999999999999999999999', 'ttl-range'],
    ['-1', 'ttl-syntax'],
    ['1.5', 'ttl-syntax'],
    ['1e3', 'ttl-syntax'],
    ['0x10', 'ttl-syntax'],
    ['5 m', 'ttl-syntax'],
    ['5M', 'ttl-syntax'],
    ['5m30', 'ttl-syntax'],
    ['1y', 'ttl-syntax'],
    ['"5m "', 'ttl-syntax'],
  ])('%s is refused', (ttl, rule) => {
    expect(findings(under('A', `{ ttl: ${ttl}, values: 192.0.2.1 }`))).toEqual([`3:15 ${rule}`]);
  });

  test("the file's own is the default of all that have none", () => {
    expect(
      recordsOf('ttl: 1h30m\nrecords: { a: { A: 192.0.2.1, AAAA: { ttl: 60, values: "::1" } } }'),
    ).toEqual(['a 5400 A 192.0.2.1', 'a 60 AAAA ::1']);
    expect(findings('ttl: soon\nrecords: { a: { A: 192.0.2.1 } }')).toEqual(['1:6 ttl-syntax']);
  });

  test('it is not taken beside a single value', () => {
    expect(findings(under('MX', '{ ttl: 5m, priority: 10, value: mx.example.net }'))).toEqual([
      '3:11 ttl-misplaced',
    ]);
    expect(findings(under('MX', '[{ ttl: 5m, priority: 10, value: mx.example.net }]'))).toEqual([
      '3:12 ttl-misplaced',
    ]);
  });
});

describe('names', () => {
  test('are relative, absolute by a final dot, or absolute by the suffix of the zone', () => {
    const names = [
      '"@"',
      'WWW',
      'a.b',
      'c.example.com.',
      'd.EXAMPLE.com',
      '"*.e"',
      '_f._tcp',
      'xexample.com',
      '0/25',
      '-g',
    ];
    const text = `records:\n${names.map((name) => `  ${name}: { TXT: x }\n`).join('')}`;
    expect(loadText(text).zones[0]?.records.map(({ name }) => name)).toEqual([
      'example.com.',
      'www.example.com.',
      'a.b.example.com.',
      'c.example.com.',
      'd.example.com.',
      '*.e.example.com.',
      '_f._tcp.example.com.',
      'xexample.com.example.com.',
      '0/25.example.com.',
      '-g.example.com.',
    ]);
  });

  test('are sent as A-labels, each label by itself', () => {
    expect(recordsOf('records: { straße.bücher: { A: 192.0.2.1 } }')).toEqual([
      'xn--strae-oqa.xn--bcher-kva 3600 A 192.0.2.1',
    ]);
  });

  test.each([
    ['""', 'name-empty'],
    ['a..b', 'name-empty-label'],
    ['.a', 'name-empty-label'],
    [`${'a'.repeat(64)}`, 'name-label-too-long'],
    [`${'a.'.repeat(125)}a`, 'name-too-long'],
    ['"a b"', 'name-bad-character'],
    ['"a\\nb"', 'name-bad-character'],
    ['"a\\u200bb"', 'name-bad-character'],
    ['a;b', 'name-bad-character'],
    ['a@b', 'name-bad-character'],
    ['a\\.b', 'name-escape'],
    ['xn--a', 'name-idn'],
    ['www.example.net.', 'name-out-of-zone'],
    ['foo*', 'name-wildcard'],
    ['"**"', 'name-wildcard'],
    ['a.*.b', 'name-wildcard'],
  ])('%s is refused', (name, rule) => {
    expect(findings(`records:\n  ${name}: { TXT: x }\n`)).toEqual([`2:3 ${rule}`]);
  });

  test('a name of 253 characters and a label of 63 are taken', () => {
    const label = 'a'.repeat(63);
    const name = `${label}.${label}.${label}.${'b'.repeat(49)}`;
    expect(`${name}.example.com`).toHaveLength(253);
    expect(findings(`records:\n  ${name}: { TXT: x }\n`)).toEqual([]);
    expect(findings(`records:\n  ${name}b: { TXT: x }\n`)).toEqual(['2:3 name-too-long']);
  });

  test('two spellings of one name are an error that shows both', () => {
    const text = 'records:\n  www: { A: 192.0.2.1 }\n  WWW: { TXT: x }\n  www.example.com: { TXT: y }\n';
    const { diagnostics, zones } = loadText(text);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "'WWW' is the same name as 'www' on line 2; put their records together",
      "'www.example.com' is the same name as 'www' on line 2; put their records together",
    ]);
    expect(zones).toEqual([]);
  });

  test('010 is not 10', () => {
    expect(recordsOf('records: { 010: { TXT: x }, 10: { TXT: x } }')).toEqual([
      '010 3600 TXT x',
      '10 3600 TXT x',
    ]);
  });
});

describe('texts are read as they stand, never as numbers, dates or booleans', () => {
  test.each(
    '1.10 no yes on 0755 0x1F 1e3 .inf .nan ~ null true 2024-01-01 1:30 12345678901234567890 -0 +1 1_000 0o17 <<'.split(
      ' ',
    ),
  )('%s', (text) => {
    expect(recordsOf(under('TXT', text))).toEqual([`a 3600 TXT ${text}`]);
  });

  test.each(['"%a"', '"@"', "'*'", '"a: b"', '"a #b"'])('%s in quotes', (quoted) => {
    expect(recordsOf(under('TXT', quoted))).toEqual([`a 3600 TXT ${quoted.slice(1, -1)}`]);
  });

  test('what begins like an indicator inside a block is text', () => {
    expect(recordsOf(under('TXT', '>-\n      *a\n      &b %c\n      !d'))).toEqual([
      'a 3600 TXT *a &b %c !d',
    ]);
  });
});

describe('a file without records', () => {
  test.each([
    ['an empty file', ''],
    ['blanks', '\n\n  \n'],
    ['comments', '# records:\n#   a: { A: 192.0.2.1 }\n'],
    ['no records key', 'ttl: 1h\n'],
    ['an empty map', 'records: {}\n'],
    ['allow_empty: false', 'allow_empty: false\n'],
  ])('%s is an error', (_, text) => {
    const { zones, diagnostics } = loadText(text);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['zone-empty']);
    expect(diagnostics[0]?.message).toContain('allow_empty: true');
    expect(zones).toEqual([]);
  });

  test('a records key with everything below it commented out is an error', () => {
    expect(findings('records:\n#  a: { A: 192.0.2.1 }\n')).toEqual(['1:1 yaml-empty']);
  });

  test('with allow_empty: true it is an empty zone', () => {
    expect(loadText('allow_empty: true\n').zones).toMatchObject([{ name: 'example.com.', records: [] }]);
    expect(loadText('records: {}\nallow_empty: true\n').zones).toMatchObject([
      { name: 'example.com.', records: [] },
    ]);
  });

  test('allow_empty takes true and false only', () => {
    expect(findings('allow_empty: yes\n')).toEqual(['1:14 wrong-type']);
  });
});

describe("the zone's name", () => {
  test.each([
    ['zones/example.com.yaml', '', 'example.com.'],
    ['zones/deep/er/Example.COM.yml', '', 'example.com.'],
    ['zones/bücher.example.yaml', '', 'xn--bcher-kva.example.'],
    ['zones/bu\u0308cher.example.yaml', '', 'xn--bcher-kva.example.'],
    ['zones/anything at all.yaml', 'zone: Example.com.', 'example.com.'],
    ['zones/x.example.yaml', 'zone: example.com', 'example.com.'],
  ])('%s with %j is %s', (file, zone, name) => {
    expect(loadText(`${zone}\nrecords: { a: { TXT: x } }`, file).zones[0]?.name).toBe(name);
  });

  test.each([
    ['192.0.2.1', 'address'],
    ['"2001:db8::1"', 'address'],
    ['https://example.com', 'URL'],
    ['example', 'one label'],
    ['com.', 'one label'],
    ['.', 'one label'],
    ['a..b', 'empty label'],
    ['a b.com', 'U+0020'],
    ['"*.example.com"', "'*'"],
    ['"@"', "'@'"],
    ['../example.com', 'empty label'],
  ])('%s is none', (zone, why) => {
    const { diagnostics } = loadText(`records: { a: { TXT: x } }\nzone: ${zone}\n`);
    expect(diagnostics.map(({ rule, at }) => `${at?.line}:${at?.column} ${rule}`)).toEqual(['2:7 zone-name']);
    expect(diagnostics[0]?.message).toContain(why);
  });

  test('a file name that is none says what to do', () => {
    const [diagnostic] = loadText('records: { a: { TXT: x } }', 'zones/records.yaml').diagnostics;
    expect(diagnostic?.message).toBe(
      "'records' is not a zone name (it has one label only); name the file after the zone, as in example.com.yaml, or write zone: in it",
    );
  });
});
