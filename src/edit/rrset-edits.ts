/** Edits that bring what stands under one type nearer to what is wanted; asked again until there are none. */
import { ttlText } from '../model/ttl.ts';
import { insertIntoFlow, removeFromFlow } from './flow.ts';
import type { Layout } from './layout.ts';
import { blockValue, flowValue } from './render-records.ts';
import { scalarLike } from './scalar.ts';
import type { TextEdit } from './text-edit.ts';
import { replaced, valueEdits } from './value-edits.ts';
import { valueKey, type WantedRRset, type WantedValue } from './wanted.ts';
import type { PlacedValue, RRsetView, ZoneView } from './zone-view.ts';

/** @param isInFlow whether the name's types stand in a flow map */
export function rrsetEdits(
  view: ZoneView,
  rrset: RRsetView,
  wanted: WantedRRset,
  isInFlow: boolean,
): TextEdit[] {
  const isSameTtl = (rrset.ttl?.seconds ?? view.ttl) === wanted.ttl;
  return isSameTtl ? valuesEdits(view, rrset, wanted, isInFlow) : ttlEdits(view, rrset, wanted.ttl, isInFlow);
}

function ttlEdits(view: ZoneView, { ttl, entry, holder }: RRsetView, seconds: number, isInFlow: boolean) {
  const { layout } = view;
  if (ttl?.node.kind === 'text') {
    const text = /^\d+$/.test(ttl.node.text) ? String(seconds) : ttlText(seconds);
    return [
      replaced(
        view,
        ttl.node,
        ttl.node.style === 'quoted' ? scalarLike(ttl.node, view.text, text, isInFlow) : text,
      ),
    ];
  }
  const option = `ttl: ${ttlText(seconds)}`;
  const { value } = entry;
  if (holder !== entry) {
    const at = holder.key.start;
    if (isInFlow || layout.isFlow(value)) return [{ start: at, end: at, text: `${option}, ` }];
    const start = layout.lineStart(at);
    return [{ start, end: start, text: `${' '.repeat(layout.columnOf(at))}${option}${layout.eol}` }];
  }
  const end = layout.endOf(value);
  if (isInFlow) {
    return [
      { start: value.start, end: value.start, text: `{ ${option}, values: ` },
      { start: end, end, text: ' }' },
    ];
  }
  const colon = layout.afterColon(entry.key);
  const indent = ' '.repeat(layout.columnOf(entry.key.start) + layout.step);
  const shifted = layout.shifted(colon, end, layout.step);
  if (layout.lineStart(value.start) === layout.lineStart(colon - 1)) {
    const opening = `${layout.eol}${indent}${option}${layout.eol}${indent}values: `;
    return [{ start: colon, end: value.start, text: opening }, ...shifted];
  }
  const below = layout.nextLine(colon);
  const lines = `${indent}${option}${layout.eol}${indent}values:${layout.eol}`;
  return [{ start: below, end: below, text: lines }, ...shifted];
}

interface Difference {
  readonly updates: readonly (readonly [PlacedValue, WantedValue])[];
  readonly removes: readonly PlacedValue[];
  readonly adds: readonly WantedValue[];
}

/** Values that are wanted and there stay; what is left takes the place of what it was, or of any that goes. */
function compare(values: readonly PlacedValue[], wanted: readonly WantedValue[]): Difference {
  const there = new Map(values.map((value) => [valueKey(value), value]));
  const kept = new Set(wanted.map(valueKey).filter((key) => there.has(key)));
  const going = new Map([...there].filter(([key]) => !kept.has(key)));
  const updates: [PlacedValue, WantedValue][] = [];
  const take = (key: string | undefined): PlacedValue | undefined => {
    const value = going.get(key ?? '');
    going.delete(key ?? '');
    return value;
  };
  const coming = wanted.filter((value) => !kept.has(valueKey(value)));
  const unpaired = coming.filter((value) => {
    const before = take(value.was);
    if (before !== undefined) updates.push([before, value]);
    return before === undefined;
  });
  const adds = unpaired.filter((value) => {
    const before = take(going.keys().next().value);
    if (before !== undefined) updates.push([before, value]);
    return before === undefined;
  });
  return { updates, removes: [...going.values()], adds };
}

