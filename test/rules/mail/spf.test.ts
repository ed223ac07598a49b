/** SPF records with mistakes: which rule tells them, and what it says to write. */
import { describe, expect, test } from 'vitest';
import { rulesOf, toldOf } from '../../support/mail-text.ts';

describe('terms that receivers cannot read', () => {
  test.each([
    ['ipv4:192.0.2.1 -all', "SPF has no mechanism 'ipv4:192.0.2.1'; did you mean 'ip4'?"],
    ['inlcude:a.example -all', "SPF has no mechanism 'inlcude:a.example'; did you mean 'include'?"],
    ['include -all', "'include' names no domain; write include:domain, or take it out"],
    ['include: -all', "'include' names no domain; write include:domain, or take it out"],
    ['exists: -all', "'exists' names no domain; write exists:domain, or take it out"],
    ['redirect=', 'redirect= names no domain; write redirect=domain, or take it out'],
    ['redirect:_spf.example.net', "write 'redirect=_spf.example.net': 'redirect' takes '='"],
    ['include=_spf.example.net -all', "write 'include:_spf.example.net': 'include' takes ':'"],
    ['ip4=192.0.2.1 -all', "write 'ip4:192.0.2.1': 'ip4' takes ':'"],
    ['-redirect=_spf.example.net', "a modifier takes no '-'; write 'redirect=_spf.example.net'"],
    ['redirct=_spf.example.net', "receivers ignore 'redirct=_spf.example.net'; did you mean 'redirect'?"],
    ['redirect=a.example redirect=b.example', "'redirect=' stands twice; take one out"],
    ['exp=a.example exp=b.example -all', "'exp=' stands twice; take one out"],
    ['ip4:192.0.2 -all', "'ip4:192.0.2' has no IPv4 address; write it as in ip4:192.0.2.0/24"],
    ['ip4: -all', "'ip4:' has no IPv4 address; write it as in ip4:192.0.2.0/24"],
    ['ip4 -all', "'ip4' has no IPv4 address; write it as in ip4:192.0.2.0/24"],
    [
      'ip4:192.0.2.0/33 -all',
      "'ip4:192.0.2.0/33' has no prefix length of 0 to 32; write it as in ip4:192.0.2.0/32",
    ],
    [
      'ip4:192.0.2.0/ -all',
      "'ip4:192.0.2.0/' has no prefix length of 0 to 32; write it as in ip4:192.0.2.0/32",
    ],
    [
      'ip4:192.0.2.0/024 -all',
      "'ip4:192.0.2.0/024' has no prefix length of 0 to 32; write it as in ip4:192.0.2.0/32",
    ],
    [
      'ip4:192.0.2.0/8/8 -all',
      "'ip4:192.0.2.0/8/8' has no prefix length of 0 to 32; write it as in ip4:192.0.2.0/32",
    ],
    ['ip4:2001:db8::1 -all', "write 'ip6:2001:db8::1': 2001:db8::1 is no IPv4 address"],
    ['ip6:192.0.2.0/24 -all', "write 'ip4:192.0.2.0/24': 192.0.2.0 is no IPv6 address"],
    [
      'ip6:2001:db8::/129 -all',
      "'ip6:2001:db8::/129' has no prefix length of 0 to 128; write it as in ip6:2001:db8::/128",
    ],
    ['ip6:fe80::1%eth0 -all', "'ip6:fe80::1%eth0' has no IPv6 address; write it as in ip6:2001:db8::/32"],
    ['a:192.0.2.1 -all', '192.0.2.1 is an address; write ip4:192.0.2.1'],
    ['include:192.0.2.1 -all', '192.0.2.1 is an address; write ip4:192.0.2.1'],
    ['a/33 -all', "'a/33' has no prefix length of 0 to 32, or of 0 to 128 after '//'"],
    ['mx//129 -all', "'mx//129' has no prefix length of 0 to 32, or of 0 to 128 after '//'"],
    ['a: -all', "'a:' names no domain; write a:domain, or 'a' alone"],
    ['ptr:a.example/24 -all', "'ptr' takes no prefix length; write 'ptr:a.example'"],
    ['include:localhost -all', "'localhost' is one label; write the domain in full"],
    ['include:a..example -all', "'a..example' is no domain: name has an empty label at position 2"],
    ['include:https://a.example -all', "'https://a.example' is no domain (':')"],
    ['include:a.example/24 -all', "'a.example/24' is no domain ('/')"],
    ['include:a.example, -all', "'a.example,' is no domain (',')"],
    ['include:a.e-. -all', "'a.e-.' is no domain: it cannot end in '.e-'"],
    [
      'include:bücher.example -all',
      "'bücher.example' has characters that SPF cannot carry; write 'xn--bcher-kva.example'",
    ],
    [
      'exists:%{x}.example -all',
      "'%{x}.example' has a '%' that begins no macro; macros are %{i}, %{d} and the like",
    ],
    [
      'exists:100%.example -all',
      "'100%.example' has a '%' that begins no macro; macros are %{i}, %{d} and the like",
    ],
    ['exists:%{i}.exam! -all', "'%{i}.exam!' is no domain: it cannot end in '.exam!'"],
    ['all:a.example', "'all' takes nothing; write 'all' alone instead of 'all:a.example'"],
    ['a, -all', "terms are separated by blanks alone; write 'a' for 'a,'"],
    ['sender:a.example -all', "SPF has no mechanism 'sender:a.example'; take it out"],
    ['192.0.2.0/24 -all', "an address stands after 'ip4:'; write 'ip4:192.0.2.0/24'"],
    ['–all', "'–all' has a sign that SPF does not take; write '-all'"],
    [
      '"include:a.example" -all',
      `'"include:a.example"' has a sign that SPF does not take; write 'include:a.example'`,
    ],
    ['mx - -all', "'-' stands alone; write it without a blank after it, as in '-all'"],
    ['fd00::1 -all', "an address stands after 'ip6:'; write 'ip6:fd00::1'"],
    ['include: _spf.example.net -all', "'include' names no domain; write include:domain, or take it out"],
    ['-al', "SPF has no mechanism '-al'; did you mean 'all'?"],
    ['a.example\tmx -all', "SPF has no mechanism 'a.example\tmx'; take it out"],
    ['mx v=spf1 -all', "'v=spf1' begins a second record; take it out, or merge the two"],
  ])('v=spf1 %s', (terms, message) => {
    const told = toldOf({ a: `v=spf1 ${terms}` });
    expect(told.join('\n')).toContain(message);
    expect(told.filter((text) => !text.startsWith('spf-syntax'))).toEqual([]);
  });

  test('two mistakes are two findings', () => {
    expect(toldOf({ a: 'v=spf1 ip4:1 ip4:2 -all' })).toEqual([
      "spf-syntax: 'ip4:1' has no IPv4 address; write it as in ip4:192.0.2.0/24",
      "spf-syntax: 'ip4:2' has no IPv4 address; write it as in ip4:192.0.2.0/24",
    ]);
  });
});

