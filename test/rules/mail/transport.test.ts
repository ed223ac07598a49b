/** MTA-STS and TLS-RPT records with mistakes. */
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, rulesOf, toldOf } from '../../support/mail-text.ts';

describe('MTA-STS', () => {
  const HOST = { 'mta-sts': { A: '8.8.8.8' } };

  test.each([
    [
      'v=STSv1',
      ["mta-sts-syntax: there is no 'id='; write one that changes with the policy, as in id=20261126"],
    ],
    ['v=STSv1; id=', ["mta-sts-syntax: 'id=' is not 1 to 32 letters and digits; write id=20261126"]],
    [
      'v=STSv1; id=2026-11-26T12',
      ["mta-sts-syntax: 'id=2026-11-26T12' is not 1 to 32 letters and digits; write id=20261126T12"],
    ],
    [
      `v=STSv1; id=${'1'.repeat(33)}`,
      [
        `mta-sts-syntax: 'id=${'1'.repeat(33)}' is not 1 to 32 letters and digits; write id=${'1'.repeat(32)}`,
      ],
    ],
    [
      'v=stsv1; id=1',
      ["mta-sts-syntax: an MTA-STS record begins with 'v=STSv1;', in this case; write 'v=STSv1; id=1;'"],
    ],
    [
      'v=STS1; id=1',
      ["mta-sts-syntax: an MTA-STS record begins with 'v=STSv1;', in this case; write 'v=STSv1; id=1;'"],
    ],
    [
      'v=STSv1 id=1',
      ["mta-sts-syntax: an MTA-STS record begins with 'v=STSv1;', in this case; write 'v=STSv1; id=…;'"],
    ],
    [
      'id=1; v=STSv1',
      ["mta-sts-syntax: an MTA-STS record begins with 'v=STSv1;', in this case; write 'v=STSv1; id=1;'"],
    ],
    ['v=STSv1; id=1; id=2', ["mta-sts-syntax: tag 'id' stands twice; take one out"]],
  ])('%s', (text, expected) => {
    expect(toldOf({ '_mta-sts': text, ...HOST })).toEqual(expected);
  });

  test('two are an error', () => {
    const told = diagnosticsOf({
      'example.com': { '_mta-sts': ['v=STSv1; id=1', 'v=STSv1; id=2'], ...HOST },
    });
    expect(told).toMatchObject([{ rule: 'mta-sts-multiple', severity: 'error' }]);
  });

  test('one that cannot be read is none beside another', () => {
    expect(rulesOf({ 'example.com': { '_mta-sts': ['v=STSv1; id=1', 'v=stsv1; id=2'], ...HOST } })).toEqual([
      'mta-sts-syntax',
    ]);
  });

  test('the host of the policy, in whichever zone it is', () => {
    const policy = { '_mta-sts.mail': 'v=STSv1; id=1' };
    const missing =
      'mta-sts-host: the policy is fetched from mta-sts.mail.example.com, which has no address; add A, AAAA or CNAME there, or take this record out';
    expect(toldOf(policy)).toEqual([missing]);
    expect(toldOf({ ...policy, ...HOST })).toEqual([missing]);
    expect(toldOf({ ...policy, 'mta-sts.mail': 'x' })).toEqual([missing]);
    expect(toldOf({ ...policy, 'mta-sts.mail': { CNAME: 'sts.example.net' } })).toEqual([]);
    expect(toldOf({ ...policy, '*.mail': { A: '8.8.8.8' } })).toEqual([]);
    expect(toldOf({ ...policy, 'mta-sts.mail': { NS: ['ns1.example.net', 'ns2.example.net'] } })).toEqual([]);
    expect(rulesOf({ 'example.com': policy, 'mta-sts.mail.example.com': { '@': { A: '8.8.8.8' } } })).toEqual(
      [],
    );
  });
});

describe('TLS-RPT', () => {
  test.each([
    [
      'v=TLSRPTv1',
      ["tlsrpt-syntax: there is no 'rua='; write rua=mailto:name@host or rua=https://host/path"],
    ],
    [
      'v=TLSRPTv1; rua=a@example.com',
      ['tlsrpt-syntax: rua has an address without a scheme; write mailto:a@example.com'],
    ],
    [
      'v=TLSRPTv1; rua=http://example.com',
      [
        "tlsrpt-syntax: rua has 'http://example.com', where no report can go; write mailto:name@host or https://host/path",
      ],
    ],
    [
      'v=TLSRPTv1; rua=https://',
      [
        "tlsrpt-syntax: rua has 'https://', where no report can go; write mailto:name@host or https://host/path",
      ],
    ],
    [
      'v=tlsrptv1; rua=mailto:a@example.com',
      [
        "tlsrpt-syntax: a TLS-RPT record begins with 'v=TLSRPTv1;', in this case; write 'v=TLSRPTv1; rua=mailto:a@example.com'",
      ],
    ],
    [
      'v=TLSRPT1; rua=mailto:a@example.com',
      [
        "tlsrpt-syntax: a TLS-RPT record begins with 'v=TLSRPTv1;', in this case; write 'v=TLSRPTv1; rua=mailto:a@example.com'",
      ],
    ],
    [
      'rua=mailto:a@example.com',
      [
        "tlsrpt-syntax: a TLS-RPT record begins with 'v=TLSRPTv1;', in this case; write 'v=TLSRPTv1; rua=mailto:a@example.com'",
      ],
    ],
  ])('%s', (text, expected) => {
    expect(toldOf({ '_smtp._tls': text })).toEqual(expected);
  });

  test('two are an error', () => {
    const text = ['v=TLSRPTv1; rua=mailto:a@example.com', 'v=TLSRPTv1; rua=mailto:b@example.com'];
    expect(diagnosticsOf({ 'example.com': { '_smtp._tls.mail': text } })).toMatchObject([
      { rule: 'tlsrpt-multiple', severity: 'error' },
    ]);
  });
});
