/** The eight record types: what each takes as a value, and in which form it is kept. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Settings } from '../settings.ts';
import { readTarget } from './host.ts';
import type { Reading } from './reading.ts';
import { readTxt } from './txt.ts';

type ValueReader = (value: string, settings: Settings) => Reading<string>;

const readers: ReadonlyMap<string, ValueReader> = new Map<string, ValueReader>([
  ['A', readA],
  ['AAAA', readAaaa],
  ['CNAME', (value, settings) => readTarget(value, { underscore: true }, settings)],
  ['MX', (value, settings) => readTarget(value, { root: true }, settings)],
  ['TXT', readTxt],
  ['NS', (value, settings) => readTarget(value, {}, settings)],
  ['SRV', readSrv],
  ['CAA', readCaa],
]);

const withPriority: ReadonlySet<string> = new Set(['MX', 'SRV']);

export const recordTypes: readonly string[] = [...readers.keys()];

/** @param type one of {@link recordTypes} */
export function readValue(type: string, value: string, settings: Settings): Reading<string> {
  return readers.get(type)?.(value, settings) ?? { wrong: `Unknown record type ${type}.` };
}

/** The priority of a type that has one, required there; null for the others, whatever was sent. */
export function readPriority(type: string, given: unknown): Reading<number | null> {
  if (!withPriority.has(type)) return { kept: null };
  if (given === undefined || given === null) return { wrong: `${type} records require a priority value` };
  return isWithin(given, 65_535)
    ? { kept: given }
    : { wrong: 'Priority must be a whole number from 0 to 65535.' };
}

/** RFC 2181 section 8: 31 bits. BIND loads what is larger as 0. */
export function readTtl(given: unknown, { ttl_floor, ttl_below }: Settings): Reading<number> {
  const ttl = given ?? 3600;
  const least = ttl_below === 'refused' ? ttl_floor : 0;
  return given !== null && isWithin(ttl, 2_147_483_647) && ttl >= least
    ? { kept: Math.max(ttl, ttl_floor) }
    : { wrong: `TTL must be a whole number from ${least} to 2147483647.` };
}

/** Four decimal numbers without leading zeros, which some read as octal. */
function readA(value: string): Reading<string> {
  return isIPv4(value) ? { kept: value } : { wrong: `'${value}' is not an IPv4 address.` };
}

/** Any spelling of RFC 4291 section 2.2, kept as sent; no scope (RFC 4007 section 11), which has no meaning in DNS. */
function readAaaa(value: string): Reading<string> {
  return isIPv6(value) && !value.includes('%')
    ? { kept: value }
    : { wrong: `'${value}' is not an IPv6 address.` };
}

function readSrv(value: string, settings: Settings): Reading<string> {
  const fields = value.split(/[ \t]+/);
  const [weight = '', port = '', target = ''] = fields;
  if (fields.length !== 3) {
    return { wrong: "SRV value must be 'weight port target'; the priority goes into 'priority'." };
  }
  for (const number of [weight, port]) {
    if (!/^\d{1,5}$/.test(number) || Number(number) > 65_535) {
      return { wrong: `SRV weight and port must be whole numbers from 0 to 65535, not '${number}'.` };
    }
  }
  const host = readTarget(target, { root: true }, settings);
  return 'wrong' in host ? host : { kept: `${Number(weight)} ${Number(port)} ${host.kept}` };
}

/** RFC 8659 section 4.1.1. Only the quoted form is taken: BIND drops what stands behind a `;` in a bare one. */
function readCaa(value: string): Reading<string> {
  const parts = /^(\d{1,3})[ \t]+([A-Za-z0-9]{1,255})[ \t]+("(?:[^"\\]|\\.)*")$/su.exec(value);
  if (parts === null) return { wrong: 'CAA value must be: flags tag "value"' };
  const [, flags = '', tag = '', quoted = ''] = parts;
  if (Number(flags) > 255) return { wrong: 'CAA flags must be from 0 to 255.' };
  return { kept: `${Number(flags)} ${tag} ${quoted}` };
}

function isWithin(given: unknown, most: number): given is number {
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= most;
}
