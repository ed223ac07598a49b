/** Explains syntax errors that quotes would set right, each with the exact line to write. */
import { isIPv6 } from 'node:net';
import { quoteText, rewriteLine } from '../rewrite.ts';
import type { Explanation, SyntaxContext } from './syntax-problem.ts';

/** `*.dev` reads as an alias; a key keeps its colon inside the alias' name. */
export function explainAlias({ source, problem }: SyntaxContext): Explanation {
  const written = source.text.slice(problem.start, problem.end).replace(/:$/, '');
  const span = { start: problem.start, end: problem.start + written.length };
  if (written !== '*' && !written.startsWith('*.')) {
    const message = `YAML aliases ('${written}') are not supported; write the records out, or quote the text`;
    return { rule: 'yaml-alias', message, span };
  }
  const line = rewriteLine(source, span, quoteText(written));
  return {
    rule: 'yaml-quote',
    message: `a text that begins with '*' needs quotes in YAML; write: ${line}`,
    span,
  };
}

/** A text that begins with `@`, `` ` `` or `%`. */
export function explainReservedStart({ source, problem, scalars }: SyntaxContext): Explanation {
  const span = scalars.find(({ start }) => start === problem.start) ?? problem;
  const line = rewriteLine(source, span, quoteText(source.text.slice(span.start, span.end)));
  const first = source.text[problem.start];
  return {
    rule: 'yaml-quote',
    message: `a text that begins with '${first}' needs quotes in YAML; write: ${line}`,
    span,
  };
}

/** A map on its key's own line: text with `: ` in it, an IPv6 address with a colon at its end, or wrong indentation. */
export function explainNestedMap({ source, problem }: SyntaxContext): Explanation {
  const { column } = source.position(problem.start);
  const rest = source.lineAt(problem.start).slice(column - 1);
  // In a flow collection the package tells where the map ends.
  const inFlow = problem.end - problem.start > 1 ? rest.slice(0, problem.end - problem.start) : rest;
  const comment = inFlow.search(/\s#/);
  const value = inFlow.slice(0, comment < 0 ? inFlow.length : comment).trimEnd();
  const span = { start: problem.start, end: problem.start + value.length };
  const line = rewriteLine(source, span, quoteText(value));
  if (isIPv6(value)) {
    return {
      rule: 'yaml-ipv6',
      message: `YAML takes the last ':' for the end of a key; write: ${line}`,
      span,
    };
  }
  if (/:(?:\s|$)/.test(value)) {
    return {
      rule: 'yaml-colon',
      message: `a text with ': ' in it needs quotes in YAML; write: ${line}`,
      span,
    };
  }
  const message =
    'the lines after this value are indented below it; a key has a value on its line, or lines below it';
  return { rule: 'yaml-syntax', message, span };
}

/** `"a" "b"`, as zone files write long texts; undefined where the problem is another. */
export function explainStrings({ source, problem, scalars }: SyntaxContext): Explanation | undefined {
  const first = scalars.findLast(({ start }) => start < problem.start && source.text[start] === '"');
  if (first === undefined) return undefined;
  const strings = /(?:"(?:[^"\\\r\n]|\\[^\r\n])*"[ \t]*){2,}/y;
  strings.lastIndex = first.start;
  const found = strings.exec(source.text)?.[0].trimEnd() ?? '';
  if (first.start + found.length <= problem.start) return undefined;
  const span = { start: first.start, end: first.start + found.length };
  const line = rewriteLine(source, span, quoteText(found));
  const message = `several strings in zone-file form need quotes around them; write: ${line}`;
  return { rule: 'yaml-strings', message, span };
}

/** `\;` and the like, as zone files have them, in double quotes. */
export function explainEscape({ source, problem }: SyntaxContext): Explanation {
  const sequence = source.text.slice(problem.start, problem.start + 2);
  const hint =
    sequence === '\\;'
      ? "write ';' alone"
      : "write '\\\\' for a backslash, or use single quotes, where it means itself";
  const span = { start: problem.start, end: problem.start + 2 };
  return { rule: 'yaml-syntax', message: `'${sequence}' means nothing in double quotes; ${hint}`, span };
}
