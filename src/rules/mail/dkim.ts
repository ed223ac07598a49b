/** dkim-*: keys at selectors, so that signatures can be verified (RFC 6376 §3.6, RFC 8301, RFC 8463; dns-rules 5). */
import { closest } from '../../model/suggest.ts';
import type { ZoneRule } from '../rule.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import { readDkimKey } from './dkim-key.ts';
import { policyKind } from './policy-kind.ts';
import { readTagList, type TagList } from './tag-list.ts';
import { quoted, textsOf } from './texts.ts';

const ED25519 = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const RSA_768 =
  'MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhANJSInKvpw05f5YLqTIhFkvhOxKUdBFgrYQVNMmLDeNeqC6u3od2ngo5x5k0gbuePKMWre79G3CrSw82m4bYlNJeLETIjCupAtn5hZSLxUposkjfbQpOP2VJlJR+ESDfUwIDAQAB';
const RSA_1024 =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCvAQLUOr3vOgj4Z8DUmLuY0zMoL/Vevb7LPdyMdASftNvw/HGtgXz7XkbuXa36jMfqlefrJjQW0FED1P9wq4y6VwuBuUGOKJwitmOspvfyxR0wBADXB6FhOWxKf9D/COCrNsQNzq5q+Qu71rg+A//sN4pOUjfKLshtddAj+E4d6wIDAQAB';

export const dkim: ZoneRule = {
  texts: [
    {
      name: 'dkim-multiple',
      severity: 'error',
      summary: 'Two texts at one selector: which of them a verifier takes is open.',
      source: 'RFC 6376 section 3.6.2.2',
      bad: `records:\n  s1._domainkey: { TXT: [v=DKIM1; p=, v=DKIM1; k=ed25519; p=${ED25519}] }\n`,
      good: `records:\n  s1._domainkey: { TXT: v=DKIM1; p= }\n  s2._domainkey: { TXT: v=DKIM1; k=ed25519; p=${ED25519} }\n`,
    },
    {
      name: 'dkim-syntax',
      severity: 'warning',
      summary: 'What stands at a selector is no DKIM key record: no signature can be verified by it.',
      source: 'RFC 6376 sections 3.2 and 3.6.1',
      bad: `records:\n  s1._domainkey: { TXT: k=ed25519; p=${ED25519}; v=DKIM1 }\n`,
      good: `records:\n  s1._domainkey: { TXT: k=ed25519; p=${ED25519} }\n`,
    },
    {
      name: 'dkim-key',
      severity: 'warning',
      summary: "'p=' holds no key of the kind that 'k=' says: no signature can be verified by it.",
      source: 'RFC 6376 section 3.6.1, RFC 8463 section 4',
      bad: `records:\n  s1._domainkey: { TXT: v=DKIM1; k=rsa; p=${ED25519} }\n`,
      good: `records:\n  s1._domainkey: { TXT: v=DKIM1; k=ed25519; p=${ED25519} }\n`,
    },
    {
      name: 'dkim-key-weak',
      severity: 'warning',
      summary: 'An RSA key of less than 1,024 bits, which verifiers must not take.',
      source: 'RFC 8301 section 3.2',
      bad: `records:\n  s1._domainkey: { TXT: v=DKIM1; p=${RSA_768} }\n`,
      good: `records:\n  s1._domainkey: { TXT: v=DKIM1; p=${RSA_1024} }\n`,
    },
    {
      name: 'dkim-key-short',
      severity: 'off',
      summary: 'An RSA key of less than 2,048 bits, which signers should no longer use.',
      source: 'RFC 8301 section 3.2',
      bad: `records:\n  s1._domainkey: { TXT: v=DKIM1; p=${RSA_1024} }\n`,
      good: `records:\n  s1._domainkey: { TXT: v=DKIM1; k=ed25519; p=${ED25519} }\n`,
    },
    {
      name: 'dkim-testing',
      severity: 'warning',
      summary:
        "'t=y' says that signatures are being tried out: verifiers treat mail as if it were not signed.",
      source: 'RFC 6376 section 3.6.1',
      bad: `records:\n  s1._domainkey: { TXT: v=DKIM1; t=y; k=ed25519; p=${ED25519} }\n`,
      good: `records:\n  s1._domainkey: { TXT: v=DKIM1; t=s; k=ed25519; p=${ED25519} }\n`,
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) => (isSelector(entry) ? judgeName(entry) : []));
}

/** RFC 6376 §3.1: a selector is a host name; '_adsp._domainkey' and the like are other things. */
function isSelector({ name }: JudgedName<unknown>): boolean {
  return !name.startsWith('_') && name.includes('._domainkey.');
}

