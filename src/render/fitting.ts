/** Chooses the fullest text that a page takes: GitHub refuses a comment that is too long, and drops a summary whole. */

/** UTF-8 octets, of which there are never fewer than GitHub's characters. */
export function octetsOf(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * The first of some texts that fits; where none does, the one of the last kind that shows the most. That kind is asked
 * for with a number, of which more makes it longer, and is taken at 0 whatever its length.
 */
export function fitting(
  budget: number,
  texts: readonly (() => string)[],
  last: { readonly most: number; readonly text: (shown: number) => string },
): string {
  for (const make of texts) {
    const text = make();
    if (octetsOf(text) <= budget) return text;
  }
  let best = last.text(0);
  let low = 0;
  let high = last.most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const text = last.text(middle);
    if (octetsOf(text) <= budget) {
      best = text;
      low = middle;
    } else high = middle - 1;
  }
  return best;
}
