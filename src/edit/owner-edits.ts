/** Puts types under names and names into files, and takes them out. */
import { ownerText } from '../convert/zone-file.ts';
import type { YamlEntry } from '../load/tree.ts';
import type { Fqdn } from '../model/name.ts';
import { compareNames } from '../model/record.ts';
import { insertIntoFlow, removeFromFlow } from './flow.ts';
import { entriesOf, type Layout } from './layout.ts';
import { blockRRset, flowRRset, typeRank } from './render-records.ts';
import { scalar } from './scalar.ts';
import type { TextEdit } from './text-edit.ts';
import { Unclear } from './unclear.ts';
import type { WantedRRset } from './wanted.ts';
import type { ZoneView } from './zone-view.ts';

const spanOf = ({ key, value }: YamlEntry) => ({ start: key.start, end: value.end });

/** Puts an RRset after the last of the types that people look for before it. */
export function addType(view: ZoneView, owner: YamlEntry, wanted: WantedRRset): TextEdit[] {
  const { layout } = view;
  const types = entriesOf(owner.value);
  const ttl = ownTtl(view, wanted);
  const after = types.findLastIndex(({ key }) => typeRank(key.text) < typeRank(wanted.type));
  if (view.isFlow(owner.value))
    return insertIntoFlow(layout, owner.value, types.map(spanOf), after, flowRRset(wanted, ttl));
  const before = types[after];
  const [first] = types;
  const indent = ' '.repeat(layout.columnOf(first?.key.start ?? 0));
  const end = before === undefined ? layout.afterColon(owner.key) : layout.endOf(before.value);
  const start = layout.nextLine(end);
  return [{ start, end: start, text: lines(layout, blockRRset(layout, wanted, ttl), indent) }];
}

export function removeType(view: ZoneView, owner: YamlEntry, type: YamlEntry): TextEdit[] {
  const types = entriesOf(owner.value);
  if (view.isFlow(owner.value))
    return removeFromFlow(view.layout, owner.value, types.map(spanOf), types.indexOf(type));
  return [{ ...view.layout.wholeLines(type.key.start, view.layout.endOf(type.value)), text: '' }];
}

/** Takes a name out, and one of the two blank lines that would meet then. */
export function removeOwner(view: ZoneView, owner: YamlEntry): TextEdit[] {
  const { layout, records } = view;
  const owners = entriesOf(records?.value);
  if (records !== undefined && view.isFlowFile)
    return removeFromFlow(layout, records.value, owners.map(spanOf), owners.indexOf(owner));
  const { start, end } = layout.wholeLines(owner.key.start, layout.endOf(owner.value));
  const isBlank = (offset: number): boolean => layout.line(offset).trim() === '';
  const isParted = start > 0 && isBlank(start - 1) && (end >= layout.text.length || isBlank(end));
  return [{ start: isParted ? layout.lineStart(start - 1) : start, end, text: '' }];
}

/** Puts new names each after the nearest name before it in the order of names; the others stay as somebody grouped them. */
export function addOwners(view: ZoneView, added: ReadonlyMap<Fqdn, readonly WantedRRset[]>): TextEdit[] {
  const { layout, records } = view;
  const owners = [...view.owners].sort(([a], [b]) => compareNames(a, b));
  const names = [...added.keys()].sort(compareNames);
  if (records === undefined || owners.length === 0) return addRecords(view, names, added);
  const entries = entriesOf(records.value);
  const style = ownerStyle(view);
  const edits: TextEdit[] = [];
  let next = 0;
  for (const name of names) {
    while (next < owners.length && compareNames(owners[next]?.[0] ?? name, name) < 0) next++;
    const before = owners[next - 1]?.[1];
    const rrsets = added.get(name) ?? [];
    if (view.isFlowFile) {
      const after = before === undefined ? -1 : entries.indexOf(before);
      const flow = flowOwner(view, name, rrsets);
      // One at a time: the next one finds it there.
      return insertIntoFlow(layout, records.value, entries.map(spanOf), after, flow);
    }
    const column = layout.columnOf(entries[0]?.key.start ?? 0);
    const indent = ' '.repeat(column);
    const text = lines(layout, ownerLines(view, name, rrsets, style), indent);
    if (before === undefined) {
      const start = layout.nextLine(layout.afterColon(records.key));
      const blank = style.isParted ? layout.eol : '';
      const isBlankBelow = layout.line(start).trim() === '';
      edits.push({ start, end: start, text: isBlankBelow ? `${blank}${text}` : `${text}${blank}` });
    } else {
      const start = endOfOwner(layout, before, column);
      edits.push({ start, end: start, text: `${style.isParted ? layout.eol : ''}${text}` });
    }
  }
  return edits;
}

