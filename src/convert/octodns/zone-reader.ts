/** Gathers the records of one zone from octoDNS' files as octoDNS would publish them, and tells all that it leaves. */
import { type Fqdn, presentOwner, readAbsoluteName } from '../../model/name.ts';
import { DEFAULT_TTL, identityOf, isRecordType, type RecordType } from '../../model/record.ts';
import type { ImportedRecord, ImportedZone, LeftOut } from '../imported.ts';
import { isIgnored, optionsLeft } from './options.ts';
import { readOctodnsValue, type Unread } from './read-value.ts';
import {
  DIGITS,
  entryOf,
  isMisread,
  type OctodnsFile,
  type ParsedFile,
  type YamlEntry,
  type YamlMap,
  type YamlProblem,
  type YamlTree,
} from './yaml.ts';

type File = OctodnsFile & ParsedFile;

/** What all values of a record share. */
interface Head {
  readonly name: Fqdn;
  readonly type: RecordType;
  readonly ttl: number;
}

/** Beyond any zone; by aliases, a small file could say as many as it likes. */
const MOST_VALUES = 1_000_000;

/** RFC 2181 §8. */
const GREATEST_TTL = 2_147_483_647;

const LONGEST_QUOTE = 200;

const IGNORED =
  "octoDNS does not manage it (octodns: ignored); where live has it, name it under 'ignore:' of the zone file, or the plan deletes it";

const APEX_NS = 'the name servers of a zone are set by the service; --apex-ns takes them into the file';

export class ZoneReader {
  readonly #zone: Fqdn;
  readonly #apexNs: boolean;
  readonly #records: ImportedRecord[] = [];
  readonly #leftOut: LeftOut[] = [];
  /** Where the record of a name and type stands. */
  readonly #sets = new Map<string, string>();
  readonly #identities = new Set<string>();
  #values = 0;

  constructor(zone: Fqdn, apexNs: boolean) {
    this.#zone = zone;
    this.#apexNs = apexNs;
  }

  imported(): ImportedZone {
    return { zone: this.#zone, records: this.#records, leftOut: this.#leftOut };
  }

  /** Adds what a file says; gives back why it cannot be read as a whole. */
  read(file: File): YamlProblem | undefined {
    const { root, position } = file;
    if (root.kind === 'nothing') return undefined;
    if (root.kind !== 'map') {
      return { message: 'a zone file of octoDNS is a map of names', place: position(root.start) };
    }
    for (const { key, value } of this.#lastEntries(file, root, '')) {
      this.#name(file, key, value);
      if (this.#values > MOST_VALUES) {
        return {
          message: 'aliases make more than a million values of this file',
          place: position(key.start),
        };
      }
    }
    return undefined;
  }

  #name(file: File, key: YamlTree, value: YamlTree): void {
    const name = this.#owner(key);
    if (typeof name === 'object') {
      this.#leave(file, '', key, quoted(file, key, value), name.why);
      return;
    }
    for (const item of value.kind === 'list' ? value.items : [value]) {
      const why =
        item.kind === 'map'
          ? this.#record(file, name, item)
          : 'a record is a map, with its type and its values';
      if (why === undefined) continue;
      const type = item.kind === 'map' ? entryOf(item, 'type') : undefined;
      const owner = presentOwner(name, this.#zone);
      this.#leave(
        file,
        type?.kind === 'text' ? `${owner} ${type.text}` : owner,
        item,
        quoted(file, item),
        why,
      );
    }
  }

