/** What makes a text a DMARC record: the version first, in just this case, and a ';' after it (RFC 9989 §4.8). */
import type { TagList } from './tag-list.ts';

export function isDmarc({ first }: TagList): boolean {
  return first?.name === 'v' && first.value === 'DMARC1';
}
