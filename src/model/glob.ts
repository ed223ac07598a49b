/** Globs: patterns in which `*` stands for any run of characters. Matching takes no longer than the text, whatever the pattern. */

/** The pieces between the stars of a pattern; `\*` is a star that stands for itself. One piece where there is none. */
export type Glob = readonly string[];

export function readGlob(pattern: string): Glob {
  const pieces = [''];
  for (const [token] of pattern.matchAll(/\\\*|[\s\S]/g)) {
    if (token === '*') pieces.push('');
    else pieces.push((pieces.pop() ?? '') + (token === '\\*' ? '*' : token));
  }
  return pieces;
}

/** Whether a text begins with the first piece, ends with the last and has the others in order between. */
export function matchesGlob(glob: Glob, text: string): boolean {
  const [first = '', ...rest] = glob;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