function valuesEdits(view: ZoneView, rrset: RRsetView, { type, values }: WantedRRset, isOwnerFlow: boolean) {
  const { layout } = view;
  const { holder } = rrset;
  const list = holder.value;
  const { updates, removes, adds } = compare(rrset.values, values);
  const isHolderFlow = isOwnerFlow || layout.isFlow(rrset.entry.value);
  const isInFlow = isHolderFlow || layout.isFlow(list);
  const changed = updates.flatMap(([before, after]) => valueEdits(view, type, before, after, isInFlow));
  if (list.kind === 'list' && !layout.isFlow(list)) {
    const gone = removes.map(({ node }) => removedItem(layout, node.start, layout.endOf(node)));
    const [last] = list.items.slice(-1);
    if (last === undefined || adds.length === 0) return [...changed, ...gone];
    const end = layout.nextLine(layout.endOf(last));
    const { prefix, rest } = itemPrefix(layout, last.start);
    const lines = adds.flatMap((value) =>
      blockValue(layout, type, value, last).map(
        (line, index) => `${index === 0 ? prefix : rest}${line}${layout.eol}`,
      ),
    );
    return [...changed, ...gone, { start: end, end, text: lines.join('') }];
  }
  if (changed.length > 0) return changed;
  if (list.kind === 'list') {
    const [first] = removes;
    if (first !== undefined) return removeFromFlow(layout, list, list.items, list.items.indexOf(first.node));
    const [add] = adds;
    if (add === undefined) return [];
    const text = flowValue(type, add, true, list.items.at(-1));
    return insertIntoFlow(layout, list, list.items, list.items.length - 1, text);
  }
  return adds.length === 0 ? [] : listed(view, rrset, type, adds, isHolderFlow);
}

/** Makes a list of the only value, and of those that come beside it. */
function listed(
  { layout }: ZoneView,
  { holder }: RRsetView,
  type: WantedRRset['type'],
  adds: readonly WantedValue[],
  isInFlow: boolean,
): TextEdit[] {
  const { key, value } = holder;
  const end = layout.endOf(value);
  if (isInFlow) {
    const more = adds.map((add) => `, ${flowValue(type, add, true, value)}`).join('');
    return [
      { start: value.start, end: value.start, text: '[' },
      { start: end, end, text: `${more}]` },
    ];
  }
  const colon = layout.afterColon(key);
  const isOnKeyLine = layout.lineStart(value.start) === layout.lineStart(colon - 1);
  const column = isOnKeyLine ? layout.columnOf(key.start) + layout.dash : layout.columnOf(value.start);
  const indent = ' '.repeat(column);
  const shift = isOnKeyLine ? layout.dash : 2;
  const added = adds
    .flatMap((add) =>
      blockValue(layout, type, add, value).map(
        (line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}${layout.eol}`,
      ),
    )
    .join('');
  const last = layout.nextLine(end);
  return [
    isOnKeyLine
      ? { start: colon, end: value.start, text: `${layout.eol}${indent}- ` }
      : { start: value.start, end: value.start, text: '- ' },
    ...layout.shifted(value.start, end, shift),
    { start: last, end: last, text: added },
  ];
}

function removedItem(layout: Layout, start: number, end: number): TextEdit {
  const dash = layout.text.lastIndexOf('-', start - 1);
  return { ...layout.wholeLines(dash, end), text: '' };
}

/** What stands before an item on its line, and what stands before its further lines. */
function itemPrefix(layout: Layout, start: number): { prefix: string; rest: string } {
  const prefix = layout.text.slice(layout.lineStart(start), start);
  return /^ *- +$/.test(prefix)
    ? { prefix, rest: ' '.repeat(prefix.length) }
    : { prefix: `${' '.repeat(layout.columnOf(layout.text.lastIndexOf('-', start - 1)))}- `, rest: '' };
}
