/** Policies at names where nobody looks for them, and where to write them instead. */
import { describe, expect, test } from 'vitest';
import { rulesOf, toldOf } from '../../support/mail-text.ts';

const DKIM = 'v=DKIM1; p=';

test.each([
  ['@', 'v=DMARC1; p=none', "a DMARC record is looked for at _dmarc and not here; write it at '_dmarc'"],
  [
    'www',
    'v=DMARC1; p=none',
    "a DMARC record is looked for at _dmarc and not here; write it at '_dmarc.www'",
  ],
  ['dmarc', 'v=DMARC1; p=none', "a DMARC record is looked for at _dmarc and not here; write it at '_dmarc'"],
  [
    '_dmarcs.www',
    'v=dmarc1; p=none',
    "a DMARC record is looked for at _dmarc and not here; write it at '_dmarc.www'",
  ],
  [
    's1._domainkey',
    'v=DMARC1; p=none',
    "a DMARC record is looked for at _dmarc and not here; write it at '_dmarc'",
  ],
  [
    '@',
    DKIM,
    "a DKIM key is looked for at selector._domainkey and not here; write it at 'selector._domainkey'",
  ],
  [
    '_domainkey',
    DKIM,
    "a DKIM key is looked for at selector._domainkey and not here; write it at 'selector._domainkey'",
  ],
  ['s1', DKIM, "a DKIM key is looked for at selector._domainkey and not here; write it at 's1._domainkey'"],
  [
    's1.domainkey.www',
    DKIM,
    "a DKIM key is looked for at selector._domainkey and not here; write it at 's1._domainkey.www'",
  ],
  [
    's1._domainkeys',
    DKIM,
    "a DKIM key is looked for at selector._domainkey and not here; write it at 's1._domainkey'",
  ],
  [
    '_dmarc',
    DKIM,
    "a DKIM key is looked for at selector._domainkey and not here; write it at 'selector._domainkey'",
  ],
  ['@', 'v=STSv1; id=1', "an MTA-STS record is looked for at _mta-sts and not here; write it at '_mta-sts'"],
  [
    'mta-sts',
    'v=STSv1; id=1',
    "an MTA-STS record is looked for at _mta-sts and not here; write it at '_mta-sts'",
  ],
  [
    '_tls',
    'v=TLSRPTv1; rua=mailto:a@example.com',
    "a TLS-RPT record is looked for at _smtp._tls and not here; write it at '_smtp._tls'",
  ],
  ['_dmarc', 'v=spf1 -all', "SPF is looked for at the domain itself and not at _dmarc; write it at '@'"],
  [
    's1._domainkey.www',
    'v=spf1 -all',
    "SPF is looked for at the domain itself and not at selector._domainkey; write it at 'www'",
  ],
])('%s %s', (name, text, message) => {
  expect(toldOf({ [name]: text })).toEqual([`policy-misplaced: ${message}`]);
});

test('at a name that repeats the zone, which another rule tells', () => {
  expect(rulesOf({ 'example.com': { '_dmarc.example.com.example.com.': 'v=DMARC1; p=none' } })).toEqual([
    'name-doubled',
  ]);
});

describe('SPF at _spf', () => {
  test('is told where no record leads to it', () => {
    expect(
      toldOf({
        '@': 'v=spf1 mx:a.example -all',
        _spf: 'v=spf1 ip4:192.0.2.1 -all',
        'b._spf.www': 'v=spf1 -all',
      }),
    ).toEqual([
      "policy-misplaced: no SPF record here includes '_spf', and nobody looks for SPF there by itself; write it at '@', or include:_spf.example.com there",
      "policy-misplaced: no SPF record here includes 'b._spf.www', and nobody looks for SPF there by itself; write it at 'www', or include:b._spf.www.example.com there",
    ]);
  });

  test.each([
    ['an include', 'v=spf1 include:_spf.example.com -all'],
    ['an include after all, which another rule tells', 'v=spf1 -all include:_spf.example.com'],
    ['a redirect', 'v=spf1 redirect=_spf.example.com'],
    ['macros for the whole name', 'v=spf1 include:_spf.%{d} -all'],
    ['macros for a part of it', 'v=spf1 include:%{l}._s.example.com include:%{o1}.example.com -all'],
  ])('%s of another zone leads to it', (_, text) => {
    const rules = rulesOf({
      'example.net': { '@': text },
      'example.com': { _spf: 'v=spf1 ip4:192.0.2.1 -all' },
    });
    expect(rules).not.toContain('policy-misplaced');
  });

  test('an alias leads to it, and macros for other names do not', () => {
    const spf = { _spf: 'v=spf1 ip4:192.0.2.1 -all' };
    expect(rulesOf({ 'example.com': { ...spf, spf: { CNAME: '_spf.example.com' } } })).toEqual([]);
    expect(rulesOf({ 'example.com': { ...spf, a: 'v=spf1 include:%{l}._s.example.com -all' } })).toEqual([
      'policy-misplaced',
    ]);
  });
});
