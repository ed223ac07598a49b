/** DKIM keys with mistakes. Keys are made here by another hand: node:crypto. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readDkimKey } from '../../../src/rules/mail/dkim-key.ts';
import { diagnosticsOf, toldOf } from '../../support/mail-text.ts';

const ED25519 = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const RSA = rsa(2048, 'spki');

function rsa(modulusLength: number, type: 'spki' | 'pkcs1'): string {
  return generateKeyPairSync('rsa', { modulusLength })
    .publicKey.export({ type, format: 'der' })
    .toString('base64');
}

describe('keys', () => {
  test.each([512, 1024, 1032, 2048, 3072])('RSA of %i bits, wrapped and bare', (bits) => {
    expect(readDkimKey(rsa(bits, 'spki'))).toEqual({ type: 'rsa', bits });
    expect(readDkimKey(rsa(bits, 'pkcs1'))).toEqual({ type: 'rsa', bits });
  });

  test('Ed25519, bare and wrapped', () => {
    const der = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
    const bare = der.subarray(-32).toString('base64');
    expect(readDkimKey(bare)).toEqual({ type: 'ed25519' });
    expect(readDkimKey(der.toString('base64'))).toEqual({ type: 'ed25519-wrapped', bare });
  });

  test('blanks inside do not count', () => {
    expect(readDkimKey(RSA.replace(/.{64}/g, '$& \t\r\n'))).toEqual({ type: 'rsa', bits: 2048 });
  });

  test('a key cut off anywhere, or longer than it says, is none', () => {
    const der = Buffer.from(rsa(512, 'spki'), 'base64');
    for (let end = 0; end < der.length; end++) {
      // 32 octets may be an Ed25519 key.
      if (end !== 32) expect(readDkimKey(der.subarray(0, end).toString('base64'))).toBeUndefined();
    }
    expect(readDkimKey(Buffer.concat([der, Buffer.alloc(1)]).toString('base64'))).toBeUndefined();
  });

  test('of another kind, or with impossible lengths', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(readDkimKey(ec.export({ type: 'spki', format: 'der' }).toString('base64'))).toBeUndefined();
    for (const hex of [
      '3080',
      '30ff',
      '3084ffffffff',
      '308400000000',
      '3003020100',
      '300602010002',
      '3006020100020100',
    ]) {
      expect(readDkimKey(Buffer.from(hex, 'hex').toString('base64'))).toBeUndefined();
    }
  });
});

describe('records', () => {
  test.each([
    [`v=DKIM2; p=${RSA}`, ["dkim-syntax: 'v=DKIM2' is no version; write 'v=DKIM1;'"]],
    [`v=dkim1; p=${RSA}`, ["dkim-syntax: 'v=dkim1' is no version; write 'v=DKIM1;'"]],
    [`k=rsa; v=DKIM1; p=${RSA}`, ["dkim-syntax: 'v=DKIM1' stands first or not at all; move it to the front"]],
    [`v=DKIM1; k=rsa; k=rsa; p=${RSA}`, ["dkim-syntax: tag 'k' stands twice; take one out"]],
    [`v=DKIM1; K=rsa; p=${RSA}`, ["dkim-syntax: tags are in lower case; write 'k=' for 'K='"]],
    [`v=DKIM1; P=${RSA}`, ["dkim-syntax: tags are in lower case; write 'p=' for 'P='"]],
    [`v=DKIM1; rsa; p=${RSA}`, ["dkim-syntax: 'rsa' is no tag; write it as name=value"]],
    [`v=DKIM1;; p=${RSA}`, ["dkim-syntax: nothing stands between two ';'; take one out"]],
    [
      'v=DKIM1; k=rsa',
      ["dkim-syntax: there is no 'p='; write the key after it, or 'p=' alone for one that is revoked"],
    ],
    [
      'google-site-verification=x',
      [
        "dkim-syntax: 'google-site-verification=x' is no DKIM key; write 'v=DKIM1; k=rsa; p=…' with the key after 'p='",
      ],
    ],
    [`v=DKIM1; h=sha1; p=${RSA}`, [expect.stringMatching(/^dkim-syntax: 'h=' leaves out sha256/)]],
    [`v=DKIM1; t=s:y; p=${RSA}`, [expect.stringMatching(/^dkim-testing: /)]],
    [`v=DKIM1; k=rsa2; p=${RSA}`, ["dkim-key: 'k=rsa2' is no type of key; did you mean 'rsa'?"]],
    [`v=DKIM1; k=ed448; p=${RSA}`, ["dkim-key: 'k=ed448' is no type of key; write k=rsa or k=ed25519"]],
    [`v=DKIM1; k=ed25519; p=${RSA}`, ["dkim-key: 'p=' is an RSA key; write k=rsa, or the Ed25519 key"]],
    [`v=DKIM1; p=${ED25519}`, ["dkim-key: 'p=' is an Ed25519 key; write k=ed25519, or the RSA key"]],
    [
      'v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
      [`dkim-key: 'p=' is an Ed25519 key with its wrapping; write k=ed25519; p=${ED25519}`],
    ],
    [
      'v=DKIM1; k=ed25519; p=AAAA',
      [expect.stringMatching(/^dkim-key: 'p=AAAA' is no Ed25519 key; write its 32 octets/)],
    ],
    ['v=DKIM1; p=not!base64', [expect.stringMatching(/^dkim-key: 'p=not!base64' is no RSA key in Base64/)]],
    [
      `v=DKIM1; p=${RSA.slice(0, -9)}`,
      [expect.stringMatching(/^dkim-key: 'p=MII.*…' is no RSA key in Base64/)],
    ],
    [
      `v=DKIM1; p=-----BEGIN PUBLIC KEY-----${RSA}-----END PUBLIC KEY-----`,
      [expect.stringMatching(/^dkim-key: .* lines that begin with '-----'/)],
    ],
    [
      `v=DKIM1; p=${rsa(768, 'spki')}`,
      ['dkim-key-weak: an RSA key of 768 bits is too short, and verifiers pass over it; make one of 2048'],
    ],
  ])('%s', (text, expected) => {
    expect(toldOf({ 's1._domainkey.mail': text })).toEqual(expected);
  });

  test('several texts at a selector', () => {
    expect(diagnosticsOf({ 'example.com': { 's1._domainkey': ['v=DKIM1; p=', `p=${RSA}`] } })).toMatchObject([
      {
        severity: 'error',
        message:
          "2 texts at the selector 's1._domainkey'; leave one key, and give others selectors of their own",
      },
    ]);
  });
});
