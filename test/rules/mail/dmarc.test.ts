/** DMARC records with mistakes. */
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, rulesOf, toldOf } from '../../support/mail-text.ts';

const NO_VERSION = "a DMARC record begins with 'v=DMARC1;', in capitals, or receivers pass over it; write ";

test.each([
  ['v=dmarc1; p=none', [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none'`]],
  ['V=DMARC1; p=none', [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none'`]],
  ['v=DMARC1 p=none', [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none'`]],
  ['v=DMARC1, p=none', [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none'`]],
  ['v=DMARC1p=none', [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none'`]],
  ['p=none; v=DMARC1', [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none'`]],
  [
    'p=none; rua=mailto:a@example.com',
    [`dmarc-syntax: ${NO_VERSION}'v=DMARC1; p=none; rua=mailto:a@example.com'`],
  ],
  ['v=DMARC1', [expect.stringMatching(/^dmarc-no-policy: there is no 'p='/)]],
  ['v=DMARC1; sp=reject', [expect.stringMatching(/^dmarc-no-policy: /)]],
  ['v=DMARC1; p=rejet', ["dmarc-syntax: 'p=rejet' means nothing; did you mean 'reject'?"]],
  ['v=DMARC1; p=block', ["dmarc-syntax: 'p=block' means nothing; write p=none, p=quarantine or p=reject"]],
  ['v=DMARC1; p=', ["dmarc-syntax: 'p=' means nothing; write p=none, p=quarantine or p=reject"]],
  ['v=DMARC1; p=none sp=none', ["dmarc-syntax: a ';' is missing before 'sp='; write 'p=…; sp=…'"]],
  [
    'v=DMARC1; p=none,rua=mailto:a@example.com',
    ["dmarc-syntax: a ';' is missing before 'rua='; write 'p=…; rua=…'"],
  ],
  ['v=DMARC1; p=none; p=reject', ["dmarc-syntax: tag 'p' stands twice; take one out"]],
  [
    'v=DMARC1; p=none; sp=x; np=y',
    [
      "dmarc-syntax: 'np=y' means nothing; write np=none, np=quarantine or np=reject",
      "dmarc-syntax: 'sp=x' means nothing; write sp=none, sp=quarantine or sp=reject",
    ],
  ],
  [
    'v=DMARC1; p=none; adkim=strict',
    ["dmarc-syntax: 'adkim=strict' means nothing; write adkim=r or adkim=s"],
  ],
  ['v=DMARC1; p=none; aspf=', ["dmarc-syntax: 'aspf=' means nothing; write aspf=r or aspf=s"]],
  ['v=DMARC1; p=none; t=yes', ["dmarc-syntax: 't=yes' means nothing; write t=y or t=n"]],
  ['v=DMARC1; p=none; psd=x', ["dmarc-syntax: 'psd=x' means nothing; write psd=y, psd=n or psd=u"]],
  [
    'v=DMARC1; p=none; fo=1,d',
    ["dmarc-syntax: 'fo=1,d' means nothing; write 0, 1, d or s, or several as in fo=1:d:s"],
  ],
  [
    'v=DMARC1; p=none; rua=a@example.com',
    ['dmarc-syntax: rua has an address without a scheme; write mailto:a@example.com'],
  ],
  [
    'v=DMARC1; p=none; rua=mailto:a@example.com,b@example.com',
    ['dmarc-syntax: rua has an address without a scheme; write mailto:b@example.com'],
  ],
  [
    'v=DMARC1; p=none; rua=mailto:a@example.com; mailto:b@example.com',
    ["dmarc-syntax: addresses are separated by ',' and not by ';': 'mailto:b@example.com'"],
  ],
  [
    'v=DMARC1; p=none; rua=https://example.com/',
    ["dmarc-syntax: rua has 'https://example.com/', where no report can go; write mailto:name@host"],
  ],
  [
    'v=DMARC1; p=none; ruf=mailto:dmarc',
    ["dmarc-syntax: ruf has 'mailto:dmarc', where no report can go; write mailto:name@host"],
  ],
  [
    'v=DMARC1; p=none; rua=mailto:a@ex ample.com',
    ["dmarc-syntax: rua has 'mailto:a@ex ample.com', where no report can go; write mailto:name@host"],
  ],
  ['v=DMARC1; p=none; rua=', [expect.stringMatching(/^dmarc-syntax: rua has an empty address/)]],
  ['v=DMARC1; p=none; none', ["dmarc-syntax: 'none' is no tag; write it as name=value"]],
  [
    'v=DMARC1; p=none; pct=20; rf=afrf; ri=86400',
    [
      "dmarc-removed: 'pct=' is gone from DMARC and passed over; take it out, or write t=y to have a policy tried out",
      "dmarc-removed: 'rf=' is gone from DMARC and passed over; take it out",
      "dmarc-removed: 'ri=' is gone from DMARC and passed over; take it out",
    ],
  ],
  [
    'v=DMARC1; p=none; ruaa=mailto:a@example.com',
    ["dmarc-unknown-tag: receivers do not know 'ruaa='; did you mean 'rua='?"],
  ],
  ['v=DMARC1; P=none', ["dmarc-unknown-tag: receivers do not know 'P='; did you mean 'p='?"]],
])('%s', (text, expected) => {
  expect(toldOf({ _dmarc: text })).toEqual(expected);
});

test('two records are an error, and others do not count', () => {
  expect(
    diagnosticsOf({ 'example.com': { '_dmarc.www': ['v=DMARC1; p=none', 'x=1', 'v=DMARC1; p=reject'] } }),
  ).toMatchObject([
    {
      rule: 'dmarc-multiple',
      severity: 'error',
      message: "2 DMARC records at '_dmarc.www', of which receivers take none; leave one",
    },
  ]);
});

test('a record that cannot be read is none beside another', () => {
  expect(toldOf({ _dmarc: ['v=DMARC1; p=none', 'v=dmarc1; p=none'] })).toEqual([
    expect.stringMatching(/^dmarc-syntax: /),
  ]);
});

test('consent to reports for others', () => {
  expect(toldOf({ 'example.net._report._dmarc': 'v=dmarc1' })).toEqual([
    expect.stringMatching(/^dmarc-syntax: /),
  ]);
});

describe('reports that go to another domain', () => {
  const COM = { _dmarc: 'v=DMARC1; p=none; rua=mailto:a@example.com,mailto:d@mail.example.net!10m' };
  const told = (net: Record<string, string | { NS: string[] } | { CNAME: string }>) =>
    diagnosticsOf({ 'example.com': COM, 'example.net': { www: 'x', ...net } }).map(
      ({ rule, message, at }) => `${at?.file} ${rule}: ${message}`,
    );

  test('which is here and does not take them', () => {
    expect(told({})).toEqual([
      "zones/example.com.yaml dmarc-consent: reports go to mail.example.net, which does not say that it takes them; add TXT 'v=DMARC1' at example.com._report._dmarc.mail.example.net, or at *._report._dmarc there for all domains",
    ]);
    expect(told({ 'example.com._report._dmarc.mail': 'x=1' })).toHaveLength(1);
    expect(told({ 'example.com._report._dmarc': 'v=DMARC1' })).toHaveLength(1);
  });

  test('which says so by name, by a wildcard, or elsewhere', () => {
    expect(told({ 'example.com._report._dmarc.mail': 'v=DMARC1' })).toEqual([]);
    expect(told({ '*._report._dmarc.mail': 'v=DMARC1;' })).toEqual([]);
    expect(told({ '_report._dmarc.mail': { NS: ['ns1.example.org', 'ns2.example.org'] } })).toEqual([]);
    expect(told({ '*._report._dmarc.mail': { CNAME: 'consent.example.org' } })).toEqual([]);
  });

  test('which is not here, or of the same organisation', () => {
    expect(toldOf(COM)).toEqual([]);
    const zones = {
      'a.example.com': { _dmarc: 'v=DMARC1; p=none; rua=mailto:d@b.example.com' },
      'b.example.com': { '@': 'x' },
    };
    expect(rulesOf(zones)).toEqual([]);
  });
});
