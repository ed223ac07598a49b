/** Finds the line that an offset of a text is in, in logarithmic time. */

/**
 * @param starts the offset at which each line begins, the first 0
 * @returns the index of the line, from 0
 */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
