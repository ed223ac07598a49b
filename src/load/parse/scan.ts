/** Cuts YAML into tokens and looks, before anything is built from them, at how deep they go and what is refused. */
import { CST, Lexer, Parser } from 'yaml';
import type { SyntaxProblem } from './syntax-error.ts';

/** Collections within collections; a zone file needs six. The composer would overflow the stack near 800. */
const DEEPEST = 20;

/** Indicators of YAML that zone files do not take, as the token types of the package, with our code for each. */
const REFUSED: ReadonlyMap<string, SyntaxProblem['code']> = new Map([
  ['directive-line', 'DIRECTIVE'],
  ['anchor', 'ANCHOR'],
  ['alias', 'ALIAS'],
  ['tag', 'TAG'],
  ['explicit-key-ind', 'EXPLICIT_KEY'],
]);

export interface Scan {
  readonly tokens: readonly CST.Token[];
  /** The first refused indicator; where the depth is refused the tokens end there. */
  readonly refused?: SyntaxProblem;
}

/** Tokens of a text; linear, and bounded in depth whatever the text. */
export function scanTokens(text: string): Scan {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let refused: SyntaxProblem | undefined;
  for (const lexeme of new Lexer().lex(text)) {
    const start = parser.offset;
    const code = REFUSED.get(CST.tokenType(lexeme) ?? '');
    if (code !== undefined) refused ??= { code, message: '', start, end: start + lexeme.length };
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The stack holds the document, the open collections and perhaps a scalar.
    if (parser.stack.length > DEEPEST + 2) {
      refused ??= { code: 'DEPTH', message: '', start, end: start + 1 };
      return { tokens: [], refused };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return refused === undefined ? { tokens } : { tokens, refused };
}
