/** The words for what the system says when an address cannot be reached. */
import type { AskFailure } from '../answer.ts';

/** This machine has no way there at all, such as IPv6 where it has none. */
const UNROUTABLE: ReadonlySet<string> = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETDOWN']);

const WORDS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nobody answers there (connection refused)'],
  ['ECONNRESET', 'the server broke off the connection'],
  ['EPIPE', 'the server broke off the connection'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
]);

export function networkFailure(error: unknown): AskFailure {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (UNROUTABLE.has(code)) return { code: 'unroutable', message: `no route from here (${code})` };
  return { code: 'network', message: WORDS.get(code) ?? message };
}
