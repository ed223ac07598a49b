/** Writes a zone as octoDNS' YamlProvider reads it with its default settings (octoDNS 1.x). */
import { domainToUnicode } from 'node:url';
import type { Fqdn } from '../../model/name.ts';
import { compareText, type DnsRecord } from '../../model/record.ts';
import { decodeQuoted } from '../../model/value/quoted.ts';
import { txtOctets } from '../../model/value/txt.ts';
import { domainOf } from '../../model/zone.ts';
import { comment, leftOutComments } from '../comment.ts';
import { describe, type ExportedText, type ExportedZone } from '../exported.ts';
import type { LeftOut } from '../imported.ts';
import { type RRset, toRRsets } from '../rrsets.ts';
import { compareNatural } from './natural-order.ts';
import { scalar } from './scalar.ts';

/** A value as octoDNS has it: a text, or a map whose keys are in its order. */
type Value = string | Readonly<Record<string, string | number>>;

/** What octoDNS cannot say or would read otherwise. */
interface Unsayable {
  readonly unsayable: string;
}

interface Entry {
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly Value[];
  /** octoDNS' own word for 'take it though a rule of yours speaks against it'. */
  readonly lenient: boolean;
}

export function writeOctodns(exported: ExportedZone): ExportedText {
  const { zone } = exported;
  const { rrsets, leftOut: unlike } = toRRsets(exported.records, zone);
  const leftOut: LeftOut[] = [...exported.leftOut, ...unlike];
  const names = new Map<string, Entry[]>();
  for (const set of rrsets) {
    const { entry, left } = entryOf(set, zone);
    leftOut.push(...left);
    if (entry === undefined) continue;
    const key = keyOf(set.name, zone);
    names.set(key, [...(names.get(key) ?? []), entry]);
  }
  const lines = [
    comment('#', `Zone ${domainOf(zone)}, written by dnssync export for octoDNS' YamlProvider.`),
    comment('#', 'Semicolons are escaped, as escaped_semicolons: true has it (the default of octoDNS 1.x).'),
    ...leftOutComments('#', leftOut),
    '---',
    ...(names.size === 0 ? ['{}'] : []),
  ];
  for (const [key, entries] of [...names].sort(([a], [b]) => compareNatural(a, b))) {
    lines.push(`${scalar(key)}:`);
    const [only, second] = entries;
    if (only !== undefined && second === undefined) lines.push(...entryLines(only, '  ', '  '));
    else
      for (const entry of entries.sort((a, b) => compareText(a.type, b.type)))
        lines.push(...entryLines(entry, '  - ', '    '));
  }
  return { text: `${lines.join('\n')}\n`, leftOut };
}

