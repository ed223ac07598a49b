/** The changes of a plan as rows of a `diff` block, parted by side and by zone: what Markdown makes its comment of. */
import {
  type Change,
  type ChangeCounts,
  type ChangeSide,
  countChanges,
  type Plan,
  subjectOf,
  type ZonePlan,
} from '../model/plan.ts';
import { RECORD_TYPES } from '../model/record.ts';
import { changeTtlText, typeText } from './change-text.ts';
import { showOwner } from './owner.ts';
import { safe } from './safe.ts';
import { bySide } from './sides.ts';
import { styles } from './style.ts';
import { valueCell } from './value-cell.ts';
import { displayWidth, padTo } from './width.ts';

/** GitHub paints the lines of a diff by these. */
const MARKER = { create: '+', update: '!', delete: '-' } as const;
const LABEL = { duplicate: 'duplicate', 'type-change': 'type change' } as const;
const PLAIN = styles(false);
const WIDEST_NAME = 24;
const VALUE_WIDTH = 200;

export interface Row {
  readonly text: string;
  readonly isCreate: boolean;
}

/** What one side has changed in one zone. */
export interface ZoneRows {
  readonly zone: ZonePlan;
  /** Present where the zone itself is created or deleted, and by this side. */
  readonly action?: ZonePlan['action'];
  readonly counts: ChangeCounts;
  readonly rows: readonly Row[];
  /** `80 A, 40 TXT`; empty where there are none. */
  readonly creates: string;
}

export interface SideRows {
  /** Undefined where the plan was compared with no base. */
  readonly side: ChangeSide | undefined;
  readonly zones: readonly ZoneRows[];
  /** Changes, and zones that are created or deleted. */
  readonly total: number;
}

const SIDES = ['yours', 'conflict', 'drift', undefined] as const;

/** In the order in which they are read: the reader's own first. A zone that is created or deleted stands where its action does. */
export function planRows({ zones }: Plan): SideRows[] {
  return SIDES.flatMap((side) => {
    const here = zones.flatMap((zone) => {
      const { items } = bySide(zone.changes).find((group) => group.side === side) ?? { items: [] };
      const action = zone.side === side ? zone.action : undefined;
      return items.length > 0 || action !== undefined ? [zoneRows(zone, action, items)] : [];
    });
    const total = here.reduce(
      (sum, { rows, action }) => sum + rows.length + (action === undefined ? 0 : 1),
      0,
    );
    return here.length === 0 ? [] : [{ side, zones: here, total }];
  });
}

function zoneRows(zone: ZonePlan, action: ZonePlan['action'], changes: readonly Change[]): ZoneRows {
  const names = changes.map((change) => showOwner(subjectOf(change).name, zone.name));
  const width = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0);
  const rows = changes.map((change, index) => ({
    text: rowText(change, padTo(names[index] ?? '', Math.min(width, WIDEST_NAME))),
    isCreate: change.action === 'create',
  }));
  return {
    zone,
    ...(action !== undefined && { action }),
    rows,
    counts: countChanges(changes),
    creates: createsText(changes),
  };
}

function rowText(change: Change, name: string): string {
  const { text } = valueCell(change, VALUE_WIDTH, PLAIN);
  const reason = change.reason === undefined ? '' : `  (${LABEL[change.reason]})`;
  const gap = change.gap === undefined ? '' : `  gap: ${safe(change.gap)}`;
  return `${MARKER[change.action]} ${name}  ${typeText(change).padEnd(5)}  ${text}  ${changeTtlText(change)}${reason}${gap}`;
}

function createsText(changes: readonly Change[]): string {
  const created = changes.flatMap((change) => (change.action === 'create' ? change.after.type : []));
  return RECORD_TYPES.map((type) => ({ type, count: created.filter((each) => each === type).length }))
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${count} ${type}`)
    .join(', ');
}

/** The records that go with a zone that is deleted. */
export function lostRows({ name, lost = [] }: ZonePlan, most: number): string[] {
  const rows = lost
    .slice(0, most)
    .map((before) => rowText({ action: 'delete', zone: name, before }, showOwner(before.name, name)));
  const rest = lost.length - rows.length;
  return rest > 0 ? [...rows, `- … and ${rest} more`] : rows;
}
