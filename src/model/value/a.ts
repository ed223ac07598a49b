/** A: an IPv4 address as four decimal octets (RFC 1035 §3.4.1). */
import { isIPv4, isIPv6 } from 'node:net';
import type { ValueReading } from '../value.ts';

export function readA(text: string): ValueReading {
  // node:net refuses leading zeros and short forms, as BIND does.
  if (isIPv4(text)) return { value: text };
  const hint = isIPv6(text) ? '; it is an IPv6 address: use AAAA' : '';
  return { problem: { code: 'a-syntax', message: `'${text}' is not an IPv4 address${hint}` } };
}
