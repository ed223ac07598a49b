/** Names as people are shown them: short, and with what an A-label stands for beside it. */
import { domainToUnicode } from 'node:url';
import { type Fqdn, presentOwner } from '../model/name.ts';
import { domainOf } from '../model/zone.ts';
import { safe } from './safe.ts';

/** A record's name, relative to its zone: `www`, `@`, `xn--bcher-kva (bücher)`. */
export function showOwner(name: Fqdn, zone: Fqdn): string {
  return withUnicode(presentOwner(name, zone));
}

/** A zone or any absolute name without its final dot. */
export function showDomain(name: Fqdn): string {
  return withUnicode(domainOf(name));
}

function withUnicode(name: string): string {
  const unicode = unicodeOf(name);
  return unicode === undefined ? safe(name) : `${safe(name)} (${unicode})`;
}

/** What a name with A-labels stands for, harmless; undefined where it stands for nothing but itself. */
export function unicodeOf(name: string): string | undefined {
  if (!name.includes('xn--')) return undefined;
  // Label by label: the URL parser behind it reads hosts, and would refuse or change '*' and numbers.
  const unicode = name
    .split('.')
    .map((label) => (label.startsWith('xn--') ? domainToUnicode(label) || label : label))
    .join('.');
  return unicode === name ? undefined : safe(unicode);
}
