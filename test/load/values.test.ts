import { describe, expect, test } from 'vitest';
import { findings, loadText, recordsOf, under } from '../support/zone-text.ts';

/** `column rule` of what is wrong with one value under one type at the name `a`; all on line 3. */
function wrong(type: string, value: string): string[] {
  return findings(under(type, value)).map((finding) => finding.replace(/^3:/, ''));
}

function messageOf(type: string, value: string): string | undefined {
  return loadText(under(type, value)).diagnostics[0]?.message;
}

describe('A and AAAA', () => {
  test.each([
    ['A', '192.0.2.256', 'a-syntax'],
    ['A', '192.0.2.01', 'a-syntax'],
    ['A', '192.0.2', 'a-syntax'],
    ['A', '192.0.2.0/24', 'a-syntax'],
    ['A', '192.0.2.1:53', 'a-syntax'],
    ['A', '192.0.2.1 192.0.2.2', 'a-syntax'],
    ['A', '0x7f.0.0.1', 'a-syntax'],
    ['A', '"192.0.2.1 "', 'a-syntax'],
    ['A', 'www.example.net', 'a-syntax'],
    ['AAAA', '"2001:db8:::1"', 'aaaa-syntax'],
    ['AAAA', '2001:db8::1/64', 'aaaa-syntax'],
    ['AAAA', '"[2001:db8::1]"', 'aaaa-syntax'],
    ['AAAA', 'fe80::1%eth0', 'aaaa-syntax'],
  ])('%s %s', (type, value, rule) => {
    expect(wrong(type, value)).toEqual([`${type.length + 7} ${rule}`]);
  });

  test('of the wrong family says the right type', () => {
    expect(messageOf('A', '2001:db8::1')).toBe(
      "'2001:db8::1' is not an IPv4 address; it is an IPv6 address: use AAAA",
    );
    expect(messageOf('AAAA', '192.0.2.1')).toBe(
      "'192.0.2.1' is not an IPv6 address; it is an IPv4 address: use A",
    );
  });
});

describe('host names in values', () => {
  test.each([
    ['CNAME', '192.0.2.1', '12 target-ip'],
    ['CNAME', '192.0.2.1.', '12 target-ip'],
    ['NS', '2001:db8::1', '9 target-ip'],
    ['NS', '"[2001:db8::1]"', '9 target-ip'],
    ['MX', '10 192.0.2.1', '12 target-ip'],
    ['SRV', '1 2 3 2001:db8::1', '16 target-ip'],
    ['CNAME', 'www', '12 target-ambiguous'],
    ['NS', 'ns1', '9 target-ambiguous'],
    ['MX', '10 mail', '12 target-ambiguous'],
    ['SRV', '1 2 3 sip', '16 target-ambiguous'],
    ['CNAME', 'https://www.example.net/', '12 target-syntax'],
    ['CNAME', 'www.example.net:80', '12 target-syntax'],
    ['CNAME', 'www.example.net/path', '12 target-syntax'],
    ['CNAME', 'me@example.net', '12 target-syntax'],
    ['CNAME', '"www.example.net other"', '12 target-syntax'],
    ['CNAME', '"www.example.net\\nx"', '12 target-syntax'],
    ['CNAME', 'a..b', '12 target-syntax'],
    ['CNAME', '.', '12 target-root'],
    ['NS', '.', '9 target-root'],
    ['NS', 'n_s.example.net', '9 target-hostname'],
    ['NS', '-a.example.net', '9 target-hostname'],
    ['MX', '10 m_x.example.net', '12 target-hostname'],
    ['MX', '"10 *.example.net"', '13 target-hostname'],
    ['SRV', '1 2 3 s_p.example.net', '16 target-hostname'],
  ])('%s %s', (type, value, finding) => {
    expect(wrong(type, value)).toEqual([finding]);
  });

  test('a single label suggests the full name', () => {
    expect(messageOf('CNAME', 'www')).toBe(
      "'www' may mean two names; write 'www.example.com', or 'www.' for the name itself",
    );
  });

  test.each([
    ['CNAME', 'x_y.acm-validations.example.net', 'x_y.acm-validations.example.net'],
    ['CNAME', 'localhost.', 'localhost'],
    ['CNAME', 'BÜCHER.example', 'xn--bcher-kva.example'],
    ['NS', '1.2.3.example.net', '1.2.3.example.net'],
    ['NS', 'a--b.example.net', 'a--b.example.net'],
  ])('%s %s is taken', (type, value, canonical) => {
    expect(recordsOf(under(type, value))).toEqual([`a 3600 ${type} ${canonical}`]);
  });
});

