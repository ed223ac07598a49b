/** The shapes in which what is wrong with a file's syntax travels from the parser to its explanation. */
import type { Source, Span } from '../source.ts';

/** `code` is the package's own, or one of ours for what we refuse beyond it. */
export interface SyntaxProblem extends Span {
  readonly code: string;
  /** The package's words. */
  readonly message: string;
}

export interface SyntaxContext {
  readonly source: Source;
  readonly problem: SyntaxProblem;
  /** All scalars the package could make out, in the order of the file. */
  readonly scalars: readonly Span[];
}

export interface Explanation {
  readonly rule: string;
  readonly message: string;
  /** Absent where the problem's own place is the right one to show. */
  readonly span?: Span;
}
