/** Reads YAML into a plain tree and refuses what zone files do not take of it. */
import { Composer } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Source } from '../source.ts';
import type { YamlNode } from '../tree.ts';
import { readEveryday } from './everyday/read-everyday.ts';
import { scanTokens } from './scan.ts';
import { explainSyntaxError } from './syntax-error.ts';
import type { SyntaxProblem } from './syntax-problem.ts';
import { buildTree, scalarSpans } from './tree-builder.ts';

export interface ParsedYaml {
  /** Whether the syntax is wrong, so that nothing can be said of the rest. */
  readonly broken: boolean;
  /** Absent where the file holds no data, or where it is broken. */
  readonly root?: YamlNode;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses one file. Wrong syntax gives exactly one diagnostic, for its first place, and no tree: what follows it cannot
 * be trusted. What parses and is refused all the same (empty values, duplicate keys) gives one each, and a tree without.
 */
export function parseYaml(source: Source): ParsedYaml {
  const root = readEveryday(source.text);
  return root === undefined ? parseAnyYaml(source) : { broken: false, root, diagnostics: [] };
}

/** The same by the yaml package, whatever the text. */
export function parseAnyYaml(source: Source): ParsedYaml {
  const { tokens, refused } = scanTokens(source.text);
  // The duplicate check of the package compares each key with all before it: 158 s for 40,000 names.
  const composer = new Composer({
    schema: 'failsafe',
    version: '1.2',
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [document, second] = withoutStackTraces(() => [...composer.compose(tokens)]);
  const problems: SyntaxProblem[] = refused === undefined ? [] : [refused];
  for (const { code, message, pos } of document?.errors ?? []) {
    problems.push({ code, message, start: pos[0], end: pos[1] });
  }
  if (second !== undefined) {
    problems.push({ code: 'DOCUMENTS', message: '', start: second.range[0], end: second.range[0] + 3 });
  }
  const [first] = problems.sort((a, b) => a.start - b.start);
  if (first !== undefined) {
    return {
      broken: true,
      diagnostics: [explainSyntaxError(source, first, scalarSpans(document?.contents))],
    };
  }
  const contents = document?.contents;
  return { broken: false, ...(contents == null ? { diagnostics: [] } : buildTree(source, contents)) };
}

/** The package makes an Error for everything that is wrong, by the million for some files: 2 s and 400 MB of traces. */
function withoutStackTraces<T>(action: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
