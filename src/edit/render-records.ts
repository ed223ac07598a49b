/** Writes new values, RRsets and names as text of a zone file, in block or flow style. */

import { valueText } from '../convert/zone-file.ts';
import { entryOf, type YamlMap, type YamlNode } from '../load/tree.ts';
import { isRecordType, RECORD_TYPES, type RecordType } from '../model/record.ts';
import { ttlText } from '../model/ttl.ts';
import { decodeQuoted } from '../model/value/quoted.ts';
import type { Layout } from './layout.ts';
import { scalar } from './scalar.ts';
import type { WantedRRset } from './wanted.ts';
import { hostText, srvFields, type ValueFields } from './written.ts';

/** One value as text, or as a flow map where it is to look `like` one. */
export function flowValue(type: RecordType, value: ValueFields, isInFlow: boolean, like?: YamlNode): string {
  const fields = like?.kind === 'map' ? fieldsLike(type, value, like) : undefined;
  if (fields === undefined) return scalar(valueText({ type, ...value }), isInFlow);
  return `{ ${fields.map(([key, text]) => `${key}: ${scalarOf(key, text, true)}`).join(', ')} }`;
}

/** The lines of a value in a block list, without the dash; a block map where it is to look like one. */
export function blockValue(
  layout: Layout,
  type: RecordType,
  value: ValueFields,
  like?: YamlNode,
): readonly string[] {
  const isBlock = like?.kind === 'map' && !layout.isFlow(like);
  const fields = isBlock ? fieldsLike(type, value, like) : undefined;
  return (
    fields?.map(([key, text]) => `${key}: ${scalarOf(key, text)}`) ?? [flowValue(type, value, false, like)]
  );
}

/** The text that a field of a value's map is to hold; undefined where a map cannot say it. */
export function fieldText(
  type: RecordType,
  key: string,
  { value, priority }: ValueFields,
): string | undefined {
  const srv = type === 'SRV' ? srvFields(value) : undefined;
  switch (key) {
    case 'priority':
      return String(priority ?? 0);
    case 'weight':
      return srv?.weight;
    case 'port':
      return srv?.port;
    case 'target':
      return srv && hostText(srv.target);
    case 'flags':
    case 'tag':
      return caaFields(value)?.[key];
    case 'value':
      if (type === 'MX') return hostText(value);
      return srv ? `${srv.weight} ${srv.port} ${hostText(srv.target)}` : caaFields(value)?.value;
    default:
      return undefined;
  }
}

/** The lines of an RRset below its name; `ttl` where it is not the file's. */
export function blockRRset(layout: Layout, { type, values }: WantedRRset, ttl: number | undefined): string[] {
  const inner = ' '.repeat(layout.step);
  const listed = (key: string): string[] => {
    const [first] = values;
    if (values.length === 1 && first !== undefined) return [`${key}: ${flowValue(type, first, false)}`];
    const dash = ' '.repeat(layout.dash);
    return [`${key}:`, ...values.map((value) => `${dash}- ${flowValue(type, value, false)}`)];
  };
  if (ttl === undefined) return listed(type);
  return [`${type}:`, ...[`ttl: ${ttlText(ttl)}`, ...listed('values')].map((line) => `${inner}${line}`)];
}

/** The same on one line. */
export function flowRRset({ type, values }: WantedRRset, ttl: number | undefined): string {
  const texts = values.map((value) => flowValue(type, value, true));
  const value = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  return ttl === undefined ? `${type}: ${value}` : `${type}: { ttl: ${ttlText(ttl)}, values: ${value} }`;
}

/** Where a type stands among others: in the order in which people look for them. */
export function typeRank(type: string): number {
  return isRecordType(type) ? RECORD_TYPES.indexOf(type) : RECORD_TYPES.length;
}

/** Numbers are numbers, where a text would be quoted for looking like one. */
export function scalarOf(key: string, text: string, isInFlow = false): string {
  return /^(?:priority|weight|port|flags)$/.test(key) ? text : scalar(text, isInFlow);
}

function fieldsLike(
  type: RecordType,
  value: ValueFields,
  like: YamlMap,
): readonly (readonly [string, string])[] | undefined {
  const keys = like.entries.map(({ key }) => key.text);
  if (type === 'CAA' && entryOf(like, 'flags') === undefined) keys.unshift('flags');
  const fields: [string, string][] = [];
  for (const key of keys) {
    const text = fieldText(type, key, value);
    if (text === undefined) return undefined;
    if (key !== 'flags' || text !== '0' || entryOf(like, 'flags') !== undefined) fields.push([key, text]);
  }
  return fields;
}

function caaFields(value: string): { flags: string; tag: string; value: string } | undefined {
  const [, flags, tag, quoted = ''] = /^(\d+) (\S+) (.*)$/s.exec(value) ?? [];
  const decoded = decodeQuoted(quoted);
  if (flags === undefined || tag === undefined || decoded === undefined || 'problem' in decoded)
    return undefined;
  const text = decoded.octets.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(decoded.octets) && !text.startsWith('"');
  return isText ? { flags, tag, value: text } : undefined;
}