  /** Names are relative to the zone, all of them; the empty one is the zone. */
  #owner(key: YamlTree): Fqdn | Unread {
    if (key.kind !== 'text') return { why: 'a name is a text' };
    const { text } = key;
    if (text === '') return this.#zone;
    if (isMisread(key))
      return { why: `YAML takes '${text}' for something else than a text; put it in quotes` };
    if (text === '@') return { why: "octoDNS takes '@' for no name; its word for the zone itself is ''" };
    if (text.endsWith('.'))
      return { why: 'octoDNS takes no final dot in names: all are relative to the zone' };
    const { name, problem } = readAbsoluteName(`${text}.${this.#zone}`);
    return name ?? { why: problem?.message ?? 'it is no name' };
  }

  /** Gives back why the record as a whole stays behind. */
  #record(file: File, name: Fqdn, map: YamlMap): string | undefined {
    const type = entryOf(map, 'type');
    if (entryOf(map, '<<') !== undefined) return "'<<' is not followed; write the fields out";
    if (type?.kind !== 'text') return 'it has no type';
    if (type.text === 'SPF')
      return 'VPS.org serves no SPF records; give the text to a TXT (RFC 7208 section 3.1)';
    if (!isRecordType(type.text)) return `VPS.org serves no ${type.text} records`;
    if (isIgnored(map)) return IGNORED;
    if (type.text === 'NS' && name === this.#zone && !this.#apexNs) return APEX_NS;
    const ttl = readTtl(entryOf(map, 'ttl'));
    if (typeof ttl === 'object') return ttl.why;
    const head = { name, type: type.text, ttl };
    const set = `${head.type} ${name}`;
    const before = this.#sets.get(set);
    if (before !== undefined)
      return `octoDNS takes one ${head.type} record of a name, and has that of ${before}`;
    const values = valuesOf(map, head.type);
    if ('why' in values) return values.why;
    const { line, column } = file.position(map.start);
    this.#sets.set(set, `${file.file}:${line}:${column}`);
    const owner = `${presentOwner(name, this.#zone)} ${head.type}`;
    this.#lastEntries(file, map, owner);
    for (const { key, value, name: option, why } of optionsLeft(map)) {
      this.#leave(file, owner, key, `${option}: ${quoted(file, value)}`, why);
    }
    for (const item of values.items) {
      this.#values++;
      const why = this.#value(file, item, head);
      if (why !== undefined) this.#leave(file, owner, item, quoted(file, item), why);
    }
    return undefined;
  }

  #value(file: File, node: YamlTree, head: Head): string | undefined {
    const data = readOctodnsValue(head.type, node);
    if ('why' in data) return data.why;
    const { passedOver = [], ...read } = data;
    for (const { key, value } of passedOver) {
      const owner = `${presentOwner(head.name, this.#zone)} ${head.type}`;
      this.#leave(file, owner, key, quoted(file, key, value), 'octoDNS passes this field over');
    }
    const record = { ...head, ...read, place: file.position(node.start) };
    const identity = identityOf(record);
    if (this.#identities.has(identity)) return 'the same value stands above';
    this.#identities.add(identity);
    this.#records.push(record);
    return undefined;
  }

  /** The entries that PyYAML makes a dict of: the last of each key. Tells of the others. */
  #lastEntries(file: File, map: YamlMap, owner: string): readonly YamlEntry[] {
    const last = new Map(map.entries.map((entry) => [keyOf(entry), entry]));
    if (last.size === map.entries.length) return map.entries;
    for (const entry of map.entries) {
      if (last.get(keyOf(entry)) === entry) continue;
      const why = 'the same key stands again below, and octoDNS reads the last only';
      this.#leave(file, owner, entry.key, quoted(file, entry.key, entry.value), why);
    }
    return map.entries.filter((entry) => last.get(keyOf(entry)) === entry);
  }

  #leave(file: File, owner: string, at: YamlTree, written: string, why: string): void {
    const place = file.position(at.start);
    this.#leftOut.push({ what: `${owner} ${written}`.trim(), why, place });
  }
}

function keyOf({ key }: YamlEntry): string {
  return key.kind === 'text' ? `text ${key.text}` : key.kind;
}

/** A CNAME has `value`, as a list of one if need be; the others have `values`, or else `value`; both may be a list. */
function valuesOf(map: YamlMap, type: RecordType): { readonly items: readonly YamlTree[] } | Unread {
  const [value, values] = [entryOf(map, 'value'), entryOf(map, 'values')];
  if (value !== undefined && values !== undefined) return { why: 'it has both value and values' };
  const found = value ?? values;
  if (found === undefined || found.kind === 'nothing') return { why: 'it has no value' };
  const items = found.kind === 'list' ? found.items : [found];
  if (items.length === 0) return { why: 'it has no value' };
  return type === 'CNAME' && items.length > 1 ? { why: 'a CNAME has one value' } : { items };
}

function readTtl(node: YamlTree | undefined): number | Unread {
  if (node === undefined) return DEFAULT_TTL;
  if (node.kind !== 'text' || !DIGITS.test(node.text))
    return { why: 'its ttl is not written in plain digits' };
  return Number(node.text) <= GREATEST_TTL
    ? Number(node.text)
    : { why: `its ttl is not 0…${GREATEST_TTL} seconds` };
}

/** As it stands in the file, on one line and of bearable length. */
function quoted({ text }: File, from: YamlTree, to: YamlTree = from): string {
  const end = Math.max(from.end, to.end > from.start ? to.end : from.end);
  const written = text.slice(from.start, Math.min(end, from.start + 4 * LONGEST_QUOTE));
  const line = written.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)} …` : line;
}