function judgeName<At>(entry: JudgedName<At>): Verdict<At>[] {
  const texts = textsOf(entry);
  const found = texts.flatMap(({ text, at }) => judgeText(text).map((said) => ({ ...said, at })));
  const second = texts[1];
  if (second === undefined) return found;
  const message = `${texts.length} texts at the selector '${entry.written}'; leave one key, and give others selectors of their own`;
  return [...found, { rule: 'dkim-multiple', at: second.at, message }];
}

type Said = Omit<Verdict<never>, 'at'>;

function judgeText(text: string): Said[] {
  const kind = policyKind(text);
  if (kind !== undefined && kind !== 'DKIM') return [];
  const list = readTagList(text);
  const { tags } = list;
  const key = tags.get('p');
  const found: Said[] = formProblems(text, list).map((message) => ({ rule: 'dkim-syntax', message }));
  if (
    tags
      .get('t')
      ?.split(':')
      .some((flag) => flag.trim() === 'y')
  ) {
    const message = "'t=y' has verifiers treat mail as unsigned; take it out once signing works";
    found.push({ rule: 'dkim-testing', message });
  }
  // An empty key is a revoked one.
  return key === undefined || key === '' ? found : [...found, ...judgeKey(key, tags.get('k') ?? 'rsa')];
}

const TAGS: readonly string[] = ['v', 'p', 'k', 'h', 's', 't', 'n'];

function formProblems(text: string, { tags, first, problems }: TagList): string[] {
  if (!tags.has('p') && !tags.has('v') && !tags.has('P')) {
    return [`${quoted(text)} is no DKIM key; write 'v=DKIM1; k=rsa; p=…' with the key after 'p='`];
  }
  const found = [...problems];
  const version = tags.get('v');
  if (version !== undefined && version !== 'DKIM1')
    found.push(`${quoted(`v=${version}`)} is no version; write 'v=DKIM1;'`);
  else if (version !== undefined && first?.name !== 'v')
    found.push("'v=DKIM1' stands first or not at all; move it to the front");
  for (const name of tags.keys()) {
    const lower = name.toLowerCase();
    if (name !== lower && TAGS.includes(lower))
      found.push(`tags are in lower case; write '${lower}=' for '${name}='`);
  }
  if (!tags.has('p') && !tags.has('P'))
    found.push("there is no 'p='; write the key after it, or 'p=' alone for one that is revoked");
  const hashes = tags.get('h');
  if (hashes !== undefined && !hashes.split(':').some((hash) => hash.trim() === 'sha256')) {
    found.push(
      `'h=' leaves out sha256, the one hash that verifiers take (RFC 8301); write 'h=sha256', or take it out`,
    );
  }
  return found;
}

const KEY_TYPES = ['rsa', 'ed25519'];
const LEAST_BITS = 1024;
const GOOD_BITS = 2048;

function judgeKey(text: string, type: string): Said[] {
  if (!KEY_TYPES.includes(type)) {
    const near = closest(type, KEY_TYPES);
    const hint = near === undefined ? 'write k=rsa or k=ed25519' : `did you mean '${near}'?`;
    return [{ rule: 'dkim-key', message: `${quoted(`k=${type}`)} is no type of key; ${hint}` }];
  }
  const key = readDkimKey(text);
  if (key?.type === 'rsa' && type === 'rsa') return judgeBits(key.bits);
  if (key?.type === 'ed25519' && type === 'ed25519') return [];
  return [{ rule: 'dkim-key', message: keyProblem(text, type, key) }];
}

function keyProblem(text: string, type: string, key: ReturnType<typeof readDkimKey>): string {
  if (text.includes('-----'))
    return "'p=' takes the key without the lines that begin with '-----'; take them out";
  switch (key?.type) {
    case undefined:
      return type === 'rsa'
        ? `${quoted(`p=${text}`)} is no RSA key in Base64; write the public key in full, as the signer printed it`
        : `${quoted(`p=${text}`)} is no Ed25519 key; write its 32 octets in Base64, 44 characters`;
    case 'rsa':
      return "'p=' is an RSA key; write k=rsa, or the Ed25519 key";
    case 'ed25519':
      return "'p=' is an Ed25519 key; write k=ed25519, or the RSA key";
    case 'ed25519-wrapped':
      return `'p=' is an Ed25519 key with its wrapping; write k=ed25519; p=${key.bare}`;
  }
}

function judgeBits(bits: number): Said[] {
  if (bits < LEAST_BITS) {
    const message = `an RSA key of ${bits} bits is too short, and verifiers pass over it; make one of ${GOOD_BITS}`;
    return [{ rule: 'dkim-key-weak', message }];
  }
  const message = `an RSA key of ${bits} bits is shorter than it should be; make one of ${GOOD_BITS}`;
  return bits < GOOD_BITS ? [{ rule: 'dkim-key-short', message }] : [];
}
