/** The result of reading one field: the form in which the service keeps it, or what is wrong with it. */
import type { FieldProblem } from '../problem.ts';

export type Reading<T> = { readonly kept: T } | { readonly wrong: string };

/** The kept form; where there is none, its default, with the problem put on the list. */
export function take<T>(reading: Reading<T>, field: string, otherwise: T, problems: FieldProblem[]): T {
  if ('kept' in reading) return reading.kept;
  problems.push({ field, message: reading.wrong });
  return otherwise;
}
