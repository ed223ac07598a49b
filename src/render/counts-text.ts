/** How many changes of each kind: `+2 ~1 -1`, kinds without any left out. */
import type { ChangeCounts } from '../model/plan.ts';
import type { Styles } from './style.ts';

export function countsText({ creates, updates, deletes }: ChangeCounts, style: Styles): string {
  return [
    ...(creates > 0 ? [style.green(`+${creates}`)] : []),
    ...(updates > 0 ? [style.yellow(`~${updates}`)] : []),
    ...(deletes > 0 ? [style.red(`-${deletes}`)] : []),
  ].join(' ');
}
