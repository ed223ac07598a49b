/** Whole numbers as people write them. */

import type { WrittenText } from '../declared.ts';
import type { Mistake } from '../mistake.ts';

/** What the priority, weight and port of DNS data hold: 16 bits. */
export const UINT16 = [0, 65_535] as const;

/** The number a field holds, or what is wrong with it under the rule given. */
export function readNumber(
  rule: string,
  field: string,
  written: WrittenText,
  [least, greatest]: readonly [number, number],
): number | Mistake {
  const number = /^\d{1,9}$/.test(written.text) ? Number(written.text) : Number.NaN;
  if (number >= least && number <= greatest) return number;
  return { rule, message: `${field} '${written.text}' is not a number ${least}…${greatest}`, span: written };
}