/** The keys of a record in natural order, as all keys must be. */
function entryLines({ type, ttl, values, lenient }: Entry, first: string, indent: string): string[] {
  const lines = [...(lenient ? ['octodns:', '  lenient: true'] : []), `ttl: ${ttl}`, `type: ${type}`];
  const [only, second] = values;
  if (only !== undefined && second === undefined) {
    if (typeof only === 'string') lines.push(`value: ${scalar(only)}`);
    else lines.push('value:', ...fieldLines(only).map((line) => `  ${line}`));
  } else {
    lines.push('values:');
    for (const value of values) {
      if (typeof value === 'string') lines.push(`  - ${scalar(value)}`);
      else lines.push(...fieldLines(value).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`));
    }
  }
  return lines.map((line, at) => `${at === 0 ? first : indent}${line}`);
}

function fieldLines(value: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(value).map(
    ([field, text]) => `${field}: ${typeof text === 'number' ? text : scalar(text)}`,
  );
}

function entryOf(
  { name, type, ttl, records }: RRset,
  zone: Fqdn,
): { readonly entry?: Entry; readonly left: readonly LeftOut[] } {
  const left: LeftOut[] = [];
  const values: Value[] = [];
  let lenient = !isNameOfOctodns(name, type, zone);
  for (const record of records) {
    const value = isIdna2008(name)
      ? sayValue(record)
      : { unsayable: 'octoDNS reads no such name (IDNA 2008)' };
    if (isUnsayable(value)) left.push({ what: describe(record, zone), why: value.unsayable });
    else {
      values.push(value);
      lenient ||= !isValueOfOctodns(record, value);
    }
  }
  return values.length === 0 ? { left } : { entry: { type, ttl, values, lenient }, left };
}

function isUnsayable(value: Value | Unsayable): value is Unsayable {
  return typeof value === 'object' && 'unsayable' in value;
}

function keyOf(name: Fqdn, zone: Fqdn): string {
  return name === zone ? '' : name.slice(0, -zone.length - 1);
}

function sayValue({ type, value, priority = 0 }: DnsRecord): Value | Unsayable {
  switch (type) {
    case 'CNAME':
    case 'NS':
      return absolute(value);
    case 'MX':
      return { exchange: absolute(value), preference: priority };
    case 'SRV': {
      const [weight, port, target = ''] = value.split(' ');
      return { port: Number(port), priority, target: absolute(target), weight: Number(weight) };
    }
    case 'CAA':
      return caaOf(value);
    case 'TXT':
      return textOf(txtOctets(value));
    default:
      return value;
  }
}

function absolute(host: string): string {
  return host === '.' ? host : `${host}.`;
}

function caaOf(canonical: string): Value | Unsayable {
  const [, flags, tag = '', quoted = ''] = /^(\d+) (\S+) (.*)$/.exec(canonical) ?? [];
  const decoded = decodeQuoted(quoted);
  const value = decoded !== undefined && 'octets' in decoded ? decoded.octets.toString('latin1') : undefined;
  // octoDNS puts the value between quotes and escapes nothing (CaaValue.to_rdata_text).
  if (value === undefined || !/^[ !#-[\]-~]*$/.test(value)) {
    return { unsayable: 'octoDNS cannot say quotes, backslashes and other than ASCII in CAA' };
  }
  return { flags: Number(flags), tag, value };
}

/**
 * octoDNS' text of a TXT: `;` is `\;`; one that begins with a quote loses it and its last character, and `" "` is where
 * strings meet (`_ChunkedValue.process`).
 */
function textOf(octets: Buffer): Value | Unsayable {
  const text = octets.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(octets))
    return { unsayable: 'octoDNS texts are UTF-8, and this is not' };
  if (text.includes('" "'))
    return { unsayable: 'octoDNS would take \'" "\' in it for two strings to be joined' };
  const internal = text.replaceAll(';', '\\;');
  return internal.startsWith('"') ? `"${internal}"` : internal;
}

/** The rules that octoDNS enforces without being told to (its set `legacy`), on names. */
function isNameOfOctodns(name: Fqdn, type: string, zone: Fqdn): boolean {
  // NameValidator counts the final dot.
  if (name.length > 253) return false;
  return type !== 'SRV' || /^(?:\*|_[^.]+)\.[^.]+/.test(keyOf(name, zone));
}

/** The same on values: host names as the package fqdn knows them, texts of ASCII with nothing doubly escaped. */
function isValueOfOctodns({ type }: DnsRecord, value: Value): boolean {
  if (type === 'TXT')
    return typeof value === 'string' && /^[\0-\x7f]*$/.test(value) && !value.includes('\\\\;');
  const target = typeof value === 'string' ? value : (value.exchange ?? value.target);
  if (!['CNAME', 'NS', 'MX', 'SRV'].includes(type) || typeof target !== 'string' || target === '.')
    return true;
  const labels = target.slice(0, -1).split('.');
  return (
    target.length <= 254 &&
    labels.length > 1 &&
    labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  );
}

/**
 * octoDNS shows names as U-labels, by a package that knows IDNA 2008 alone and fails on others, with the whole zone.
 * The letters, marks and digits of RFC 5892 §2 nearly are what this takes.
 */
function isIdna2008(name: Fqdn): boolean {
  return name.split('.').every((label) => {
    if (!label.startsWith('xn--')) return true;
    const unicode = domainToUnicode(label);
    return unicode !== label && /^[-\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]+$/u.test(unicode);
  });
}
