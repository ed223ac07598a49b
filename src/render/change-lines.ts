/** The changes of one zone as aligned lines: marker, name, type, value, ttl, and where it stands. */
import type { Fqdn } from '../model/name.ts';
import { type Change, subjectOf } from '../model/plan.ts';
import { changesTtl, changeTtlText, markerText, placeText, typeText } from './change-text.ts';
import { dataText } from './data-text.ts';
import { showOwner } from './owner.ts';
import { safe } from './safe.ts';
import { shownData } from './shown-data.ts';
import type { Styles } from './style.ts';
import { type Cell, valueCell } from './value-cell.ts';
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
  readonly label: string;
}

const LABEL = { duplicate: 'duplicate', 'type-change': 'type change' } as const;
const INDENT = '  ';
const GUTTER = '  ';
/** Before a value that has its line to itself. */
const HANGING = '      ';
/** A value gets this many columns where there is room, and never fewer than the lower bound. */
const VALUE_WIDTH = 100;
const LEAST_VALUE_WIDTH = 24;
/** One long name or value must not push what follows the others out of sight: it breaks its own line's order only. */
const WIDEST_NAME = 24;
const WIDEST_VALUE = 48;

/** One line for each change, with a line after it where the change leaves a gap. Linear in the number of changes. */
export function changeLines(changes: readonly Change[], options: ChangeLineOptions): string[] {
  const { style } = options;
  const rows = changes.map((change) => rowOf(change, options.zone));
  const columns = columnsOf(rows, options);
  const laidOut = rows.map((row) => layOut(row, columns, options));
  const valueWidth = widest(laidOut, ({ cell }) => (cell.width > WIDEST_VALUE ? 0 : cell.width));
  const lines: string[] = [];
  for (const { row, room, isBroken, cell } of laidOut) {
    const { change, name, type, ttl, label } = row;
    const width = isBroken ? 0 : Math.min(valueWidth, room);
    const place = placeOf(change, options, columns.shortPlaces);
    const ttlColor = changesTtl(change) ? style.yellow : style.dim;
    const head = `${INDENT}${markerText(change, style)} ${padTo(name, columns.name)}${GUTTER}`;
    let line = isBroken ? HANGING : head + style.cyan(type.padEnd(columns.type)) + GUTTER;
    if (isBroken) lines.push(head + style.cyan(type));
    line += cell.text + ' '.repeat(Math.max(0, width - cell.width)) + GUTTER;
    // Behind a long value there is no column to keep.
    line += ttlColor(place === '' || cell.width > width ? ttl : ttl.padEnd(columns.ttl));
    if (place !== '') line += GUTTER + style.dim(place);
    if (label !== '') line += GUTTER + style.yellow(label);
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
    ttl: changeTtlText(change),
    label: change.reason === undefined ? '' : LABEL[change.reason],
  };
}

interface Columns {
  readonly name: number;
  readonly type: number;
  readonly ttl: number;
  /** Whether places are written without the file, which the head names already. */
  readonly shortPlaces: boolean;
}

/** The file's name goes where a terminal has no room for it beside values of ordinary length. */
function columnsOf(rows: readonly Row[], options: ChangeLineOptions): Columns {
  const { width } = options;
  const columns = {
    name: Math.min(
      WIDEST_NAME,
      widest(rows, ({ name }) => displayWidth(name)),
    ),
    type: widest(rows, ({ type }) => type.length),
    // A ttl that changes is longer: on a terminal it takes the room of its own line only.
    ttl: widest(rows, ({ change, ttl }) => (width !== undefined && changesTtl(change) ? 0 : ttl.length)),
    shortPlaces: false,
  };
  const isTight = (row: Row): boolean => {
    const needed = Math.min(WIDEST_VALUE, naturalWidth(row.change));
    return (width ?? 0) - prefixOf(row, columns) - suffixOf(row, columns, options) < needed;
  };
  return { ...columns, shortPlaces: width !== undefined && !options.whole && rows.some(isTight) };
}

interface LaidOut {
  readonly row: Row;
  readonly cell: Cell;
  /** What there is for the value. */
  readonly room: number;
  /** Whether it has a line to itself. */
  readonly isBroken: boolean;
}

/** Values that are too long lose their middle; what then still does not fit has a line to itself. */
function layOut(row: Row, columns: Columns, options: ChangeLineOptions): LaidOut {
  const { width, whole, style } = options;
  const suffix = suffixOf(row, columns, options);
  const within = (space: number, isBroken: boolean): LaidOut => {
    const room = Math.max(LEAST_VALUE_WIDTH, Math.min(VALUE_WIDTH, space));
    const cell = valueCell(row.change, room, style);
    const over = cell.width - room;
    // Marks and the words around them are wider than a little room.
    return {
      row,
      room: Math.min(room, space),
      isBroken,
      cell: over > 0 ? valueCell(row.change, room - over, style) : cell,
    };
  };
  if (whole) {
    const room = Number.POSITIVE_INFINITY;
    return { row, room, isBroken: false, cell: valueCell(row.change, room, style) };
  }
  if (width === undefined)
    return { row, room: VALUE_WIDTH, isBroken: false, cell: valueCell(row.change, VALUE_WIDTH, style) };
  const space = width - prefixOf(row, columns) - suffix;
  const beside = within(space, false);
  const fits = beside.cell.width <= space && space >= Math.min(LEAST_VALUE_WIDTH, naturalWidth(row.change));
  return fits ? beside : within(width - HANGING.length - suffix, true);
}

function prefixOf({ name }: Row, columns: Columns): number {
  const nameWidth = Math.max(columns.name, displayWidth(name));
  return INDENT.length + 2 + nameWidth + GUTTER.length + columns.type + GUTTER.length;
}

function suffixOf({ change, ttl, label }: Row, columns: Columns, options: ChangeLineOptions): number {
  const place = displayWidth(placeOf(change, options, columns.shortPlaces));
  const widths = [Math.max(ttl.length, columns.ttl), place, label.length];
  return widths.reduce((sum, each) => sum + (each === 0 ? 0 : each + GUTTER.length), 0);
}

function naturalWidth(change: Change): number {
  const after = shownData(subjectOf(change));
  const before = change.action === 'update' ? dataText(change.before) : after;
  return before === dataText(subjectOf(change)) || before === after
    ? displayWidth(after)
    : displayWidth(before) + 3 + displayWidth(after);
}

function placeOf(change: Change, options: ChangeLineOptions, short: boolean): string {
  if (change.source === undefined || !options.sources) return '';
  return short && change.source.file === options.file ? `:${change.source.line}` : placeText(change.source);
}

function widest<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((most, item) => Math.max(most, measure(item)), 0);
}