describe('a blank is missing', () => {
  test.each([
    [
      'v=spf1include:a.example -all',
      "after 'v=spf1', so that this is no SPF record; write 'v=spf1 include:a.example -all'",
    ],
    ['v=spf1-all', "after 'v=spf1', so that this is no SPF record; write 'v=spf1 -all'"],
    ['v=spf1a mx -all', "after 'v=spf1', so that this is no SPF record; write 'v=spf1 a mx -all'"],
    ['v=spf1 mx ~allv=DKIM1;', "in '~allv=DKIM1;'; write '~all', a blank, 'v=DKIM1;'"],
    [
      'v=spf1 mx -allgoogle-site-verification=x',
      "in '-allgoogle-site-verification=x'; write '-all', a blank, 'google-site-verification=x'",
    ],
    [
      'v=spf1 include:a.exampleinclude:b.example -all',
      "write 'include:a.example', a blank, 'include:b.example'",
    ],
    ['v=spf1 ip4:192.0.2.1ip4:192.0.2.2 -all', "write 'ip4:192.0.2.1', a blank, 'ip4:192.0.2.2'"],
    ['v=spf1 ip4:192.0.2.0/24-all', "write 'ip4:192.0.2.0/24', a blank, '-all'"],
    ['v=spf1 include:a.example~all', "write 'include:a.example', a blank, '~all'"],
    ['v=spf1 include:a.example-all', "write 'include:a.example', a blank, '-all'"],
    ['v=spf1 mxinclude:a.example -all', "write 'mx', a blank, 'include:a.example'"],
    ['v=spf1 a-all', "write 'a', a blank, '-all'"],
    [
      'v=spf1 include:a.example,include:b.example -all',
      "write 'include:a.example', a blank, 'include:b.example'",
    ],
    ['v=spf1 redirect=a.exampleip4:192.0.2.1', "write 'redirect=a.example', a blank, 'ip4:192.0.2.1'"],
  ])('%s', (text, message) => {
    const told = toldOf({ a: text });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^spf-joined: a blank is missing /);
    expect(told[0]).toContain(message);
  });

  test('no name of a host is taken for two terms', () => {
    const text =
      'v=spf1 include:include.example include:spf-all.example a:redirect.ip4.example mx:all.example -all';
    expect(toldOf({ a: text })).toEqual([]);
  });
});

