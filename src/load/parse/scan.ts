/** Cuts YAML into tokens and looks, before anything is built from them, at how deep they go and what is refused. */
import { CST, Lexer, Parser } from 'yaml';
import type { SyntaxProblem } from './syntax-problem.ts';

/** Collections within collections; a zone file needs six. The composer would overflow the stack near 800. */
const DEEPEST = 20;

export interface Scan {
  readonly tokens: readonly CST.Token[];
  /** The first indicator that zone files do not take; where it is the depth, the tokens end there. */
  readonly refused?: SyntaxProblem;
}

/** Tokens of a text; linear, and bounded in depth whatever the text. */
export function scanTokens(text: string): Scan {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let refused: SyntaxProblem | undefined;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const code = isScalar ? undefined : refusedIndicator(lexeme);
    if (code !== undefined) {
      refused ??= { code, message: '', start: parser.offset, end: parser.offset + lexeme.length };
    }
    // The lexer announces a plain scalar, and the body of a block; what they begin with is no indicator.
    isScalar = lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The stack holds the document, the open collections and perhaps a scalar.
    if (parser.stack.length > DEEPEST + 2) {
      refused ??= { code: 'DEPTH', message: '', start: parser.offset - 1, end: parser.offset };
      return { tokens: [], refused };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return refused === undefined ? { tokens } : { tokens, refused };
}

function refusedIndicator(lexeme: string): SyntaxProblem['code'] | undefined {
  switch (lexeme[0]) {
    case '%':
      return 'DIRECTIVE';
    case '&':
      return 'ANCHOR';
    case '*':
      return 'ALIAS';
    case '!':
      return 'TAG';
    case '?':
      return 'EXPLICIT_KEY';
    default:
      return undefined;
  }
}
