/** The regular expressions that stand in a TypeScript source as literals, by a scanner that knows strings, templates and comments. */

export interface Literal {
  readonly source: string;
  readonly flags: string;
}

/** What stands before a `/` that begins a literal; after anything else it divides. */
const BEFORE = /(?:^|[([{,;:=!&|?+>~]|\b(?:return|typeof|case|in|of))\s*$/;
const TOKEN =
  /#!.*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.|\$\{[^}`]*\}|\$(?!\{))*`|\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;

export function regularExpressionsIn(text: string): Literal[] {
  const literals: Literal[] = [];
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const [whole = '', source, flags = ''] = token ?? [];
    const isCode =
      token !== null && (source === undefined || BEFORE.test(text.slice(Math.max(0, at - 40), at)));
    if (isCode && source !== undefined) literals.push({ source, flags });
    at += isCode ? whole.length : 1;
  }
  return literals;
}
