/** Cuts YAML into tokens and looks, before anything is built from them, at how deep they go and what is refused. */
import { CST, Lexer, Parser } from 'yaml';
import { DEEPEST, MOST_PARTS } from '../limits.ts';
import type { SyntaxProblem } from './syntax-problem.ts';

export interface Scan {
  /** Where something is refused, those before it. */
  readonly tokens: readonly CST.Token[];
  /** The first indicator that zone files do not take. */
  readonly refused?: SyntaxProblem;
}

/**
 * Cuts a text up to its end, to what is refused, to the first error, or to the end of a second document: of what comes
 * after those nothing is told. Linear, and bounded in depth and size whatever the text.
 */
export function scanTokens(text: string): Scan {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let isScalar = false;
  let parts = 0;
  let documents = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // The stack holds the document, the open collections and perhaps a scalar.
    const isTooDeep = parser.stack.length > DEEPEST + 2;
    const limit = isTooDeep ? 'DEPTH' : ++parts > MOST_PARTS ? 'PARTS' : undefined;
    const code = limit ?? (isScalar ? undefined : refusedIndicator(lexeme));
    if (code !== undefined) {
      const refused = { code, message: '', start: parser.offset, end: parser.offset + lexeme.length };
      return { tokens: withRest(tokens, parser), refused };
    }
    // The lexer announces a plain scalar, and the body of a block; what they begin with is no indicator.
    isScalar = lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'document') documents++;
      if (token.type === 'error' || documents > 1) return { tokens: withRest(tokens, parser) };
    }
  }
  return { tokens: withRest(tokens, parser) };
}

function withRest(tokens: CST.Token[], parser: Parser): CST.Token[] {
  for (const token of parser.end()) tokens.push(token);
  return tokens;
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
