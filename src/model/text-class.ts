/** What a TXT record is for, as far as its text tells: texts of one class may take each other's place. */
import { type Fqdn, foldCase } from './name.ts';

/**
 * The class of a text: its version (`v=spf1`, `v=dmarc1`, …), else the token before `=` or `:` (as in
 * `google-site-verification=…`), else '' for free text. Case is folded (RFC 7208 §4.5); free text never meets a token.
 */
export function textClass(text: string): string {
  const version = /^v=[^\s;]+/i.exec(text)?.[0];
  // Something must follow the sign, or the padding of Base64 would make every such text a class of its own.
  return foldCase(version ?? /^([\w.-]+)\s*[=:]\s*[^\s=]/.exec(text)?.[1] ?? '');
}

/** RFC 6376 §3.6.1: a key has the tag `p`, and its version may be left out. */
export function isDkimKey(text: string): boolean {
  return /(?:^|;)\s*p\s*=/.test(text);
}

/** RFC 7208 §4.5: `v=spf1` and then a blank or the end, in any case. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** RFC 9989: the policy stands at `_dmarc` and begins with its version. */
export function isDmarc(name: Fqdn, text: string): boolean {
  return name.startsWith('_dmarc.') && /^v=DMARC1/i.test(text);
}
