/** Says in plain words what is wrong with a file's YAML. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import { MOST_PARTS } from '../limits.ts';
import type { Source, Span } from '../source.ts';
import {
  explainAlias,
  explainEscape,
  explainNestedMap,
  explainReservedStart,
  explainStrings,
} from './explain-quoting.ts';
import type { Explanation, SyntaxContext, SyntaxProblem } from './syntax-problem.ts';

/** The diagnostic for the first thing wrong with a file's syntax. `scalars` are all that could be made out. */
export function explainSyntaxError(
  source: Source,
  problem: SyntaxProblem,
  scalars: readonly Span[],
): Diagnostic {
  const context = { source, problem, scalars };
  const { rule, message, span } =
    explainTab(context) ??
    REFUSED.get(problem.code) ??
    EXPLAIN.get(problem.code)?.(context) ??
    syntax(`YAML: ${problem.message}`);
  return source.error(rule, span ?? problem, message);
}

/** What YAML allows and zone files do not. */
const REFUSED: ReadonlyMap<string, Explanation> = new Map([
  [
    'DEPTH',
    { rule: 'yaml-depth', message: 'lists and maps are nested too deeply; a zone file needs six levels' },
  ],
  [
    'PARTS',
    {
      rule: 'file-too-large',
      message: `the file has more than ${MOST_PARTS} texts, signs and line ends; no zone of 5 MiB needs as many`,
    },
  ],
  [
    'DIRECTIVE',
    {
      rule: 'yaml-directive',
      message:
        "a line that begins with '%' is a YAML directive, which is not supported; take it out, or quote the text",
    },
  ],
  ['TAG', { rule: 'yaml-tag', message: "YAML tags ('!') are not supported; take it out, or quote the text" }],
  [
    'ANCHOR',
    {
      rule: 'yaml-anchor',
      message: "YAML anchors ('&') are not supported; write the records out, or quote the text",
    },
  ],
  [
    'EXPLICIT_KEY',
    { rule: 'yaml-key', message: "keys that begin with '? ' are not supported; write 'key: value'" },
  ],
  [
    'DOCUMENTS',
    {
      rule: 'yaml-documents',
      message: "a file holds one zone; put what follows '---' into a file of its own",
    },
  ],
]);

const EXPLAIN = new Map<string, (context: SyntaxContext) => Explanation | undefined>([
  ['ALIAS', explainAlias],
  ['BAD_SCALAR_START', explainReservedStart],
  ['BLOCK_AS_IMPLICIT_KEY', explainNestedMap],
  ['BLOCK_IN_FLOW', explainNestedMap],
  ['UNEXPECTED_TOKEN', explainUnexpected],
  ['MISSING_CHAR', explainMissing],
  ['MULTILINE_IMPLICIT_KEY', () => syntax("a ':' is missing at the end of this line")],
  ['BAD_INDENT', explainIndent],
  ['BAD_DQ_ESCAPE', explainEscape],
]);

function syntax(message: string, span?: Span): Explanation {
  return { rule: 'yaml-syntax', message, ...(span !== undefined && { span }) };
}

/** Whatever the package says of a line that is indented with tabs, the tabs are what is wrong. */
function explainTab({ source, problem }: SyntaxContext): Explanation | undefined {
  const line = source.lineAt(problem.start);
  const indent = indentOf(line);
  if (!indent.includes('\t')) return undefined;
  const start = problem.start - source.position(problem.start).column + 1;
  const message = `YAML does not take tabs for indentation; write: ${line.replace(indent, indent.replaceAll('\t', '  '))}`;
  return {
    rule: 'yaml-tab',
    message,
    span: { start: start + indent.indexOf('\t'), end: start + indent.length },
  };
}

function explainUnexpected(context: SyntaxContext): Explanation | undefined {
  const { message } = context.problem;
  if (message.endsWith('at node end')) return explainStrings(context) ?? explainTrailing(context);
  if (message.startsWith('Unexpected block-seq-ind'))
    return syntax("a list of '- ' lines begins on the line below its key");
  const [, bracket] = /^Unexpected flow-(?:map|seq)-end token.*"([}\]])"$/.exec(message) ?? [];
  return bracket === undefined ? undefined : syntax(`this '${bracket}' closes nothing`);
}

function explainTrailing({ source, problem }: SyntaxContext): Explanation {
  const before = source.text.slice(0, problem.start).trimEnd().at(-1);
  return before === ']' || before === '}'
    ? syntax(MISSING_COMMA)
    : syntax('text goes on after the end of this value; put all of it into one pair of quotes');
}

const MISSING_COMMA = "a ',' is missing before this, or a ':' and a blank";

function explainMissing(context: SyntaxContext): Explanation {
  const { problem, scalars } = context;
  const [, quote] = /^Missing closing (.)quote/.exec(problem.message) ?? [];
  if (quote !== undefined) {
    return syntax(
      `this ${quote} is never closed`,
      scalars.findLast(({ start }) => start < problem.start),
    );
  }
  if (problem.message.startsWith('Implicit map keys')) return syntax("a ':' and a value are missing here");
  return explainStrings(context) ?? syntax(MISSING_COMMA);
}

function explainIndent({ source, problem }: SyntaxContext): Explanation {
  const [, what] = /^Flow (map|sequence)/.exec(problem.message) ?? [];
  if (what === undefined) {
    const lineStart = problem.start - source.position(problem.start).column + 1;
    const start = lineStart + indentOf(source.lineAt(problem.start)).length;
    return syntax('this line is not indented like the lines it belongs to', { start, end: start + 1 });
  }
  const [open, close] = what === 'map' ? ['{', '}'] : ['[', ']'];
  const start = source.text.lastIndexOf(open, problem.start);
  return syntax(
    `this '${open}' is never closed with '${close}'`,
    start < 0 ? undefined : { start, end: start + 1 },
  );
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
