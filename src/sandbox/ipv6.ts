/** Spellings of one IPv6 address (RFC 4291 section 2.2); all total, what is no address stays as it is. */
import { isIPv6 } from 'node:net';

/** As RFC 5952 section 4 wants it. */
export function compressIpv6(text: string): string {
  // A URL's host is written in that form (WHATWG URL, "IPv6 serializer"); it takes no scope.
  return isIPv6(text) && !text.includes('%') ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

/** Eight groups of four digits. */
export function expandIpv6(text: string): string {
  const short = compressIpv6(text);
  if (short === text && !isIPv6(text)) return text;
  const [left = '', right] = short.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(':');
}
