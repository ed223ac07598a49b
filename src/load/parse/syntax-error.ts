/** Says in plain words what is wrong with a file's YAML, and which line to write instead where that can be told. */
import { isIPv6 } from 'node:net';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Source, Span } from '../source.ts';
import { quoteText, rewriteLine } from './rewrite.ts';

/** `code` is the package's own, or one of ours for what we refuse beyond it. */
export interface SyntaxProblem extends Span {
  readonly code: string;
  /** The package's words. */
  readonly message: string;
}

interface Explanation {
  readonly rule: string;
  readonly message: string;
  /** Absent where the problem's own place is the right one to show. */
  readonly span?: Span;
}

interface Context {
  readonly source: Source;
  readonly problem: SyntaxProblem;
  /** All scalars the package could make out, in the order of the file. */
  readonly scalars: readonly Span[];
}

/** The diagnostic for the first thing wrong with a file's syntax. */
export function explainSyntaxError(
  source: Source,
  problem: SyntaxProblem,
  scalars: readonly Span[],
): Diagnostic {
  const context = { source, problem, scalars };
  const { rule, message, span } = explainTab(context) ??
    EXPLANATIONS.get(problem.code)?.(context) ?? { rule: 'yaml-syntax', message: `YAML: ${problem.message}` };
  return source.error(rule, span ?? problem, message);
}

const EXPLANATIONS = new Map<string, (context: Context) => Explanation | undefined>([
  [
    'DEPTH',
    () => ({
      rule: 'yaml-depth',
      message: 'lists and maps are nested too deeply; a zone file needs six levels',
    }),
  ],
  [
    'DIRECTIVE',
    () => ({
      rule: 'yaml-directive',
      message:
        "lines that begin with '%' are YAML directives, which are not supported; take it out, or quote it",
    }),
  ],
  [
    'TAG',
    () => ({
      rule: 'yaml-tag',
      message: "YAML tags ('!') are not supported; take it out, or quote the text",
    }),
  ],
  [
    'ANCHOR',
    () => ({
      rule: 'yaml-anchor',
      message: "YAML anchors ('&') are not supported; write the records out, or quote the text",
    }),
  ],
  ['ALIAS', explainAlias],
  [
    'EXPLICIT_KEY',
    () => ({ rule: 'yaml-key', message: "keys that begin with '? ' are not supported; write 'key: value'" }),
  ],
  [
    'DOCUMENTS',
    () => ({
      rule: 'yaml-documents',
      message: "a file holds one zone; put what follows '---' into a file of its own",
    }),
  ],
  ['BAD_SCALAR_START', explainReservedStart],
  ['BLOCK_AS_IMPLICIT_KEY', explainNestedMap],
  ['BLOCK_IN_FLOW', explainNestedMap],
  ['UNEXPECTED_TOKEN', explainUnexpected],
  ['MISSING_CHAR', explainMissing],
  [
    'MULTILINE_IMPLICIT_KEY',
    () => ({ rule: 'yaml-syntax', message: "a ':' is missing at the end of this line" }),
  ],
  ['BAD_INDENT', explainIndent],
  ['BAD_DQ_ESCAPE', explainEscape],
]);

