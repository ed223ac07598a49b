/** One value of octoDNS YAML into a record's data, by what octoDNS itself makes of it. */
import { isIP } from 'node:net';
import type { RecordType } from '../../model/record.ts';
import { quoteOctets } from '../../model/value/quoted.ts';
import { readValue } from '../../model/value.ts';
import {
  DIGITS,
  entryOf,
  isMisread,
  type YamlEntry,
  type YamlMap,
  type YamlText,
  type YamlTree,
} from './yaml.ts';

export interface ReadData {
  /** Canonical. */
  readonly value: string;
  readonly priority?: number;
  /** Fields that octoDNS does not look at. */
  readonly passedOver?: readonly YamlEntry[];
}

/** The fields of a value; of several words for one, octoDNS takes the first. */
const FIELDS = {
  MX: [
    ['preference', 'priority'],
    ['exchange', 'value'],
  ],
  SRV: [['priority'], ['weight'], ['port'], ['target']],
  CAA: [['flags'], ['tag'], ['value']],
} as const;

/** Why a value stays behind. */
export interface Unread {
  readonly why: string;
}

export function readOctodnsValue(type: RecordType, node: YamlTree): ReadData | Unread {
  if (node.kind === 'nothing') return { why: 'there is no value' };
  switch (type) {
    case 'MX':
      return fields(node, FIELDS.MX, (map) => {
        const priority = number(field(map, 'preference', 'priority'), 'preference');
        const exchange = host(type, field(map, 'exchange', 'value'));
        if (typeof priority === 'object') return priority;
        return 'why' in exchange ? exchange : { ...canonical(type, exchange.text), priority };
      });
    case 'SRV':
      return fields(node, FIELDS.SRV, (map) => {
        const [priority, weight, port] = ['priority', 'weight', 'port'].map((name) =>
          number(field(map, name), name),
        );
        const target = host(type, field(map, 'target'));
        for (const part of [priority, weight, port]) if (typeof part === 'object') return part;
        if ('why' in target) return target;
        const data = canonical(type, `${weight} ${port} ${target.text}`);
        return 'why' in data || typeof priority !== 'number' ? data : { ...data, priority };
      });
    case 'CAA':
      return fields(node, FIELDS.CAA, (map) => {
        const flags = field(map, 'flags') === undefined ? 0 : number(field(map, 'flags'), 'flags');
        const [tag, value] = [field(map, 'tag'), field(map, 'value')];
        if (typeof flags === 'object') return flags;
        if (tag?.kind !== 'text' || value?.kind !== 'text') return { why: 'a CAA needs tag and value' };
        // As octoDNS prints it, which escapes nothing (CaaValue.to_rdata_text).
        return canonical(type, `${flags} ${tag.text} "${value.text}"`);
      });
    case 'TXT':
      return node.kind === 'text' ? text(node) : { why: 'a TXT value is a text' };
    case 'CNAME':
    case 'NS': {
      const target = host(type, node);
      return 'why' in target ? target : canonical(type, target.text);
    }
    default:
      return node.kind === 'text' ? canonical(type, node.text) : { why: `a value of type ${type} is a text` };
  }
}

/** Of the first of these names that the map has. */
function field(map: YamlMap, ...names: readonly string[]): YamlTree | undefined {
  return names.map((name) => entryOf(map, name)).find((value) => value !== undefined);
}

function fields(
  node: YamlTree,
  known: readonly (readonly string[])[],
  read: (map: YamlMap) => ReadData | Unread,
): ReadData | Unread {
  if (node.kind !== 'map') return { why: 'a value of this type is a map of its fields' };
  const keys = new Set(node.entries.map(({ key }) => (key.kind === 'text' ? key.text : '')));
  if (keys.size < node.entries.length) return { why: 'a field of it stands twice' };
  const used = new Set(known.map((words) => words.find((word) => keys.has(word))));
  const passedOver = node.entries.filter(({ key }) => key.kind !== 'text' || !used.has(key.text));
  const data = read(node);
  return 'why' in data || passedOver.length === 0 ? data : { ...data, passedOver };
}

function canonical(type: RecordType, written: string): ReadData | Unread {
  const { value, problem } = readValue(type, written);
  return value === undefined ? { why: problem.message } : { value };
}

/** 0…65535, as a number or as digits in quotes. */
function number(node: YamlTree | undefined, name: string): number | Unread {
  if (node === undefined || node.kind === 'nothing') return { why: `${name} is missing` };
  if (node.kind !== 'text' || !DIGITS.test(node.text))
    return { why: `${name} is not written in plain digits` };
  return Number(node.text) <= 65_535 ? Number(node.text) : { why: `${name} ${node.text} is not 0…65535` };
}

function host(type: RecordType, node: YamlTree | undefined): { readonly text: string } | Unread {
  if (node?.kind !== 'text') return { why: `a ${type} needs the name of a host` };
  const { text: name } = node;
  if (name.includes('{'))
    return { why: `'${name}' holds a placeholder of octoDNS' templates; write the name itself` };
  if (isIP(name.replace(/\.$/, '')) !== 0)
    return { why: `'${name}' is an address; ${type} needs the name of a host` };
  return { text: name };
}

/**
 * `_ChunkedValue`: quotes around a text are taken off (whatever its last character is), `" "` is where strings meet,
 * and `\;` is a semicolon. All else is what it is, backslashes too.
 */
function text(node: YamlText): ReadData | Unread {
  const { text: written } = node;
  if (written.startsWith('"') && (written.length < 2 || !written.endsWith('"'))) {
    return { why: 'it begins with a quote that does not end it; octoDNS would cut off its last character' };
  }
  if (isMisread(node))
    return { why: `YAML takes ${written} for no text, and octoDNS fails on it; put it in quotes` };
  const joined = (written.startsWith('"') ? written.slice(1, -1) : written).replaceAll('" "', '');
  return canonical('TXT', quoteOctets(Buffer.from(joined.replaceAll('\\;', ';'), 'utf8')));
}
