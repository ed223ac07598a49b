/** The live records of a zone that are left alone, as lines: what they are, and who says so. */
import type { Fqdn } from '../model/name.ts';
import type { LeftAlone } from '../model/plan.ts';
import { ttlText } from '../model/ttl.ts';
import { placeText } from './change-text.ts';
import { dataText } from './data-text.ts';
import { showOwner } from './owner.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { displayWidth, elide, padTo } from './width.ts';

/** One long name or value must not push what follows the others out of sight. */
const WIDEST_NAME = 24;
const WIDEST_VALUE = 48;
const LEAST_VALUE = 16;
const GUTTER = '  ';

/** @param width columns of the terminal: there values lose their middle, for they are others' business; whole elsewhere */
export function leftAloneLines(
  zone: Fqdn,
  leftAlone: readonly LeftAlone[],
  { style, width }: { readonly style: Styles; readonly width?: number | undefined },
): string[] {
  if (leftAlone.length === 0) return [];
  const rows = leftAlone.map((one) => ({
    cells: [showOwner(one.record.name, zone), one.record.type, dataText(one.record), ttlText(one.record.ttl)],
    why: whyText(one),
  }));
  const widest = (texts: readonly string[], most: number): number =>
    Math.min(
      most,
      texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), 0),
    );
  const column = (index: number, most: number): number =>
    widest(
      rows.map(({ cells }) => cells[index] ?? ''),
      most,
    );
  const endless = Number.POSITIVE_INFINITY;
  const widths = [column(0, WIDEST_NAME), column(1, endless), 0, column(3, endless)];
  const others =
    widths.reduce((sum, each) => sum + each + GUTTER.length, 4) +
    widest(
      rows.map(({ why }) => why),
      endless,
    );
  const room = width === undefined ? endless : Math.max(LEAST_VALUE, width - others);
  widths[2] = column(2, Math.min(room, WIDEST_VALUE));
  const lines = rows.map(({ cells, why }) => {
    const padded = cells.map((text, index) =>
      padTo(index === 2 ? elide(text, room) : text, widths[index] ?? 0),
    );
    return `  · ${[...padded, why].join(GUTTER)}`;
  });
  return ['  left alone:', ...lines].map(style.dim);
}

function whyText({ why, pattern }: LeftAlone): string {
  if (pattern !== undefined) return `by ${safe(pattern.text)}${GUTTER}${placeText(pattern.source)}`;
  return why === 'undeclared' ? 'not declared (mode: additive)' : 'ignored';
}
