/** Changes one value where it stands, in the form and the quotes that it has, and no more of it than differs. */

import { valueText } from '../convert/zone-file.ts';
import type { YamlMap, YamlText } from '../load/tree.ts';
import { type Fqdn, readAbsoluteName } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import { fieldText, scalarOf } from './render-records.ts';
import { scalar, scalarLike } from './scalar.ts';
import type { TextEdit } from './text-edit.ts';
import type { ValueFields } from './written.ts';
import type { PlacedValue, ZoneView } from './zone-view.ts';

export function valueEdits(
  view: ZoneView,
  type: RecordType,
  placed: PlacedValue,
  wanted: ValueFields,
  isInFlow: boolean,
): TextEdit[] {
  const { node } = placed;
  if (node.kind === 'text') {
    const text = textLike(type, node.text, placed, wanted, view.zone);
    return [replaced(view, node, scalarLike(node, view.text, text, isInFlow))];
  }
  const fields = node.kind === 'map' ? fieldEdits(view, type, node, placed, wanted, isInFlow) : undefined;
  const whole = { start: node.start, end: view.layout.endOf(node) };
  return fields ?? [{ ...whole, text: scalar(valueText({ type, ...wanted }), isInFlow) }];
}

export function replaced(view: ZoneView, node: YamlText, text: string): TextEdit {
  return { start: node.start, end: view.layout.endOf(node), text };
}

/** The fields that differ; undefined where a map cannot say the new value. */
function fieldEdits(
  view: ZoneView,
  type: RecordType,
  map: YamlMap,
  before: ValueFields,
  after: ValueFields,
  isInFlow: boolean,
): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const isMapFlow = isInFlow || view.layout.isFlow(map);
  const keys = map.entries.map(({ key }) => key.text);
  // Without the key its flags are 0.
  if (type === 'CAA' && !keys.includes('flags') && fieldText(type, 'flags', after) !== '0') return undefined;
  for (const { key, value } of map.entries) {
    const text = fieldText(type, key.text, after);
    if (text === undefined || value.kind !== 'text') return undefined;
    if (text === fieldText(type, key.text, before)) continue;
    const like = type === 'SRV' || type === 'MX' ? hostsLike(value.text, text, view.zone) : text;
    const isNumber = /^\d+$/.test(like) && value.style === 'plain';
    const written = isNumber
      ? scalarOf(key.text, like, isMapFlow)
      : scalarLike(value, view.text, like, isMapFlow);
    edits.push(replaced(view, value, written));
  }
  return edits;
}

/** The new text with the blanks of the old one and, where they mean the same, its fields. */
function textLike(
  type: RecordType,
  text: string,
  before: ValueFields,
  after: ValueFields,
  zone: Fqdn,
): string {
  const written = valueText({ type, ...after });
  if (type === 'CNAME' || type === 'NS') return hostsLike(text, written, zone);
  if (type !== 'MX' && type !== 'SRV') return written;
  const fields = text.trim().split(/([ \t]+)/);
  const old = valueText({ type, ...before }).split(' ');
  const fresh = written.split(' ');
  if (old.length !== fresh.length || fields.length !== 2 * fresh.length - 1) return written;
  return fields
    .map((field, index) => {
      if (index % 2 === 1) return field;
      const to = fresh[index / 2] ?? '';
      return to === old[index / 2] ? field : hostsLike(field, to, zone);
    })
    .join('');
}

/** A host name with a final dot where the old one has it. The last word of a text is its host name. */
function hostsLike(old: string, text: string, zone: Fqdn): string {
  const host = text.slice(text.lastIndexOf(' ') + 1);
  if (/^\d+$/.test(host)) return text;
  if (old === '@' && readAbsoluteName(host).name === zone) return old;
  return old.endsWith('.') && !text.endsWith('.') ? `${text}.` : text;
}