test.each([
  ['v=spf1; include:a.example -all', "write 'v=spf1 include:a.example -all'"],
  ['"v=spf1\tmx -all"', "write 'v=spf1 mx -all'"],
  ['" v=spf1 mx -all"', "write 'v=spf1 mx -all'"],
  ['v=spf mx -all', "write 'v=spf1 mx -all'"],
  ['v = spf1 mx -all', "write 'v=spf1 mx -all'"],
])('%s is no SPF record, and was meant to be', (text, message) => {
  const told = toldOf({ a: text });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^spf-syntax: an SPF record begins with 'v=spf1' and a blank/);
  expect(told[0]).toContain(message);
});

test.each(['v=spf10 +all', 'spf2.0/mfrom +all', 'v=spf1.1 +all', 'spf +all', 'v=spfoo +all'])(
  '%s is another thing',
  (text) => {
    expect(toldOf({ a: text })).toEqual([]);
  },
);

describe('whom it lets send', () => {
  test.each([
    ['v=spf1 all', ["spf-all-pass: 'all' lets everybody send in this name; write '-all' or '~all'"]],
    [
      'v=spf1 mx:a.example +ALL',
      ["spf-all-pass: '+ALL' lets everybody send in this name; write '-all' or '~all'"],
    ],
    ['v=spf1 ?all', [expect.stringMatching(/^spf-all-neutral: /)]],
    ['v=spf1', [expect.stringMatching(/^spf-no-all: /)]],
    ['v=spf1 a:b.example', [expect.stringMatching(/^spf-no-all: /)]],
    [
      'v=spf1 -all a:b.example',
      ["spf-after-all: 'a:b.example' stands after '-all' and is never reached; put '-all' last"],
    ],
    [
      'v=spf1 -all redirect=b.example',
      ["spf-redirect-all: 'redirect=b.example' has no effect beside '-all'; take one of them out"],
    ],
    [
      'v=spf1 -all ~all',
      ["spf-after-all: '~all' stands after '-all' and is never reached; take one of them out"],
    ],
    ['v=spf1 ptr:b.example -all', [expect.stringMatching(/^spf-ptr: 'ptr:b.example'/)]],
  ])('%s', (text, expected) => {
    expect(toldOf({ a: text })).toEqual(expected);
  });

  test('a part of others may end as it likes, but not let everybody send', () => {
    const zone = { '@': 'v=spf1 include:_spf.example.com include:parts.example.com -all' };
    expect(toldOf({ ...zone, _spf: 'v=spf1 ?all', parts: 'v=spf1 mx:a.example' })).toEqual([]);
    expect(rulesOf({ 'example.com': { ...zone, _spf: 'v=spf1 +all', parts: 'v=spf1 ?all' } })).toEqual([
      'spf-all-pass',
    ]);
  });

  test('a name with mail of its own is told, whoever includes it', () => {
    const parts = { MX: ['10 a.example', '20 b.example'], TXT: 'v=spf1 mx ?all' };
    expect(rulesOf({ 'example.com': { '@': 'v=spf1 include:parts.example.com -all', parts } })).toEqual([
      'spf-all-neutral',
    ]);
  });
});

describe('two records of one name', () => {
  const MULTIPLE = "spf-multiple: 2 SPF records at '@', of which receivers take none; ";

  test.each([
    [['v=spf1 -all', 'V=SPF1 ~all'], "merge them: 'v=spf1 ~all'"],
    [
      ['v=spf1 include:a.example mx:b.example -all', 'v=spf1 include:c.example include:a.example ~all'],
      "merge them: 'v=spf1 include:a.example mx:b.example include:c.example ~all'",
    ],
    [['v=spf1 include:a.example -all', 'v=spf1 redirect=b.example'], 'merge their terms into one'],
    [
      ['v=spf1 include:a.example -all', `v=spf1 include:${'a.'.repeat(90)}example -all`],
      'merge their terms into one',
    ],
  ])('%s', (texts, hint) => {
    expect(toldOf({ '@': [...texts, 'x'] })).toEqual([MULTIPLE + hint]);
  });

  test('a record that stands twice is another mistake', () => {
    expect(rulesOf({ 'example.com': { a: ['v=spf1 -all', 'v=spf1 -all'] } })).toEqual(['duplicate']);
  });
});
