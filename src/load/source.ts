/** The text of one file, which turns offsets in it into lines, columns and diagnostics. */

import type { Diagnostic, DiagnosticPlace, Severity } from '../model/diagnostic.ts';
import { lineOf } from '../model/line-of.ts';
import type { SourcePosition } from '../model/record.ts';

/** A stretch of text: offsets in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file of one endless line is not repeated in each diagnostic, nor is an endless value in its message. */
const LONGEST_SOURCE_LINE = 2000;
const LONGEST_MESSAGE = 1000;

export class Source {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  /** `file` is the path as people would write it. */
  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): SourcePosition {
    const line = lineOf(this.#lineStarts, offset);
    return { file: this.file, line: line + 1, column: offset - (this.#lineStarts[line] ?? 0) + 1 };
  }

  /** The text of the line an offset is in, without its line end. */
  lineAt(offset: number): string {
    const { line } = this.position(offset);
    const next = this.#lineStarts[line] ?? this.text.length + 1;
    // In constant time, which slicing takes too: one line may hold each of a hundred thousand findings.
    const end = this.text[next - 2] === '\r' ? next - 2 : next - 1;
    return this.text.slice(this.#lineStarts[line - 1], end);
  }

  /** A diagnostic at a stretch of this file; what goes beyond its first line is not underlined. */
  diagnostic(severity: Severity, rule: string, span: Span, message: string): Diagnostic {
    const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message;
    return { severity, rule, message: short, at: this.#place(span) };
  }

  error(rule: string, span: Span, message: string): Diagnostic {
    return this.diagnostic('error', rule, span, message);
  }

  #place(span: Span): DiagnosticPlace {
    const sourceLine = this.lineAt(span.start);
    const { file, line, column: exact } = this.position(span.start);
    // The end of a line may be what is wrong; its characters are not shown.
    const column = Math.min(exact, sourceLine.length + 1);
    const length = Math.min(span.end - span.start, sourceLine.length - column + 1);
    const place = { file, line, column, length: Math.max(length, 1) };
    return sourceLine.length > LONGEST_SOURCE_LINE ? place : { ...place, sourceLine };
  }
}
