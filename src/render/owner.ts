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
  if (!name.includes('xn--')) return safe(name);
  // Label by label: the URL parser behind it reads hosts, and would refuse or change '*' and numbers.
  const unicode = name
    .split('.')
    .map((label) => (label.startsWith('xn--') ? domainToUnicode(label) || label : label))
    .join('.');
  return unicode === name ? safe(name) : `${safe(name)} (${safe(unicode)})`;
}