function explainTab({ source, problem }: Context): Explanation | undefined {
  const line = source.lineAt(problem.start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  if (!indent.includes('\t')) return undefined;
  const start = problem.start - source.position(problem.start).column + 1;
  const tab = start + indent.indexOf('\t');
  const message = `YAML does not take tabs for indentation; write: ${line.replace(indent, indent.replaceAll('\t', '  '))}`;
  return { rule: 'yaml-tab', message, span: { start: tab, end: start + indent.length } };
}

/** `*.dev` reads as an alias; a key keeps its colon inside the alias' name. */
function explainAlias({ source, problem }: Context): Explanation {
  const written = source.text.slice(problem.start, problem.end).replace(/:$/, '');
  const span = { start: problem.start, end: problem.start + written.length };
  if (written !== '*' && !written.startsWith('*.')) {
    return {
      rule: 'yaml-alias',
      message: `YAML aliases ('${written}') are not supported; write the records out, or quote the text`,
      span,
    };
  }
  const line = rewriteLine(source, span, quoteText(written));
  return {
    rule: 'yaml-quote',
    message: `a text that begins with '*' needs quotes in YAML; write: ${line}`,
    span,
  };
}

function explainReservedStart(context: Context): Explanation {
  const { source, problem } = context;
  const span = scalarAt(context) ?? problem;
  const line = rewriteLine(source, span, quoteText(source.text.slice(span.start, span.end)));
  const message = `a text that begins with '${source.text[problem.start]}' needs quotes in YAML; write: ${line}`;
  return { rule: 'yaml-quote', message, span };
}

/** A map on its key's own line: text with `: ` in it, an IPv6 address with a colon at its end, or wrong indentation. */
function explainNestedMap({ source, problem }: Context): Explanation {
  const { column } = source.position(problem.start);
  const rest = source.lineAt(problem.start).slice(column - 1);
  // In a flow collection the package tells where the map ends.
  const inFlow = problem.end - problem.start > 1 ? rest.slice(0, problem.end - problem.start) : rest;
  const value = inFlow.replace(/\s#.*$/, '').trimEnd();
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
  return {
    rule: 'yaml-syntax',
    message:
      'the lines after this value are indented below it; a key has either a value on its line or lines below',
    span,
  };
}

function explainUnexpected(context: Context): Explanation | undefined {
  const { message } = context.problem;
  if (message.endsWith('at node end')) return explainStrings(context) ?? TRAILING_TEXT;
  if (message.startsWith('Unexpected block-seq-ind')) {
    return { rule: 'yaml-syntax', message: "a list of '- ' lines begins on the line below its key" };
  }
  const [, what] = /^Unexpected flow-(?:map|seq)-end token.*"([}\]])"$/.exec(message) ?? [];
  return what === undefined ? undefined : { rule: 'yaml-syntax', message: `this '${what}' closes nothing` };
}

const TRAILING_TEXT: Explanation = {
  rule: 'yaml-syntax',
  message: 'text goes on after the end of this value; put all of it into one pair of quotes',
};

function explainMissing(context: Context): Explanation {
  const { problem, scalars } = context;
  const [, quote] = /^Missing closing (.)quote/.exec(problem.message) ?? [];
  if (quote !== undefined) {
    const opening = scalars.findLast((span) => span.start < problem.start);
    return {
      rule: 'yaml-syntax',
      message: `this ${quote} is never closed`,
      ...(opening && { span: opening }),
    };
  }
  if (problem.message.startsWith('Implicit map keys')) {
    return { rule: 'yaml-syntax', message: "a ':' and a value are missing here" };
  }
  return (
    explainStrings(context) ?? {
      rule: 'yaml-syntax',
      message: "a ',' is missing before this, or a ':' and a blank",
    }
  );
}

/** `"a" "b"`, as zone files write long texts. */
function explainStrings(context: Context): Explanation | undefined {
  const { source, problem, scalars } = context;
  const first = scalars.findLast((span) => span.start < problem.start && source.text[span.start] === '"');
  if (first === undefined) return undefined;
  const strings = /(?:"(?:[^"\\\r\n]|\\[^\r\n])*"[ \t]*){2,}/y;
  strings.lastIndex = first.start;
  const [found] = strings.exec(source.text) ?? [];
  if (found === undefined || first.start + found.length <= problem.start) return undefined;
  const span = { start: first.start, end: first.start + found.trimEnd().length };
  const line = rewriteLine(source, span, quoteText(found.trimEnd()));
  return {
    rule: 'yaml-strings',
    message: `several strings in zone-file form need quotes around them; write: ${line}`,
    span,
  };
}

function explainIndent({ source, problem }: Context): Explanation {
  const [, what] = /^Flow (map|sequence)/.exec(problem.message) ?? [];
  if (what === undefined) {
    const span = { start: problem.start, end: problem.start + 1 };
    return { rule: 'yaml-syntax', message: 'this line is not indented like the lines it belongs to', span };
  }
  const [open, close] = what === 'map' ? ['{', '}'] : ['[', ']'];
  const start = source.text.lastIndexOf(open, problem.start);
  const message = `this '${open}' is never closed with '${close}'`;
  return start < 0
    ? { rule: 'yaml-syntax', message }
    : { rule: 'yaml-syntax', message, span: { start, end: start + 1 } };
}

function explainEscape({ source, problem }: Context): Explanation {
  const sequence = source.text.slice(problem.start, problem.start + 2);
  const hint =
    sequence === '\\;'
      ? "write ';' alone"
      : "write '\\\\' for a backslash, or use single quotes, where it means itself";
  return {
    rule: 'yaml-syntax',
    message: `'${sequence}' means nothing in double quotes; ${hint}`,
    span: { start: problem.start, end: problem.start + 2 },
  };
}

function scalarAt({ problem, scalars }: Context): Span | undefined {
  return scalars.find((span) => span.start === problem.start);
}
