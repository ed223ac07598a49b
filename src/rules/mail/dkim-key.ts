/** The public key in a DKIM record: how long it is, or why it is none (RFC 6376 §3.6.1, RFC 8301, RFC 8463). */

export type DkimKey =
  | { readonly type: 'rsa'; readonly bits: number }
  | { readonly type: 'ed25519' }
  /** An Ed25519 key in the wrapping that programs print, which DKIM does without (RFC 8463 §4.2). */
  | { readonly type: 'ed25519-wrapped'; readonly bare: string };

/** Undefined where the text is no key of any of these. Blanks inside do not count (RFC 6376 §2.8 and 3.2). */
export function readDkimKey(text: string): DkimKey | undefined {
  const base64 = text.replace(/\s+/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const key = Buffer.from(base64, 'base64');
  if (key.length === ED25519_OCTETS) return { type: 'ed25519' };
  const prefix = key.subarray(0, ED25519_PREFIX.length);
  if (prefix.equals(ED25519_PREFIX) && key.length === prefix.length + ED25519_OCTETS) {
    return { type: 'ed25519-wrapped', bare: key.subarray(prefix.length).toString('base64') };
  }
  const bits = rsaBits(key);
  return bits === undefined ? undefined : { type: 'rsa', bits };
}

const ED25519_OCTETS = 32;
/** SubjectPublicKeyInfo up to the key (RFC 8410 §4). */
const ED25519_PREFIX = octets('302a300506032b6570032100');
/** rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1). */
const RSA = octets('2a864886f70d010101');

function octets(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const SEQUENCE = 0x30;

/**
 * The length of an RSA modulus. Keys stand as SubjectPublicKeyInfo, which all verifiers read, or as the bare
 * RSAPublicKey of RFC 6376 §3.6.1. Read by hand: createPublicKey takes a third of a millisecond, a zone may have 100,000.
 */
function rsaBits(der: Buffer): number | undefined {
  const outer = element(der, 0, SEQUENCE);
  if (outer?.end !== der.length) return undefined;
  const algorithm = element(der, outer.start, SEQUENCE);
  if (algorithm === undefined) return modulusBits(der, outer);
  const id = element(der, algorithm.start, OBJECT_ID);
  if (id === undefined || !der.subarray(id.start, id.end).equals(RSA)) return undefined;
  const bits = element(der, algorithm.end, BIT_STRING);
  // A bit string begins with how many bits of its last octet do not count: none.
  const key = bits === undefined ? undefined : element(der, bits.start + 1, SEQUENCE);
  return key?.end === der.length ? modulusBits(der, key) : undefined;
}

function modulusBits(der: Buffer, { start, end }: Element): number | undefined {
  const modulus = element(der, start, INTEGER);
  const exponent = modulus === undefined ? undefined : element(der, modulus.end, INTEGER);
  if (modulus === undefined || exponent?.end !== end) return undefined;
  let first = modulus.start;
  while (first < modulus.end && der[first] === 0) first++;
  return first === modulus.end ? undefined : (modulus.end - first) * 8 - Math.clz32(der[first] ?? 0) + 24;
}

interface Element {
  readonly start: number;
  readonly end: number;
}

/** The contents of a DER element of one tag (X.690 §8.1); undefined where none fits in. */
function element(der: Buffer, at: number, tag: number): Element | undefined {
  const short = der[at + 1];
  if (der[at] !== tag || short === undefined) return undefined;
  const lengthOctets = short < 0x80 ? 0 : short - 0x80;
  // Four octets of length say more than a record may hold.
  if (lengthOctets > 4 || at + 2 + lengthOctets > der.length) return undefined;
  const start = at + 2 + lengthOctets;
  const length = lengthOctets === 0 ? short : der.readUIntBE(at + 2, lengthOctets);
  return short === 0x80 || start + length > der.length ? undefined : { start, end: start + length };
}
