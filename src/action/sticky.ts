/** Decides what becomes of the one comment of ours: written anew, changed, or left as it is. */
import type { Comment } from './github.ts';

export type Upsert =
  | { readonly do: 'nothing'; readonly url?: string }
  | { readonly do: 'add' }
  | { readonly do: 'edit'; readonly id: number };

/** Our newest comment with this key; a minimized one has been put away by somebody. */
export function ourComment(
  comments: readonly Comment[],
  isOfKey: (body: string) => boolean,
): Comment | undefined {
  return comments.findLast(({ isOurs, isMinimized, body }) => isOurs && !isMinimized && isOfKey(body));
}

/**
 * @param found our comment, where there is one
 * @param isWanted whether a new one is worth the noise; one that stands is always kept true
 */
export function upsert(found: Comment | undefined, body: string, isWanted: boolean): Upsert {
  if (found === undefined) return { do: isWanted ? 'add' : 'nothing' };
  // GitHub stores CRLF where a person edits in the browser, and no blank line at the end.
  const same = found.body.replaceAll('\r\n', '\n').trimEnd() === body.trimEnd();
  return same ? { do: 'nothing', url: found.url } : { do: 'edit', id: found.id };
}