interface OwnerStyle {
  /** Whether names stand on one line each. */
  readonly isFlow: boolean;
  /** Whether a blank line stands before each. */
  readonly isParted: boolean;
}

/** As most names of the file have it. */
function ownerStyle({ layout, records }: ZoneView): OwnerStyle {
  const owners = entriesOf(records?.value);
  const count = (test: (owner: YamlEntry) => boolean): number => owners.filter(test).length;
  const isAfterBlank = ({ key }: YamlEntry): boolean => {
    let at = layout.lineStart(key.start);
    while (at > 0 && /^\s*#/.test(layout.line(at - 1))) at = layout.lineStart(at - 1);
    return at > 0 && layout.line(at - 1).trim() === '';
  };
  return {
    isFlow: count(({ value }) => layout.isFlow(value)) * 2 > owners.length,
    isParted: count(isAfterBlank) * 2 >= owners.length && owners.length > 1,
  };
}

function addRecords(
  view: ZoneView,
  names: readonly Fqdn[],
  added: ReadonlyMap<Fqdn, readonly WantedRRset[]>,
): TextEdit[] {
  const { layout, records, text, root } = view;
  if (layout.isFlow(root)) throw new Unclear('the whole file stands in { }; write the records by hand');
  const style = { isFlow: false, isParted: false };
  const below = names
    .map((name) =>
      lines(layout, ownerLines(view, name, added.get(name) ?? [], style), ' '.repeat(layout.step)),
    )
    .join('');
  if (records !== undefined) {
    const colon = layout.afterColon(records.key);
    const { end } = layout.wholeLines(records.key.start, records.value.end);
    const rest = text.slice(records.value.end, end);
    return [{ start: colon, end, text: `${rest.trim() === '' ? layout.eol : rest}${below}` }];
  }
  return [{ start: text.length, end: text.length, text: `records:${layout.eol}${below}` }];
}

/** After a name's last line, and the comments that are indented below it. */
function endOfOwner(layout: Layout, owner: YamlEntry, column: number): number {
  let end = layout.nextLine(layout.endOf(owner.value));
  for (let at = end; at < layout.text.length; at = layout.nextLine(at)) {
    const line = layout.line(at);
    if (line.trim() === '') continue;
    if (!/^ *#/.test(line) || line.indexOf('#') <= column) break;
    end = layout.nextLine(at);
  }
  return end;
}

function ownerLines(
  view: ZoneView,
  name: Fqdn,
  rrsets: readonly WantedRRset[],
  { isFlow }: OwnerStyle,
): string[] {
  const [only] = rrsets;
  const isShort = rrsets.length === 1 && only?.values.length === 1 && ownTtl(view, only) === undefined;
  if (isFlow && isShort) return [flowOwner(view, name, rrsets)];
  const inner = ' '.repeat(view.layout.step);
  const below = inOrder(rrsets).flatMap((wanted) => blockRRset(view.layout, wanted, ownTtl(view, wanted)));
  return [`${scalar(ownerText(name, view.zone))}:`, ...below.map((line) => `${inner}${line}`)];
}

function flowOwner(view: ZoneView, name: Fqdn, rrsets: readonly WantedRRset[]): string {
  const types = inOrder(rrsets).map((wanted) => flowRRset(wanted, ownTtl(view, wanted)));
  return `${scalar(ownerText(name, view.zone), view.isFlowFile)}: { ${types.join(', ')} }`;
}

function inOrder(rrsets: readonly WantedRRset[]): WantedRRset[] {
  return [...rrsets].sort((a, b) => typeRank(a.type) - typeRank(b.type));
}

function ownTtl(view: ZoneView, { ttl }: WantedRRset): number | undefined {
  return ttl === view.ttl ? undefined : ttl;
}

function lines(layout: Layout, texts: readonly string[], indent: string): string {
  return texts.map((line) => `${indent}${line}${layout.eol}`).join('');
}
