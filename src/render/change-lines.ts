/** The changes of one zone as aligned lines: marker, name, type, value, ttl, and where it stands. */
import type { Fqdn } from '../model/name.ts';
import { type Change, subjectOf } from '../model/plan.ts';
import { changesTtl, markerText, placeText, ttlText, typeText } from './change-text.ts';
import { dataText } from './data-text.ts';
import { showOwner } from './owner.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { valueCell } from './value-cell.ts';
import { displayWidth, padTo } from './width.ts';

export interface ChangeLineOptions {
  readonly zone: Fqdn;
  /** The zone's own file, which the head above the lines names. */
  readonly file: string;
  readonly style: Styles;
  /** Columns of the terminal; undefined where there is none, and lines may be long. */
  readonly width?: number | undefined;
  /** Whether to say where each record is declared. */
  readonly sources: boolean;
  /** Show values whole, however long. */
  readonly whole: boolean;
}

interface Row {
  readonly change: Change;
  readonly name: string;
  readonly type: string;
  readonly ttl: string;
}

const LABEL = { duplicate: 'duplicate', 'type-change': 'type change' } as const;
const INDENT = '  ';
const GUTTER = '  ';
/** A value gets this many columns where there is room, and never fewer than the lower bound. */
const VALUE_WIDTH = 100;
const LEAST_VALUE_WIDTH = 32;
/** One long name or value must not push what follows the others out of sight: it breaks its own line's order only. */
const WIDEST_NAME = 24;
const WIDEST_VALUE = 48;

/** One line for each change, with a line after it where the change leaves a gap. Linear in the number of changes. */
export function changeLines(changes: readonly Change[], options: ChangeLineOptions): string[] {
  const { style } = options;
  const rows = changes.map((change) => rowOf(change, options.zone));
  const nameWidth = Math.min(
    WIDEST_NAME,
    widest(rows, ({ name }) => displayWidth(name)),
  );
  const typeWidth = widest(rows, ({ type }) => type.length);
  const ttlWidth = widest(rows, ({ ttl }) => ttl.length);
  const room = roomForValue(changes, INDENT.length + 2 + nameWidth + typeWidth + ttlWidth + 6, options);
  const cells = rows.map(({ change }) => valueCell(change, room.value, style));
  const valueWidth = widest(cells, ({ width }) => (width > WIDEST_VALUE ? 0 : width));
  const lines: string[] = [];
  for (const [index, { change, name, type, ttl }] of rows.entries()) {
    const cell = cells[index] ?? { text: '', width: 0 };
    const value = cell.text + ' '.repeat(Math.max(0, valueWidth - cell.width));
    const place = placeOf(change, options, room.shortPlaces);
    const ttlColor = changesTtl(change) ? style.yellow : style.dim;
    let line = `${INDENT}${markerText(change, style)} ${padTo(name, nameWidth)}`;
    line += GUTTER + style.cyan(type.padEnd(typeWidth)) + GUTTER + value + GUTTER;
    // Behind a long value there is no column to keep.
    const ttlCell = place === '' || cell.width > valueWidth ? ttl : ttl.padEnd(ttlWidth);
    line += ttlColor(ttlCell) + (place === '' ? '' : GUTTER + style.dim(place));
    if (change.reason !== undefined) line += GUTTER + style.yellow(LABEL[change.reason]);
    lines.push(line);
    if (change.gap !== undefined) lines.push(style.yellow(`${INDENT}  gap: ${safe(change.gap)}`));
  }
  return lines;
}

function rowOf(change: Change, zone: Fqdn): Row {
  return {
    change,
    name: showOwner(subjectOf(change).name, zone),
    type: typeText(change),
    ttl: ttlText(change),
  };
}

/**
 * How wide a value may be, and whether places are written without the file, which the head names already: that goes
 * where a terminal has no room for it beside values of ordinary length. Longer ones lose their middle.
 */
function roomForValue(
  changes: readonly Change[],
  others: number,
  options: ChangeLineOptions,
): { value: number; shortPlaces: boolean } {
  const { width, whole } = options;
  if (whole) return { value: Number.POSITIVE_INFINITY, shortPlaces: false };
  if (width === undefined) return { value: VALUE_WIDTH, shortPlaces: false };
  const needed = Math.min(WIDEST_VALUE, widest(changes, naturalWidth));
  const roomBeside = (short: boolean) => {
    const place = widest(changes, (change) => displayWidth(placeOf(change, options, short)));
    const label = widest(changes, ({ reason }) => (reason === undefined ? 0 : LABEL[reason].length + 2));
    return width - others - label - (place === 0 ? 0 : place + 2);
  };
  const shortPlaces = roomBeside(false) < needed;
  return { value: Math.max(LEAST_VALUE_WIDTH, Math.min(VALUE_WIDTH, roomBeside(shortPlaces))), shortPlaces };
}

function naturalWidth(change: Change): number {
  const after = dataText(subjectOf(change));
  const before = change.action === 'update' ? dataText(change.before) : after;
  return before === after ? displayWidth(after) : displayWidth(before) + 3 + displayWidth(after);
}

function placeOf(change: Change, options: ChangeLineOptions, short: boolean): string {
  if (change.source === undefined || !options.sources) return '';
  return short && change.source.file === options.file ? `:${change.source.line}` : placeText(change.source);
}

function widest<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((most, item) => Math.max(most, measure(item)), 0);
}