describe('MX', () => {
  test.each([
    ['mx.example.net', '9 mx-priority'],
    ['10', '9 mx-syntax'],
    ['mx.example.net 10', '9 mx-syntax'],
    ['10 mx.example.net 20', '9 mx-syntax'],
    ['65536 mx.example.net', '9 mx-priority'],
    ['-1 mx.example.net', '9 mx-priority'],
    ['1.5 mx.example.net', '9 mx-priority'],
    ['{ priority: low, value: mx.example.net }', '21 mx-priority'],
    ['{ priority: 10, value: 20 mx.example.net }', '32 mx-priority'],
  ])('%s', (value, finding) => {
    expect(wrong('MX', value)).toEqual([finding]);
  });

  test('without a priority shows the line to write', () => {
    expect(messageOf('MX', 'mx.example.net')).toBe("priority is required for MX; write '10 mx.example.net'");
    expect(messageOf('MX', 'mx.example.net 10')).toBe(
      "priority stands first in MX; write '10 mx.example.net'",
    );
  });

  test('two mistakes in one value are two findings', () => {
    expect(wrong('MX', '70000 mail')).toEqual(['9 mx-priority', '15 target-ambiguous']);
  });

  test('65535 and leading zeros are numbers', () => {
    expect(recordsOf(under('MX', '[65535 a.example.net, 010 b.example.net]'))).toEqual([
      'a 3600 MX 65535 a.example.net',
      'a 3600 MX 10 b.example.net',
    ]);
  });
});

describe('SRV', () => {
  test.each([
    ['5 5060 sip.example.net', '10 srv-syntax'],
    ['10 5 5060', '10 srv-syntax'],
    ['10 5 5060 sip.example.net x', '10 srv-syntax'],
    ['10 5 sip sip.example.net', '10 srv-range'],
    ['10 5 65536 sip.example.net', '10 srv-range'],
    ['-1 5 5060 sip.example.net', '10 srv-range'],
    ['{ priority: 10, weight: x, port: 5060, target: sip.example.net }', '34 srv-range'],
    ['{ priority: 10, value: 10 5 5060 sip.example.net }', '33 srv-syntax'],
    ['{ priority: 10, value: sip.example.net }', '33 srv-syntax'],
  ])('%s', (value, finding) => {
    expect(wrong('SRV', value)).toEqual([finding]);
  });

  test('three fields print the four-field line', () => {
    expect(messageOf('SRV', '5 5060 sip.example.net')).toBe(
      "SRV has four fields, 'priority weight port target'; write '10 5 5060 sip.example.net' with the priority you mean",
    );
  });
});

describe('CAA', () => {
  test.each([
    ['ca.example.net', '10 caa-syntax'],
    ['issue "ca.example.net"', '10 caa-syntax'],
    ['256 issue "ca.example.net"', '10 caa-flags'],
    ['0 is-sue "ca.example.net"', '10 caa-tag'],
    ['0 issue ca.example.net; accounturi=https://ca.example.net/1', '10 caa-value'],
    ['0 issue "a" "b"', '10 caa-value'],
    ['0 issue "ca.example.net', '10 caa-value'],
    ['0 issue "https://ca.example.net"', '10 caa-issue'],
    ['0 issuewild "*.example.net"', '10 caa-issue'],
    ['0 issue "ca_1.example.net"', '10 caa-issue'],
    ['0 issue "ca.example.net ca2.example.net"', '10 caa-issue'],
    ['0 issue "ca.example.net; accounturi"', '10 caa-issue'],
    ['0 issue "ca.example.net; a=b c"', '10 caa-issue'],
    ['0 iodef "security@example.com"', '10 caa-iodef'],
    ['0 iodef "ftp://example.com"', '10 caa-iodef'],
    ['{ flags: 300, tag: issue, value: ca.example.net }', '19 caa-flags'],
    ['{ tag: is-sue, value: ca.example.net }', '17 caa-tag'],
    [`{ tag: issue, value: '"ca.example.net"' }`, '31 caa-value'],
    ['{ tag: issue, value: "https://ca.example.net" }', '31 caa-issue'],
  ])('%s', (value, finding) => {
    expect(wrong('CAA', value)).toEqual([finding]);
  });

  test.each([
    ['0 issue ";"'],
    ['0 issue ""'],
    ['0 issue "ca.example.net"'],
    ['0 issue "CA.Example.net; validationmethods=dns-01; accounturi=https://ca.example.net/acct/1"'],
    ['0 issue "ca.example.net;"'],
    ['128 issuewild ";"'],
    ['0 iodef "mailto:security@example.com"'],
    ['0 iodef "HTTPS://iodef.example.com/"'],
    ['0 contactemail "anything goes"'],
  ])('%s is taken', (value) => {
    expect(recordsOf(under('CAA', value))).toEqual([`a 3600 CAA ${value}`]);
  });

  test('a value that must be quoted is shown quoted', () => {
    expect(messageOf('CAA', '0 issue ca.example.net; a=b')).toBe(
      'quote the CAA value: "ca.example.net; a=b"',
    );
    expect(messageOf('CAA', 'ca.example.net')).toContain(`write '0 issue "ca.example.net"'`);
  });
});

