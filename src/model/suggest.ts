/** "Did you mean …?": the candidate that a mistyped word was most likely meant to be. */
import { foldCase } from './name.ts';
import { compareText } from './record.ts';

/**
 * The candidate nearest to a word, ASCII case apart, or undefined where none is near enough to be a typing mistake:
 * at most two slips, and at most one in a word of up to five characters. Candidates equally near are settled by
 * text order, so that the answer does not depend on the order of the candidates.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = foldCase(word);
  let best: string | undefined;
  let least = folded.length < 6 ? 1 : 2;
  for (const candidate of candidates) {
    const slips = slipsBetween(folded, foldCase(candidate), least);
    if (slips === undefined) continue;
    if (slips < least || best === undefined || compareText(candidate, best) < 0) best = candidate;
    least = slips;
  }
  return best;
}

/**
 * How many slips lie between two texts: a character left out, put in, replaced, or two neighbours swapped.
 * Undefined where there are more than `most`. Time is linear in the length, and grows fourfold with each of `most`.
 */
export function slipsBetween(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const [left, right] = [a.slice(same), b.slice(same)];
  if (left === '' || right === '') return left.length + right.length;
  if (most === 0) return undefined;
  const rests = [
    [left.slice(1), right],
    [left, right.slice(1)],
    [left.slice(1), right.slice(1)],
  ];
  if (left[0] === right[1] && left[1] === right[0]) rests.push([left.slice(2), right.slice(2)]);
  let least: number | undefined;
  for (const [restOfA = '', restOfB = ''] of rests) {
    const slips = slipsBetween(restOfA, restOfB, (least ?? most) - 1);
    if (slips !== undefined) least = slips + 1;
  }
  return least;
}
