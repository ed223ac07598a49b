/** Reads YAML of everyday shape, many times quicker than the yaml package, which takes longer than the rest of a run. */

// Known are block maps and lists, flow ones on a single line, plain and quoted texts on a single line, and comments. Of
// anything else, be it clever, doubtful or wrong, nothing is said, and the package reads the whole file. What is read
// here is the very tree that the package gives, and holds no trap: test/load/everyday.test.ts.
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlText } from '../../tree.ts';
import { Scanner } from './scanner.ts';

/** Control characters, tabs and lone carriage returns among them; odd blanks and marks; halves of characters. */
const UNUSUAL = /\r(?!\n)|[^\r\n\x20-\x7e\xa1-\u167f\u2010-\u2027\u2030-\u205e\u3001-\ud7ff]/;

/** Collections within collections; those of a zone file go six deep. */
const DEEPEST = 8;

/** The tree of a text; undefined where it is not wholly of everyday shape. */
export function readEveryday(text: string): YamlNode | undefined {
  return UNUSUAL.test(text) ? undefined : new EverydayReader(text).file();
}

class EverydayReader {
  readonly #scanner: Scanner;
  /** How far the line that is read next is indented; -1 at the end of the file. */
  #indent = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  file(): YamlNode | undefined {
    this.#indent = this.#scanner.indentation();
    const root = this.#indent === 0 ? this.#block(1) : undefined;
    // Lines that belong to nothing before them are left.
    return this.#indent < 0 ? root : undefined;
  }

  /** The map or list whose first line is next. */
  #block(depth: number): YamlNode | undefined {
    return this.#scanner.isItem() ? this.#list(depth) : this.#map(this.#scanner.key(), this.#indent, depth);
  }

  #list(depth: number): YamlList | undefined {
    const indent = this.#indent;
    const { at: start } = this.#scanner;
    const items: YamlNode[] = [];
    let end = start;
    while (this.#indent === indent && this.#scanner.isItem()) {
      const { at: dash } = this.#scanner;
      this.#scanner.takes('-');
      this.#scanner.blanks();
      const column = indent + this.#scanner.at - dash;
      const key = this.#scanner.key();
      const item = key === undefined ? this.#restOfLine(depth) : this.#map(key, column, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      end = item.end;
    }
    return { kind: 'list', items, start, end };
  }

  #map(first: YamlText | undefined, indent: number, depth: number): YamlMap | undefined {
    if (first === undefined || depth > DEEPEST) return undefined;
    const entries: YamlEntry[] = [];
    const keys = new Set<string>();
    let end = first.end;
    for (let key: YamlText | undefined = first; ; key = this.#scanner.key()) {
      if (key === undefined || keys.has(key.text)) return undefined;
      keys.add(key.text);
      const value = this.#endsLine() ? this.#below(indent, depth) : this.#restOfLine(depth);
      if (value === undefined) return undefined;
      entries.push({ key, value });
      end = value.end;
      if (this.#indent !== indent) return { kind: 'map', entries, start: first.start, end };
    }
  }

  /** What stands below its key; a list need not be indented. */
  #below(indent: number, depth: number): YamlNode | undefined {
    const isBelow = this.#indent > indent || (this.#indent === indent && this.#scanner.isItem());
    return isBelow ? this.#block(depth + 1) : undefined;
  }

  #restOfLine(depth: number): YamlNode | undefined {
    this.#scanner.blanks();
    const node = this.#inline(depth, false);
    return node !== undefined && this.#endsLine() ? node : undefined;
  }

  #endsLine(): boolean {
    if (!this.#scanner.endsLine()) return false;
    this.#indent = this.#scanner.indentation();
    return true;
  }

  /** A flow collection, or a text. */
  #inline(depth: number, isInFlow: boolean): YamlNode | undefined {
    const { at: start } = this.#scanner;
    if (depth > DEEPEST) return undefined;
    if (this.#scanner.takes('{')) {
      const entries = this.#parts('}', () => this.#flowEntry(depth + 1));
      const isSound =
        entries !== undefined && new Set(entries.map(({ key }) => key.text)).size === entries.length;
      return isSound ? { kind: 'map', entries, start, end: this.#scanner.at } : undefined;
    }
    if (this.#scanner.takes('[')) {
      const items = this.#parts(']', () => this.#flowItem(depth + 1));
      return items && { kind: 'list', items, start, end: this.#scanner.at };
    }
    return this.#scanner.text(isInFlow);
  }

  /** What commas part, up to the closing bracket. */
  #parts<T>(close: string, part: () => T | undefined): T[] | undefined {
    const parts: T[] = [];
    this.#scanner.blanks();
    if (this.#scanner.takes(close)) return parts;
    for (;;) {
      const next = part();
      if (next === undefined) return undefined;
      parts.push(next);
      this.#scanner.blanks();
      if (this.#scanner.takes(close)) return parts;
      if (!this.#scanner.takes(',')) return undefined;
      this.#scanner.blanks();
    }
  }

  #flowEntry(depth: number): YamlEntry | undefined {
    const key = this.#scanner.key();
    if (key === undefined) return undefined;
    this.#scanner.blanks();
    const value = this.#inline(depth, true);
    return value && { key, value };
  }

  #flowItem(depth: number): YamlNode | undefined {
    const item = this.#inline(depth, true);
    // Either may be a sign of one text that commas have cut.
    const isDoubtful = item?.kind === 'text' && item.style === 'plain' && /["=]/.test(item.text);
    return isDoubtful ? undefined : item;
  }
}
