/** TXT as people write it: bare text, or wholly quoted strings in zone-file form; told where what is published would differ. */

import { decodeQuoted } from '../../model/value/quoted.ts';
import { readTxt } from '../../model/value/txt.ts';
import type { Mistake } from '../mistake.ts';
import { quoteText, rewriteLine } from '../rewrite.ts';
import type { Source } from '../source.ts';
import type { YamlText } from '../tree.ts';
import { TOLD, type ValueReader } from './reader.ts';

export const readTxtValue: ValueReader = (node, { source }) => {
  if (node.kind !== 'text') return TOLD;
  const { value, problem } = readTxt(node.text);
  if (problem !== undefined)
    return { mistakes: [{ rule: problem.code, span: node, message: problem.message }] };
  const error = mistakeIn(node);
  if (error !== undefined) return { mistakes: [error] };
  const mistakes = [commentMistake(node, source), backslashMistake(node)].filter(
    (mistake) => mistake !== undefined,
  );
  return { value: { value, at: node }, mistakes };
};

function mistakeIn(node: YamlText): Mistake | undefined {
  const { text } = node;
  const mistake = (rule: string, message: string): Mistake => ({ rule, span: node, message });
  if (text === '') return mistake('txt-empty', `value is empty; write '""' for a TXT without text`);
  // In quoted strings too: a control character has its escape there (\010).
  const control = /[\x00-\x08\x0a-\x1f\x7f]/.exec(text)?.[0];
  if (control !== undefined) {
    const code = `U+${(control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    const hint = node.style === 'block' ? "use '>-' or one line" : 'write the text on one line';
    return mistake('txt-control', `value contains ${code}; ${hint}`);
  }
  if (decodeQuoted(text) !== undefined) return undefined;
  if (text.trimStart().startsWith('"'))
    return mistake('txt-quote', 'unbalanced quotes: quote all of it or none');
  if (text.trim() === text) return undefined;
  const where = text.trimStart() === text ? 'ends' : 'starts';
  const meant = quoteText(`"${text.replaceAll(/["\\]/g, '\\$&')}"`);
  return mistake(
    'txt-whitespace',
    `value ${where} with a blank; take it out, or write ${meant} if you mean it`,
  );
}

/** A plain text ends before ` #`, which may well have been meant as text. */
function commentMistake(node: YamlText, source: Source): Mistake | undefined {
  if (node.style !== 'plain') return undefined;
  const comment = /[ \t]+#[^\r\n]*/y;
  comment.lastIndex = node.end;
  const [found] = comment.exec(source.text) ?? [];
  if (found === undefined) return undefined;
  const whole = { start: node.start, end: node.end + found.length };
  const line = rewriteLine(source, whole, quoteText(source.text.slice(whole.start, whole.end).trimEnd()));
  const start = node.end + found.indexOf('#');
  return {
    severity: 'warning',
    rule: 'txt-comment',
    span: { start, end: node.end + found.length },
    message: `YAML takes this for a comment; if it belongs to the text, write: ${line}`,
  };
}

/** Escapes mean something in quoted strings only; in bare text the backslash is published. */
function backslashMistake(node: YamlText): Mistake | undefined {
  const pasted = decodeQuoted(node.text) === undefined ? /\\[;"]/.exec(node.text)?.[0] : undefined;
  if (pasted === undefined) return undefined;
  const message = `'${pasted}' publishes a backslash; write '${pasted.slice(1)}'`;
  return { severity: 'warning', rule: 'txt-backslash', span: node, message };
}
