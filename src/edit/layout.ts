/** The lines of a text and the style they are written in: where lines begin and end, how deep people indent. */
import type { YamlEntry, YamlNode } from '../load/tree.ts';
import type { TextEdit } from './text-edit.ts';
import { Unclear } from './unclear.ts';

export class Layout {
  readonly text: string;
  /** The line end of the first line. */
  readonly eol: string;
  /** How far what stands under a key is indented. */
  readonly step: number;
  /** How far the dashes of a list stand from its key. */
  readonly dash: number;

  /** @param records the entry with the records, where there is one */
  constructor(text: string, records: YamlEntry | undefined) {
    this.text = text;
    this.eol = /\r?\n/.exec(text)?.[0] ?? '\n';
    const below = (parent: YamlEntry | undefined, child: number | undefined): number | undefined => {
      if (parent === undefined || child === undefined) return undefined;
      const depth = this.columnOf(child) - this.columnOf(parent.key.start);
      return this.lineStart(child) > this.lineStart(parent.key.start) && depth >= 0 && depth <= 8
        ? depth
        : undefined;
    };
    const owners = entriesOf(records?.value);
    this.step = Math.max(1, below(records, owners[0]?.key.start) ?? 2);
    let dash: number | undefined;
    for (const owner of owners) {
      for (const type of entriesOf(owner.value)) {
        if (dash === undefined && type.value.kind === 'list' && !this.isFlow(type.value))
          dash = below(type, type.value.start);
      }
      if (dash !== undefined) break;
    }
    this.dash = dash ?? this.step;
  }

  lineStart(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The start of the line after the one an offset is in; the end of the text after the last. */
  nextLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end + 1;
  }

  columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** The text of a line without its line end, by any offset in it. */
  line(offset: number): string {
    return this.text.slice(this.lineStart(offset), this.nextLine(offset)).replace(/\r?\n$/, '');
  }

  isFlow(node: YamlNode): boolean {
    return node.kind !== 'text' && /[[{]/.test(this.text[node.start] ?? '');
  }

  /** Where a node ends for the eye: the package counts the line ends after a block text to it. */
  endOf(node: YamlNode): number {
    if (node.kind === 'text' && node.style !== 'block') return node.end;
    return node.start + this.text.slice(node.start, node.end).trimEnd().length;
  }

  /** Whether only blanks stand before an offset on its line. */
  beginsLine(offset: number): boolean {
    return /^[ ]*$/.test(this.text.slice(this.lineStart(offset), offset));
  }

  /** Just after the colon of a key. */
  afterColon(key: { readonly end: number }): number {
    return this.text.indexOf(':', key.end) + 1;
  }

  /** The lines that hold a stretch and nothing else but a comment behind it. */
  wholeLines(start: number, end: number): { start: number; end: number } {
    const rest = this.text.slice(end, this.nextLine(end));
    if (!this.beginsLine(start) || !/^[ \t]*(?:#.*)?\r?\n?$/.test(rest)) {
      throw new Unclear('this line holds more than one record; edit it by hand');
    }
    return { start: this.lineStart(start), end: this.nextLine(end) };
  }

  /** Moves the lines that begin after one offset and before another to the right. */
  shifted(from: number, to: number, by: number): TextEdit[] {
    const edits: TextEdit[] = [];
    for (let at = this.nextLine(from); at < to; at = this.nextLine(at)) {
      if (by > 0 && this.line(at).trim() !== '') edits.push({ start: at, end: at, text: ' '.repeat(by) });
    }
    return edits;
  }
}

export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}
