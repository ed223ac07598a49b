/** Writes a zone file's text in the canonical style, with its comments, its order and the flow style that somebody chose. */

import { parseYaml } from '../load/parse/parse.ts';
import { Source } from '../load/source.ts';
import {
  entryOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlText,
} from '../load/tree.ts';
import { type Fqdn, readOwner } from '../model/name.ts';
import { compareNames, isRecordType, type RecordType } from '../model/record.ts';
import { LeafFormat, type Role, TEXT } from './format-leaf.ts';
import { Layout } from './layout.ts';
import { typeRank } from './render-records.ts';
import { type Level, Trivia } from './trivia.ts';
import type { ValueFields } from './written.ts';

export interface FormatOptions {
  /** Whether names and types are put in order. */
  readonly sort?: boolean;
}

/** What stands somewhere in a zone file. */
type Place =
  | { readonly kind: 'file' | 'records' | 'owner' | 'other' | 'zone' | 'ttl' }
  | { readonly kind: 'rrset' | 'values'; readonly type: RecordType }
  | (Role & { readonly kind: 'field' });

const STEP = 2;

/** @param text of a file without errors; the text in the canonical style, which means the same */
export function formatText(text: string, zone: Fqdn, { sort = false }: FormatOptions = {}): string {
  const source = new Source('', text);
  const { root } = parseYaml(source);
  if (root === undefined) return text;
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const lines = new Formatter(source, root, zone, sort).lines();
  return lines.map((line) => `${line}${eol}`).join('');
}

class Formatter {
  readonly #text: string;
  readonly #layout: Layout;
  readonly #leaf: LeafFormat;
  readonly #out: Trivia;
  readonly #root: YamlNode;
  readonly #zone: Fqdn;
  readonly #sort: boolean;

  constructor(source: Source, root: YamlNode, zone: Fqdn, sort: boolean) {
    this.#text = source.text;
    this.#layout = new Layout(source.text, root.kind === 'map' ? entryOf(root, 'records') : undefined);
    this.#leaf = new LeafFormat(source, zone);
    this.#out = new Trivia(this.#layout);
    this.#root = root;
    this.#zone = zone;
    this.#sort = sort;
  }

  lines(): readonly string[] {
    const root = this.#root;
    if (root.kind === 'map' && !this.#layout.isFlow(root)) this.#map(root, 0, { kind: 'file' });
    else {
      this.#out.goTo(root.start, false);
      this.#inlineOrRaw('', root, 0, { kind: 'file' });
    }
    this.#out.goTo(this.#text.length, false);
    const { lines } = this.#out;
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  #map(map: YamlMap, indent: number, place: Place, dash?: string): void {
    const level: Level = { column: this.#layout.columnOf(map.start), indent };
    const fields = this.#fieldsOf(map, place);
    const chunks: { entry: YamlEntry; start: number }[] = [];
    this.#out.within(level, () => {
      for (const entry of map.entries) {
        const start = this.#out.lines.length;
        const isFirst = entry === map.entries[0];
        this.#out.goTo(entry.key.start, isFirst && place.kind !== 'file');
        chunks.push({ entry, start });
        const pad = isFirst && dash !== undefined ? dash : ' '.repeat(indent);
        this.#entry(entry, pad, indent, place, fields);
        this.#out.takeDeeper(level.column);
      }
      if (this.#sort && (place.kind === 'records' || place.kind === 'owner')) this.#sortChunks(chunks, place);
      this.#out.takeDeeper(level.column - 1);
    });
  }

  #entry({ key, value }: YamlEntry, pad: string, indent: number, place: Place, fields?: ValueFields): void {
    const out = this.#out;
    const below = this.#placeBelow(place, key.text, fields);
    const head = `${pad}${this.#leaf.text(key, place.kind === 'records' ? { kind: 'owner' } : TEXT, false)}:`;
    out.at = this.#layout.afterColon(key);
    // Bare text before a comment looks as if the comment had cut it off (txt-comment).
    const isCutOff = 'type' in below && below.type === 'TXT' && this.#isCommented(value);
    const single = isCutOff ? undefined : this.#single(value, below);
    if (single !== undefined && !out.hasCommentBefore(single.start)) {
      this.#inlineOrRaw(`${head} `, single, indent, below, this.#layout.endOf(value));
      return;
    }
    if (isText(value) || this.#layout.isFlow(value)) {
      if (out.hasCommentBefore(value.start)) {
        const inner = indent + STEP;
        out.push(head, out.at);
        out.within({ column: this.#layout.columnOf(value.start), indent: inner }, () => {
          out.goTo(value.start, true);
          this.#inlineOrRaw(' '.repeat(inner), value, inner, below);
        });
      } else this.#inlineOrRaw(`${head} `, value, indent, below);
      return;
    }
    out.push(head, out.at);
    if (value.kind === 'map') this.#map(value, indent + STEP, below);
    else if (value.kind === 'list') this.#list(value, indent + STEP, below, this.#layout.columnOf(key.start));
  }