describe('TXT', () => {
  test.each([
    ['""', 'txt-empty'],
    ['"a\\nb"', 'txt-control'],
    ['"a\\rb"', 'txt-control'],
    ['"a\\0b"', 'txt-control'],
    ['"a\\x1bb"', 'txt-control'],
    ['"a\\x7fb"', 'txt-control'],
    [`'"a\n\n      b"'`, 'txt-control'],
    ['" a"', 'txt-whitespace'],
    ['"a "', 'txt-whitespace'],
    ['"a\\t"', 'txt-whitespace'],
    ['"\\u00a0a"', 'txt-whitespace'],
    [`'"a'`, 'txt-quote'],
    [`'"a" b'`, 'txt-quote'],
    [`'"a" "b'`, 'txt-quote'],
    [`'"\\256"'`, 'txt-quote'],
    ['x'.repeat(65_001), 'txt-too-long'],
  ])('%s', (value, rule) => {
    expect(wrong('TXT', value)).toEqual([`10 ${rule}`]);
  });

  test.each([
    [`'""'`, '""'],
    [`'"\\010"'`, '"\\010"'],
    [`'" a "'`, '" a "'],
    [`'say "hi"'`, 'say "hi"'],
    [`'a"'`, 'a"'],
    ['C:\\dir', 'C:\\dir'],
    ['"a\\tb"', 'a\tb'],
    ['naïve café', 'naïve café'],
    ['x'.repeat(65_000), 'x'.repeat(65_000)],
  ])('%s is taken', (value, canonical) => {
    expect(recordsOf(under('TXT', value))).toEqual([`a 3600 TXT ${canonical}`]);
  });

  test('a blank at an end shows how to mean it', () => {
    expect(messageOf('TXT', '" a"')).toBe(
      `value starts with a blank; take it out, or write '" a"' if you mean it`,
    );
    expect(recordsOf(under('TXT', `'" a"'`))).toEqual(['a 3600 TXT " a"']);
  });

  test.each(['v=DKIM1\\; k=rsa', 'say \\"hi\\"'])(
    'a backslash pasted from a zone file is a warning: %s',
    (value) => {
      expect(wrong('TXT', value)).toEqual(['10 ?txt-backslash']);
      expect(wrong('TXT', `'"${value}"'`)).toEqual([]);
    },
  );
});

test('a mistake in one value hides none in the others, and is one finding each', () => {
  const text = 'records:\n  a:\n    A: [192.0.2.1, 192.0.2.999, 1]\n    MX: x\n  b: { AAAA: "::g" }\n';
  expect(findings(text)).toEqual(['3:20 a-syntax', '3:33 a-syntax', '4:9 mx-priority', '5:14 aaaa-syntax']);
});

test('a finding carries the line, and the length of what is wrong', () => {
  const [diagnostic] = loadText('records:\n  a: { A: 192.0.2.999 } # x\n').diagnostics;
  expect(diagnostic).toEqual({
    severity: 'error',
    rule: 'a-syntax',
    message: "'192.0.2.999' is not an IPv4 address",
    at: {
      file: 'zones/example.com.yaml',
      line: 2,
      column: 11,
      length: 11,
      sourceLine: '  a: { A: 192.0.2.999 } # x',
    },
  });
});
