/** Carries comments and blank lines from a text into its formatted lines: each stays with what it stood at. */
import type { Layout } from './layout.ts';

/** How far the lines of a block were indented, and how far they are to be. */
export interface Level {
  readonly column: number;
  readonly indent: number;
}

export class Trivia {
  readonly lines: string[] = [];
  /** Up to where the text is taken over. */
  at = 0;
  readonly #layout: Layout;
  readonly #levels: Level[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Within a block: its comments follow its indentation. */
  within(level: Level, action: () => void): void {
    this.#levels.push(level);
    action();
    this.#levels.pop();
  }

  /** A line of the result; what it holds ends at an offset of the text, and its comment goes with it. */
  push(line: string, end: number): void {
    this.lines.push(line);
    this.at = end;
    if (!this.#isAtLineEnd()) return;
    const comment = this.#restOfLine();
    if (comment !== '') this.lines.push(`${this.lines.pop()}${comment}`);
  }

  /** The comments before an offset at which something stands; deeper ones belong to what was before. */
  goTo(offset: number, isDeeper: boolean): void {
    const { text } = this.#layout;
    const stop = this.#layout.lineStart(offset);
    while (this.at < stop) this.#line(isDeeper);
    if (offset === text.length) while (this.at < offset) this.#line(false);
    this.at = offset;
  }

  /** The comments that are indented deeper than a column: they go with the lines before them. */
  takeDeeper(column: number): void {
    for (;;) {
      const { lines, end } = this.#next();
      if (end === undefined || lines.some((line) => line.trim() !== '' && line.search(/\S/) <= column))
        return;
      while (this.at < end) this.#line(false);
    }
  }

  /** Whether comments or anything else stand between here and an offset. */
  hasCommentBefore(offset: number): boolean {
    return this.#layout.text.slice(this.at, offset).includes('#');
  }

  /** The lines up to the next comment, and its end. */
  #next(): { lines: string[]; end?: number } {
    const lines: string[] = [];
    for (let at = this.at; at < this.#layout.text.length; at = this.#layout.nextLine(at)) {
      const line = this.#layout.line(at);
      lines.push(line);
      if (line.trim() === '') continue;
      return /^\s*#/.test(line) ? { lines, end: this.#layout.nextLine(at) } : { lines };
    }
    return { lines };
  }

  #line(isDeeper: boolean): void {
    const line = this.#layout.line(this.at);
    const text = line.trim();
    const column = line.search(/\S/);
    this.at = this.#layout.nextLine(this.at);
    if (text === '') {
      if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
    } else if (/^(?:---|\.\.\.)/.test(line)) this.lines.push(line.trimEnd());
    else if (text.includes('#')) {
      const indent = isDeeper ? (this.#levels.at(-1)?.indent ?? 0) : this.#indentFor(column);
      this.lines.push(`${' '.repeat(indent)}${text.slice(text.indexOf('#'))}`);
    }
  }

  /** The level that a comment was written at: the deepest that is not deeper than it. */
  #indentFor(column: number): number {
    let found: Level | undefined;
    for (const level of this.#levels)
      if (level.column <= column && (found === undefined || level.column >= found.column)) found = level;
    return found?.indent ?? 0;
  }

  #isAtLineEnd(): boolean {
    return /^[ \t]*(?:#|\r?\n|$)/.test(this.#layout.text.slice(this.at, this.#layout.nextLine(this.at)));
  }

  /** The comment at the end of this line with the blanks before it; goes on to the next line. */
  #restOfLine(): string {
    const rest = this.#layout.text.slice(this.at, this.#layout.nextLine(this.at));
    this.at = this.#layout.nextLine(this.at);
    return rest.includes('#') ? rest.trimEnd() : '';
  }
}
