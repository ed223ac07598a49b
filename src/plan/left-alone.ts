/** Says why a live record is left alone, and what to do where it stands in the way. */
import type { LeftAlone } from '../model/plan.ts';
import { placeOf } from './protect.ts';

/** Goes on after 'which'. */
export function whyLeftAlone({ why, pattern }: LeftAlone): string {
  if (pattern !== undefined) return `is ignored by '${pattern.text}' (${placeOf(pattern)})`;
  return why === 'undeclared' ? 'the file does not declare and mode: additive leaves' : 'is left alone';
}

export function wayOut({ why, record }: LeftAlone): string {
  const other = why === 'ignored' ? 'narrow the pattern' : 'write mode: full in the file';
  return `delete the live ${record.type} at the vendor, take the other record out of the file, or ${other}`;
}