  /** @param parent the column of its key */
  #list(list: YamlList, indent: number, place: Place, parent: number): void {
    const level: Level = { column: this.#layout.columnOf(this.#dashOf(list.items[0] ?? list)), indent };
    this.#out.within(level, () => {
      for (const item of list.items) {
        const isFirst = item === list.items[0];
        this.#out.goTo(this.#dashOf(item), isFirst);
        this.#out.goTo(item.start, true);
        const dash = `${' '.repeat(indent)}- `;
        if (item.kind === 'map' && !this.#layout.isFlow(item)) this.#map(item, indent + STEP, place, dash);
        else this.#inlineOrRaw(dash, item, indent, place);
      }
      // Where the dashes stand below the key's first letter, a comment there is more likely about what follows.
      this.#out.takeDeeper(Math.max(parent, level.column - 1));
    });
  }

  #dashOf(item: YamlNode): number {
    return this.#text[item.start] === '-' && item.kind === 'list'
      ? item.start
      : this.#text.lastIndexOf('-', item.start - 1);
  }

  /** A node after what stands before it on its line; where it takes more lines, they move with it. */
  #inlineOrRaw(
    head: string,
    node: YamlNode,
    indent: number,
    place: Place,
    end: number = this.#layout.endOf(node),
  ): void {
    const isBlock = isText(node) && node.style === 'block';
    const raw = this.#text.slice(node.start, this.#layout.endOf(node));
    if (!isBlock && (isText(node) || !raw.includes('\n'))) {
      this.#out.push(`${head}${this.#inline(node, place, false)}`, end);
      return;
    }
    const [first = '', ...rest] = raw.split('\n').map((line) => line.replace(/\r$/, ''));
    const depths = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
    const parent = isBlock && !/\d/.test(first) ? Math.min(...depths) - STEP : this.#parentColumn(node);
    const lines = [`${head}${first.trimEnd()}`, ...rest.map((line) => shifted(line, indent - parent))];
    for (const line of lines.slice(0, -1)) this.#out.lines.push(line);
    this.#out.push(lines.at(-1) ?? '', end);
  }

  /** How far the line was indented that a node of several lines begins on. */
  #parentColumn(node: YamlNode): number {
    return this.#layout.line(node.start).search(/\S/);
  }

  #inline(node: YamlNode, place: Place, isInFlow: boolean): string {
    if (node.kind === 'text') return this.#leaf.text(node, roleOf(place), isInFlow);
    if (node.kind === 'list') {
      return `[${node.items.map((item) => this.#inline(item, place, true)).join(', ')}]`;
    }
    if (node.kind === 'void') return '';
    const entries = this.#sort ? this.#sorted(node.entries, place) : node.entries;
    const fields = this.#fieldsOf(node, place);
    const parts = entries.map(({ key, value }) => {
      const name = this.#leaf.text(key, place.kind === 'records' ? { kind: 'owner' } : TEXT, true);
      const below = this.#placeBelow(place, key.text, fields);
      return `${name}: ${this.#inline(this.#single(value, below) ?? value, below, true)}`;
    });
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }

  /** The one value of a list, which needs none. */
  #single(node: YamlNode, place: Place): YamlNode | undefined {
    if (node.kind !== 'list' || node.items.length !== 1) return undefined;
    if (place.kind !== 'rrset' && place.kind !== 'values') return undefined;
    const [only] = node.items;
    if (only === undefined || only.kind === 'list' || (only.kind === 'map' && !this.#layout.isFlow(only)))
      return undefined;
    return this.#layout.isFlow(node) && this.#text.slice(node.start, node.end).includes('\n')
      ? undefined
      : only;
  }

  /** What a map says by its fields, where it is a value and not `{ ttl, values }`. */
  #fieldsOf(map: YamlMap, place: Place): ValueFields | undefined {
    const isValue =
      place.kind === 'values' || (place.kind === 'rrset' && entryOf(map, 'values') === undefined);
    return isValue ? this.#leaf.value(place.type, map) : undefined;
  }

  #isCommented(node: YamlNode): boolean {
    const end = this.#layout.endOf(node);
    return /^[ \t]+#/.test(this.#text.slice(end, this.#layout.nextLine(end)));
  }

  #placeBelow(place: Place, key: string, fields: ValueFields | undefined): Place {
    const isValue = place.kind === 'rrset' || place.kind === 'values';
    if (isValue && fields !== undefined) return { kind: 'field', type: place.type, key, value: fields };
    switch (place.kind) {
      case 'file':
        return { kind: key === 'records' || key === 'ttl' || key === 'zone' ? key : 'other' };
      case 'records':
        return { kind: 'owner' };
      case 'owner':
        return isRecordType(key) ? { kind: 'rrset', type: key } : OTHER;
      case 'rrset':
        return key === 'values'
          ? { kind: 'values', type: place.type }
          : key === 'ttl'
            ? { kind: 'ttl' }
            : OTHER;
      default:
        return OTHER;
    }
  }

  #sorted(entries: readonly YamlEntry[], place: Place): readonly YamlEntry[] {
    const compare = this.#comparer(place);
    return compare === undefined ? entries : [...entries].sort(compare);
  }

  #comparer({ kind }: Place): ((a: YamlEntry, b: YamlEntry) => number) | undefined {
    const nameOf = ({ key }: YamlEntry): Fqdn => readOwner(key.text, this.#zone).name ?? this.#zone;
    if (kind === 'records') return (a, b) => compareNames(nameOf(a), nameOf(b));
    return kind === 'owner' ? (a, b) => typeRank(a.key.text) - typeRank(b.key.text) : undefined;
  }

  /** Puts the lines of entries in order, each with the comments above it. */
  #sortChunks(chunks: readonly { entry: YamlEntry; start: number }[], place: Place): void {
    const compare = this.#comparer(place);
    const [first] = chunks;
    if (first === undefined || compare === undefined) return;
    const { lines } = this.#out;
    const parts = chunks.map(({ entry, start }, index) => {
      const part = lines.slice(start, chunks[index + 1]?.start ?? lines.length);
      const isParted = part[0] === '';
      return { entry, isParted, part: isParted ? part.slice(1) : part };
    });
    const areParted = parts.filter(({ isParted }) => isParted).length * 2 >= parts.length;
    lines.length = first.start;
    for (const [index, { part, isParted }] of parts.sort((a, b) => compare(a.entry, b.entry)).entries()) {
      if (index > 0 && (areParted || isParted)) lines.push('');
      for (const line of part) lines.push(line);
    }
  }
}

const OTHER: Place = { kind: 'other' };

function isText(node: YamlNode): node is YamlText {
  return node.kind === 'text';
}

function roleOf(place: Place): Role {
  if (place.kind === 'rrset' || place.kind === 'values') return { kind: 'value', type: place.type };
  if (place.kind === 'field') return place;
  return place.kind === 'zone' || place.kind === 'ttl' ? { kind: place.kind } : TEXT;
}

function shifted(line: string, by: number): string {
  if (line.trim() === '') return '';
  const depth = line.search(/\S/);
  return `${' '.repeat(Math.max(0, depth + by))}${line.slice(depth)}`;
}
