/** Where reports go: the addresses under rua and ruf (RFC 9989 §4.7, RFC 8460 §3). */
import { type Fqdn, readAbsoluteName } from '../../model/name.ts';
import { firstFew, quoted } from './texts.ts';

/** What is wrong with a list of addresses, in words; empty where nothing is. */
export function reportAddressProblems(
  tag: string,
  list: string,
  schemes: readonly Scheme[],
): readonly string[] {
  return firstFew(list.split(',').flatMap((text) => problemOf(tag, text.trim(), schemes) ?? []));
}

/** The hosts of the mailboxes that a list names, those that cannot be read left out. */
export function reportHosts(list: string): ReadonlySet<Fqdn> {
  const hosts = list.split(',').flatMap((text) => {
    const [, mailbox = ''] = /^mailto:([^!?]*)/i.exec(text.trim()) ?? [];
    return isMailbox(mailbox)
      ? (readAbsoluteName(mailbox.slice(mailbox.lastIndexOf('@') + 1)).name ?? [])
      : [];
  });
  return new Set(hosts);
}

export type Scheme = 'mailto' | 'https';

function problemOf(tag: string, text: string, schemes: readonly Scheme[]): string | undefined {
  if (text === '') return `${tag} has an empty address; take out the ',' or write ${tag}=mailto:reports@…`;
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
  // RFC 7489 let a size follow, as in '!10m'; RFC 9989 has it ignored.
  const rest = text.slice(colon + 1).replace(/![0-9]{1,20}[kmgt]?$/i, '');
  if (scheme === 'mailto' && isMailbox(rest.split('?', 1)[0] ?? '')) return undefined;
  if (scheme === 'https' && schemes.includes('https') && /^\/\/[^/\s]+/.test(rest)) return undefined;
  if (colon < 0 && isMailbox(text)) return `${tag} has an address without a scheme; write mailto:${text}`;
  const allowed = schemes.includes('https') ? 'mailto:name@host or https://host/path' : 'mailto:name@host';
  return `${tag} has ${quoted(text)}, where no report can go; write ${allowed}`;
}

function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@');
  const host = text.slice(at + 1);
  return at > 0 && !/\s/.test(text) && host.includes('.') && readAbsoluteName(host).name !== undefined;
}
