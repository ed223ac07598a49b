/** TXT: the joined octets of its strings (RFC 1035 §3.3.14); how they were cut or quoted means nothing. */
import type { ValueReading } from '../value.ts';
import { decodeQuoted, MOST_OCTETS, quoteOctets } from './quoted.ts';

/**
 * Reads TXT text. A value that is wholly one or more quoted strings is zone-file form (escapes, joined); anything
 * else is literal, backslashes included. Never fails on what is there but for an impossible escape or length.
 */
export function readTxt(text: string): ValueReading {
  const octets = octetsOf(text);
  if (typeof octets === 'string') return { problem: { code: 'txt-quote', message: octets } };
  return readTxtOctets(octets);
}

/** The canonical text for octets. */
export function readTxtOctets(octets: Buffer): ValueReading {
  if (octets.length > MOST_OCTETS) {
    return {
      problem: { code: 'txt-too-long', message: `${octets.length} octets; the limit is ${MOST_OCTETS}` },
    };
  }
  return { value: presentOctets(octets) };
}

/** The octets that a canonical (or any other readable) TXT text stands for. */
export function txtOctets(text: string): Buffer {
  const octets = octetsOf(text);
  return typeof octets === 'string' ? Buffer.from(text, 'utf8') : octets;
}

function octetsOf(text: string): Buffer | string {
  const quoted = decodeQuoted(text);
  if (quoted === undefined) return Buffer.from(text, 'utf8');
  return 'problem' in quoted ? quoted.problem : quoted.octets;
}

/** Bare text where it can say these octets and survive the way (no trimming, no second reading), quoted form otherwise. */
function presentOctets(octets: Buffer): string {
  const text = octets.toString('utf8');
  const bareIsSafe =
    text !== '' &&
    !text.startsWith('"') &&
    // Django REST Framework trims its text fields; what it would cut must stand in quotes.
    text.trim() === text &&
    !/[^\P{Cc}\t]/u.test(text) &&
    Buffer.from(text, 'utf8').equals(octets);
  return bareIsSafe ? text : quoteOctets(octets);
}
