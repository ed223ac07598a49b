/** Records as mail services ask for them, on example domains: nothing is said of any. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, type Names } from '../../support/mail-text.ts';

const RSA_2048 = rsa(2048);
const RSA_1024 = rsa(1024);
const RSA_4096 = rsa(4096);
const ED25519 = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

function rsa(modulusLength: number): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

const SPF = [
  'v=spf1 -all',
  'v=spf1 include:_spf.workspace.example ~all',
  'v=spf1 include:spf.protection.office.example -all',
  'v=spf1 include:spf.protection.office.example include:_spf.workspace.example include:sendgrid.example ~all',
  'v=spf1 include:amazonses.example ~all',
  'v=spf1 include:servers.mcsv.example ~all',
  'v=spf1 include:spf.messagingengine.example ~all',
  'v=spf1 include:%{ir}.%{v}.%{d}.spf.has.pphosted.example ~all',
  'v=spf1 include:%{i}._ip.%{h}._ehlo.%{d}._spf.vali.example ~all',
  'v=spf1 exists:%{i}._spf.mta.example -all',
  'v=spf1 exists:%{l}._spf.%{d} ~all',
  'v=spf1 exists:%{l1r+-}.%{d2}.example ~all',
  'v=spf1 redirect=_spf.mail.example',
  'v=spf1 redirect=%{d}._spf.mail.example',
  'v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.7 ip6:2001:db8::/32 -all',
  'v=spf1 ip6:2001:db8:1234:0000:0000:0000:0000:0000/48 ip6:::ffff:192.0.2.1 ~all',
  'v=spf1 +a +mx +ip4:192.0.2.1 ~all',
  'v=spf1 a mx a:mail.example/28 mx:mail.example/24//64 a/24//64 a//64 -all',
  'V=SPF1 A MX INCLUDE:SPF.EXAMPLE -ALL',
  '"v=spf1  include:_spf.example.net   -all "',
  'v=spf1 include:_spf.example.net. -all',
  'v=spf1 mx -all exp=explain._spf.%{d}',
  'v=spf1 include:spf.example ra=postmaster rp=10 rr=e -all',
  'v=spf1 include:spf.xn--bcher-kva.example ~all',
  'v=spf1 include:_spf_euwest1.prod.hydra.example include:_spf.a-b.c_d.example ~all',
  '"v=spf1 include:a.example " "include:b.example ~all"',
];

describe('SPF', () => {
  test.each(SPF)('%s', (text) => {
    const apex = {
      A: '198.51.100.1',
      AAAA: '2600::1',
      MX: ['10 mx1.example.net', '20 mx2.example.net'],
      TXT: text,
    };
    expect(told({ '@': apex, _spf: { A: '198.51.100.2' } })).toEqual([]);
  });

  test('other texts beside it, one of them of Sender ID', () => {
    const texts = [
      'v=spf1 include:_spf.workspace.example ~all',
      'spf2.0/pra -all',
      'MS=ms12345678',
      'v=verifydomain MS=1',
    ];
    expect(told({ '@': texts })).toEqual([]);
  });

  test('fragments that the record includes, as large senders have them', () => {
    expect(
      told({
        '@': 'v=spf1 include:_spf.example.com include:spf.example.com -all',
        _spf: 'v=spf1 include:_netblocks.example.com include:_spf2.example.com ~all',
        _netblocks: 'v=spf1 ip4:192.0.2.0/24 ?all',
        _spf2: 'v=spf1 ip4:198.51.100.0/24',
        spf: 'v=spf1 ip4:203.0.113.0/24 ?all',
      }),
    ).toEqual([]);
  });

  test('hosts of their own, and a wildcard', () => {
    expect(told({ mail: { A: '198.51.100.1', TXT: 'v=spf1 a -all' }, '*': 'v=spf1 -all' })).toEqual([]);
  });
});

const DKIM = [
  `v=DKIM1; k=rsa; p=${RSA_2048}`,
  `v=DKIM1;k=rsa;p=${RSA_2048};`,
  `v=DKIM1; p=${RSA_1024}`,
  `k=rsa; p=${RSA_1024}`,
  `k=rsa; t=s; p=${RSA_1024}`,
  `p=${RSA_2048}`,
  `v=DKIM1; k=rsa; h=sha256; s=email; p=${RSA_4096}`,
  `v=DKIM1; k=rsa; h=sha1:sha256; s=*; t=s; n=Key of 2026, by the mail team; p=${RSA_2048}`,
  `v=DKIM1; k=rsa; p=${RSA_1024}; n=1024,1234567890,1`,
  `v=DKIM1; g=*; k=rsa; p=${RSA_2048}`,
  `v=DKIM1; k=ed25519; p=${ED25519}`,
  'v=DKIM1; p=',
  'v=DKIM1; k=rsa; p=;',
  ` v = DKIM1 ; k = rsa ; p = ${RSA_2048.slice(0, 100)} ${RSA_2048.slice(100)} `.trim(),
  `"v=DKIM1; k=rsa; p=" "${RSA_2048.slice(0, 200)}" "${RSA_2048.slice(200)}"`,
];

test.each(DKIM)('DKIM %s', (text) => {
  expect(
    told({ 's2026._domainkey': text, 'a.b._domainkey.mail': text, '*._domainkey.parked': text }),
  ).toEqual([]);
});

test('DKIM keys that a service holds are aliases', () => {
  expect(
    told({
      'k1._domainkey': { CNAME: 'dkim.mcsv.example' },
      _domainkey: 'o=-',
      '_adsp._domainkey': 'dkim=all',
    }),
  ).toEqual([]);
});

const DMARC = [
  'v=DMARC1; p=none',
  'v=DMARC1;p=reject;',
  'v=DMARC1; p=none; rua=mailto:dmarc@example.com',
  'v=DMARC1; p=quarantine; rua=mailto:abc123@dmarc.example.net,mailto:dmarc@example.com; ruf=mailto:dmarc@example.com; fo=1',
  'v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s; fo=0:1:d:s; rua=mailto:d@example.com!10m, mailto:e@example.com',
  'v=DMARC1; p=reject; np=reject; t=y; psd=n',
  'v = DMARC1 ; p = Reject ; sp = NONE',
  'v=DMARC1; rua=mailto:d@example.com; p=none',
  'v=DMARC1; p=reject; x-owner=mail-team; url=https://example.com/?a=b',
];

test.each(DMARC)('DMARC %s', (text) => {
  expect(told({ _dmarc: text, '_dmarc.www': text })).toEqual([]);
});

test('DMARC: consent to reports for other domains, and proofs of ownership', () => {
  expect(
    told({
      'example.net._report._dmarc': 'v=DMARC1',
      '*._report._dmarc': 'v=DMARC1;',
      _dmarc: ['v=DMARC1; p=none', 'some-verification=1'],
    }),
  ).toEqual([]);
});

test.each(['v=STSv1; id=20160831085700Z;', 'v=STSv1; id=1', 'v=STSv1;id=abc;ext=1;'])(
  'MTA-STS %s',
  (text) => {
    expect(told({ '_mta-sts': text, 'mta-sts': { CNAME: 'sts.example.net' } })).toEqual([]);
  },
);

test.each([
  'v=TLSRPTv1; rua=mailto:tlsrpt@example.com',
  'v=TLSRPTv1;rua=https://tls.example.net/v1/report;',
  'v=TLSRPTv1; rua=mailto:tlsrpt@example.com , https://tls.example.net/v1/report',
])('TLS-RPT %s', (text) => {
  expect(told({ '_smtp._tls': text })).toEqual([]);
});

function told(names: Names): string[] {
  return diagnosticsOf({ 'example.com': names })
    .filter(({ rule }) => !/^(addr|rrset|wildcard)-/.test(rule))
    .map(({ rule, message }) => `${rule}: ${message}`);
}
