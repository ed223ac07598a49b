/** What a record says as zone-file text (RFC 1035 section 5.1), such that no value can be more than a value. */
import type { RecordFields } from '../store/op.ts';
import { txtOctets } from '../txt-octets.ts';
import { chunks, quote } from '../txt-strings.ts';

/**
 * Total: what makes no sense as the data of its type is written down all the same, escaped, and it is for BIND to
 * refuse it. That is what happens to a service that stores what it did not check.
 */
export function recordData({ record_type, priority, value }: RecordFields): string {
  switch (record_type) {
    case 'TXT':
      return chunks(txtOctets(value)).map(quote).join(' ');
    case 'CNAME':
    case 'NS':
      return absoluteName(value);
    case 'MX':
      return `${priority} ${absoluteName(value)}`;
    case 'SRV':
      return `${priority} ${serviceTarget(value)}`;
    case 'CAA':
      return property(value);
    default:
      return fields(value).map(token).join(' ');
  }
}

/** A host with its final dot, without which a zone file puts the zone behind it. */
export function absoluteName(name: string): string {
  return name.endsWith('.') || name === '' ? token(name) : `${token(name)}.`;
}

/**
 * One word. All octets but those that mean nothing to a zone file are written as `\DDD`, be it a line feed, a `$` in
 * front, a bracket or a backslash; an empty one needs quotes to be there at all.
 */
export function token(text: string): string {
  if (/^[\w*/.:-]+$/.test(text)) return text;
  const octets = Buffer.from(text).toString('latin1');
  const escaped = octets.replace(
    /[^\w*/.:-]/g,
    (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`,
  );
  return escaped === '' ? '""' : escaped;
}

function fields(value: string): string[] {
  return value.split(/[ \t]+/);
}

/** `weight port target` (RFC 2782). */
function serviceTarget(value: string): string {
  const words = fields(value);
  const target = words.pop() ?? '';
  return [...words.map(token), absoluteName(target)].join(' ');
}

/** `flags tag "value"` (RFC 8659 section 4.1); unlike TXT one string of any length. */
function property(value: string): string {
  const parts = /^(\S+)[ \t]+(\S+)[ \t]+(.*)$/su.exec(value);
  if (parts === null) return fields(value).map(token).join(' ');
  const [, flags = '', tag = '', text = ''] = parts;
  return `${token(flags)} ${token(tag)} ${quote(txtOctets(text))}`;
}
