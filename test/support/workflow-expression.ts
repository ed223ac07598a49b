/** Evaluates the expressions of GitHub's workflows, as far as ours use them; it refuses what it does not know. */

/** What names in an expression stand for: `github`, `needs`, `steps` and so on. */
export type Contexts = Readonly<Record<string, unknown>>;

/** `success()` and its like. */
export type Functions = Readonly<Record<string, () => boolean>>;

type Value = string | number | boolean | null | object;

const TOKEN = /\s*(?:(\|\||&&|==|!=|!|\(|\)|\.)|'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_][\w-]*))/y;

/** A text with `${{ … }}` in it. */
export function interpolate(text: string, contexts: Contexts, functions: Functions = {}): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    textOf(evaluate(expression, contexts, functions)),
  );
}

/** The condition of an `if:`; where it asks for no status itself, success is asked for. */
export function condition(text: string, contexts: Contexts, functions: Functions): boolean {
  const bare = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text)?.[1] ?? text;
  // GitHub takes any other text around it for a text that is not empty, which is true.
  if (bare.includes('${{')) throw new Error(`always true, and meant otherwise: if: ${text}`);
  const asksForStatus = /\b(always|cancelled|failure|success)\s*\(/.test(bare);
  const isMet = asksForStatus || functions.success?.() === true;
  return isMet && isTrue(evaluate(bare, contexts, functions));
}

export function evaluate(text: string, contexts: Contexts, functions: Functions): Value {
  const tokens = tokensOf(text);
  let next = 0;
  const take = (operator: string): boolean => {
    if (tokens[next]?.operator !== operator) return false;
    next++;
    return true;
  };
  const either = (): Value => {
    let left = both();
    while (take('||')) {
      const right = both();
      left = isTrue(left) ? left : right;
    }
    return left;
  };
  const both = (): Value => {
    let left = equal();
    while (take('&&')) {
      const right = equal();
      left = isTrue(left) ? right : left;
    }
    return left;
  };
  const equal = (): Value => {
    const left = negated();
    if (take('==')) return areEqual(left, negated());
    if (take('!=')) return !areEqual(left, negated());
    return left;
  };
  const negated = (): Value => (take('!') ? !isTrue(negated()) : operand());
  const operand = (): Value => {
    if (take('(')) {
      const value = either();
      if (!take(')')) throw new Error(`a parenthesis is open: ${text}`);
      return value;
    }
    const token = tokens[next++];
    if (token?.literal !== undefined) return token.literal;
    if (token?.name === undefined) throw new Error(`not understood: ${text}`);
    if (take('(')) {
      const called = functions[token.name];
      if (called === undefined || !take(')')) throw new Error(`unknown function ${token.name}: ${text}`);
      return called();
    }
    if (!(token.name in contexts)) throw new Error(`'${token.name}' is not known here: ${text}`);
    let value = contexts[token.name];
    while (take('.')) {
      const name = tokens[next++]?.name;
      if (name === undefined) throw new Error(`not understood: ${text}`);
      value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    }
    return (value ?? null) as Value;
  };
  const value = either();
  if (next < tokens.length) throw new Error(`not understood: ${text}`);
  return value;
}

interface Token {
  readonly operator?: string;
  readonly literal?: string | number | boolean | null;
  readonly name?: string;
}

const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const whole = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < whole.length) {
    const found = TOKEN.exec(whole);
    if (found === null) throw new Error(`not understood: ${text}`);
    const [, operator, string, number, name] = found;
    if (operator !== undefined) tokens.push({ operator });
    else if (string !== undefined) tokens.push({ literal: string.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ literal: Number(number) });
    else if (name !== undefined) {
      // After a dot, `true` is a name like any other.
      const word = tokens.at(-1)?.operator === '.' ? undefined : WORDS.get(name);
      tokens.push(word === undefined ? { name } : { literal: word });
    }
  }
  return tokens;
}

function isTrue(value: Value): boolean {
  return value !== '' && value !== 0 && value !== false && value !== null;
}

/** Texts are compared without regard to case; null is the empty text. Other mixtures nobody here should need. */
function areEqual(left: Value, right: Value): boolean {
  const [a, b] = [left ?? '', right ?? ''];
  if (typeof a === 'object' || typeof a !== typeof b)
    throw new Error(`compares ${typeof a} with ${typeof b}`);
  return textOf(a).toLowerCase() === textOf(b).toLowerCase();
}

function textOf(value: Value): string {
  if (typeof value === 'object' && value !== null) throw new Error('an object is no text');
  return value === null ? '' : String(value);
}
