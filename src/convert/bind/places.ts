/** Turns offsets in a text of octets into the lines and columns that people see. */

import type { Diagnostic } from '../../model/diagnostic.ts';
import { lineOf } from '../../model/line-of.ts';
import type { SourcePosition } from '../../model/record.ts';
import { shown } from './escapes.ts';
import type { Stretch } from './lexer.ts';

/** Of a line that is shown. */
const LONGEST = 2000;

export class Places {
  readonly file: string;
  readonly #text: string;
  readonly #lineStarts: number[] = [0];
  #lastLine = 0;

  /** @param text one character an octet (latin1) */
  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  position(offset: number): SourcePosition {
    const line = this.#lineOf(offset);
    return { file: this.file, line: line + 1, column: this.#columnOf(line, offset) };
  }

  error(rule: string, { start, end }: Stretch, message: string): Diagnostic {
    const line = this.#lineOf(start);
    const { column } = this.position(start);
    const lineStart = this.#lineStarts[line] ?? 0;
    const next = this.#lineStarts[line + 1] ?? this.#text.length + 1;
    const text = this.#text.slice(lineStart, next - 1).replace(/\r$/, '');
    const stop = Math.min(Math.max(end, start + 1), lineStart + text.length);
    const length = Math.max(this.#columnOf(line, stop) - column, 1);
    const at = { file: this.file, line: line + 1, column, length };
    return {
      severity: 'error',
      rule,
      message,
      at: text.length > LONGEST ? at : { ...at, sourceLine: shown(text) },
    };
  }

  #lineOf(offset: number): number {
    // Most questions are about the line of the one before, or the next.
    const last = this.#lastLine;
    for (let line = last; line < last + 3; line++) {
      if ((this.#lineStarts[line] ?? Infinity) > offset) break;
      if ((this.#lineStarts[line + 1] ?? Infinity) > offset) {
        this.#lastLine = line;
        return line;
      }
    }
    this.#lastLine = lineOf(this.#lineStarts, offset);
    return this.#lastLine;
  }

  /** In characters, not octets. */
  #columnOf(line: number, offset: number): number {
    if (offset === this.#lineStarts[line]) return 1;
    const before = this.#text.slice(this.#lineStarts[line], offset);
    if (before.length > LONGEST || /^[\t -~]*$/.test(before)) return before.length + 1;
    return shown(before).length + 1;
  }
}
