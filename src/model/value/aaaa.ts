/** AAAA: sixteen octets, printed as RFC 5952 §4 asks. */
import { isIPv4, isIPv6 } from 'node:net';
import type { ValueReading } from '../value.ts';

export function readAaaa(text: string): ValueReading {
  // A zone index ('%eth0', RFC 4007 §11) is local to a host and cannot stand in DNS data.
  if (isIPv6(text) && !text.includes('%')) {
    // The URL parser compresses and lower-cases by the same rules as RFC 5952 §4, dotted tails included.
    return { value: new URL(`http://[${text}]/`).hostname.slice(1, -1) };
  }
  const hint = isIPv4(text) ? '; it is an IPv4 address: use A' : '';
  return { problem: { code: 'aaaa-syntax', message: `'${text}' is not an IPv6 address${hint}` } };
}
