/** What an edit of zone files had to leave as it is, with the reason and the place. */
import type { Fqdn } from '../model/name.ts';
import type { SourcePosition } from '../model/record.ts';
import { messageText } from './message.ts';
import { showOwner } from './owner.ts';
import { safe } from './safe.ts';

export interface LeftOutLine {
  readonly name: Fqdn;
  readonly type: string;
  readonly why: string;
  readonly place?: SourcePosition;
}

/** One line each. */
export function renderLeftOut(zone: Fqdn, file: string, leftOut: readonly LeftOutLine[]): string {
  return leftOut
    .map(({ name, type, why, place }) => {
      const at = place === undefined ? safe(file) : `${safe(place.file)}:${place.line}:${place.column}`;
      return `${at}: ${type} ${showOwner(name, zone)}: ${messageText(why)}\n`;
    })
    .join('');
}
