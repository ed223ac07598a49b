/** `$GENERATE`, BIND's loop over numbers: `$GENERATE 1-20 host$ A 192.0.2.$`. */
import { shown } from './escapes.ts';
import { type Head, readHead } from './head.ts';
import { Lexer, type Stretch, type Token } from './lexer.ts';

export interface Generation {
  readonly head: Head;
  readonly count: number;
  /** Each record in its turn; a problem ends it. */
  each(): Iterable<{ readonly name: string; readonly data: readonly Token[] } | GenerateProblem>;
}

export interface GenerateProblem {
  readonly problem: string;
  readonly at: Stretch;
}

/** @param tokens the directive's own first */
export function readGenerate(tokens: readonly Token[], end: Stretch): Generation | GenerateProblem {
  const [, range, name] = tokens;
  const head = readHead(tokens, 3, end);
  if (range === undefined || name === undefined) {
    return {
      problem: "$GENERATE is 'range name type data', as in: $GENERATE 1-20 host$ A 192.0.2.$",
      at: end,
    };
  }
  if ('problem' in head) return head;
  const data = tokens[head.next];
  const numbers = readRange(range.text);
  if (numbers === undefined) {
    return { problem: `'${shown(range.text)}' is no range; write 1-20 or 0-100/5`, at: range };
  }
  if (data === undefined || tokens.length > head.next + 1) {
    const at = tokens[head.next + 1] ?? end;
    return { problem: 'the data of $GENERATE is one text; put quotes around it', at };
  }
  const { start, stop, step } = numbers;
  return {
    head,
    count: Math.floor((stop - start) / step) + 1,
    *each() {
      for (let number = start; number <= stop; number += step) yield made(name, data, number);
    },
  };
}

function made(name: Token, data: Token, number: number): { name: string; data: Token[] } | GenerateProblem {
  const owner = generated(name.text, number);
  const text = generated(data.quoted ? data.text.replaceAll('\\"', '"') : data.text, number);
  if (owner === undefined || text === undefined) {
    const problem =
      "after '$' braces hold an offset, a width up to 127 and one of d o x X n N, as in {1,3,d}";
    return { problem, at: owner === undefined ? name : data };
  }
  const entry = new Lexer(text).next();
  if (entry?.problem !== undefined) return { problem: entry.problem.message, at: data };
  // Places in the text made here are none in the file.
  const { start, end } = data;
  return { name: owner, data: (entry?.tokens ?? []).map((token) => ({ ...token, start, end })) };
}

/** BIND's numbers are 32 bits wide. */
const GREATEST = 2_147_483_647;

interface Range {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** `start-stop` or `start-stop/step`. */
function readRange(text: string): Range | undefined {
  const [, start, stop, step = '1'] = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/.exec(text) ?? [];
  const range = { start: Number(start), stop: Number(stop), step: Number(step) };
  const isSound =
    range.start <= range.stop && range.stop <= GREATEST && range.step >= 1 && range.step <= GREATEST;
  return isSound ? range : undefined;
}

/** BIND's buffer for one number. */
const LONGEST_NUMBER = 127;

/**
 * The text with each `$` in the place of a number: braces after it change and pad it, `$$` and `\$` stay one dollar
 * sign. Undefined where the braces are wrong.
 */
function generated(text: string, number: number): string | undefined {
  let isSound = true;
  const result = text.replace(/\\[\s\S]?|\$\$|\$(\{[^}]*\}?)?/g, (found, braces?: string) => {
    if (found.startsWith('\\')) return found;
    if (found === '$$') return '$';
    const digits = braces === undefined ? String(number) : formatted(braces, number);
    if (digits === undefined) isSound = false;
    return digits ?? '';
  });
  return isSound ? result : undefined;
}

function formatted(braces: string, number: number): string | undefined {
  const [, offset, width = '0', base = 'd'] =
    /^\{([+-]?\d{1,10})(?:,(\d{1,10})(?:,([doxXnN]))?)?\}$/.exec(braces) ?? [];
  const value = number + Number(offset);
  if (offset === undefined || Math.abs(value) > GREATEST || Number(width) > LONGEST_NUMBER) return undefined;
  const text =
    base === 'n' || base === 'N' ? nibbles(value, Number(width)) : padded(value, Number(width), base);
  if (text.length > LONGEST_NUMBER) return undefined;
  return base === 'N' || base === 'X' ? text.toUpperCase() : text;
}

/** As C's printf: the sign stands before the zeros, and a number below zero has all its bits in the other bases. */
function padded(value: number, width: number, base: string): string {
  if (base !== 'd') return (value >>> 0).toString(base === 'o' ? 8 : 16).padStart(width, '0');
  return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
}

/** Hexadecimal digits from the least to the most significant, dots between; `width` counts both, so an even one ends in a dot. */
function nibbles(value: number, width: number): string {
  let text = '';
  let rest = value >>> 0;
  do {
    text += (rest & 0xf).toString(16);
    rest >>>= 4;
    if (rest !== 0 || text.length < width) text += '.';
  } while (rest !== 0 || text.length < width);
  return text;
}
