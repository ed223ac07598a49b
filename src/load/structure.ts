/** Runs a compiled JSON Schema over a tree and turns what it finds into one mistake for each thing that is wrong. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { closest } from '../model/suggest.ts';
import { MOST_VALUES } from './limits.ts';
import type { Mistake } from './mistake.ts';
import type { Span } from './source.ts';
import { entryOf, nodeAt, type YamlNode, type YamlText } from './tree.ts';

/** A place where keys or shapes are not as the schema says. */
export interface StructureProblem {
  readonly kind: 'unknown-key' | 'missing-key' | 'wrong-type' | 'empty';
  /** Keys and list indexes from the root to the node. */
  readonly path: readonly string[];
  /** What is of the wrong type, is empty, lacks keys, or holds the unknown key. */
  readonly node: YamlNode;
  /** The unknown key. */
  readonly key?: YamlText;
  /** What stands under the unknown key. */
  readonly value?: YamlNode;
  /** Unknown key: those the schema knows there. Missing key: those that lack. Wrong type: JSON types it takes. */
  readonly expected: readonly string[];
}

/** Words for a problem where the general ones would not do. */
export type Explain = (problem: StructureProblem) => Pick<Mistake, 'rule' | 'message'> | undefined;

/**
 * What a schema says of keys and shapes. What a text must look like is not told here: readers judge texts, with better
 * words. A map with unknown keys is not told what it lacks: most often that is the unknown key, misspelt.
 */
export function checkStructure(
  validate: ValidateFunction,
  root: YamlNode,
  explain: Explain = () => undefined,
): Mistake[] {
  if (validate(toPlain(root))) return [];
  const byNode = new Map<YamlNode, StructureProblem[]>();
  for (const error of validate.errors ?? []) {
    const problem = problemOf(error, root);
    const others = problem === undefined ? undefined : byNode.get(problem.node);
    if (problem !== undefined && others === undefined) byNode.set(problem.node, [problem]);
    else if (problem !== undefined) others?.push(problem);
  }
  return [...byNode.values()].flatMap((problems) =>
    worthTelling(problems).map((problem) => ({
      ...(explain(problem) ?? inGeneralWords(problem)),
      span: placeOf(problem),
    })),
  );
}

/** Of what the validator sees of a text. */
const LONGEST_TEXT = 1000;

/** JSON for the validator; without a prototype, so that a name like `__proto__` is a name like any other. */
function toPlain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'text':
      // What texts look like is not told from here, and a pattern may take the whole stack for a text of 5 MiB.
      return node.text.slice(0, LONGEST_TEXT);
    case 'void':
      return '';
    case 'list':
      // Longer lists are refused anyway, and compiled validators copy all errors so far for each item that has one.
      return node.items.slice(0, MOST_VALUES).map(toPlain);
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries) plain[key.text] = toPlain(value);
      return plain;
    }
  }
}

const SCALAR_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean']);

function problemOf(error: ErrorObject, root: YamlNode): StructureProblem | undefined {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const node = nodeAt(root, path);
  if (node === undefined || node.kind === 'void') return undefined;
  switch (error.keyword) {
    case 'additionalProperties': {
      const entry = node.kind === 'map' ? entryOf(node, error.params.additionalProperty) : undefined;
      const expected = Object.keys(error.parentSchema?.properties ?? {});
      return entry && { kind: 'unknown-key', path, node, ...entry, expected };
    }
    case 'false schema': {
      const map = nodeAt(root, path.slice(0, -1));
      const entry = map?.kind === 'map' ? entryOf(map, path.at(-1) ?? '') : undefined;
      return (
        map && entry && { kind: 'unknown-key', path: path.slice(0, -1), node: map, ...entry, expected: [] }
      );
    }
    case 'required':
      return { kind: 'missing-key', path, node, expected: [error.params.missingProperty] };
    case 'type': {
      const expected: readonly string[] = [error.params.type].flat();
      const judgedByReader = node.kind === 'text' && expected.some((type) => SCALAR_TYPES.has(type));
      return judgedByReader ? undefined : { kind: 'wrong-type', path, node, expected };
    }
    case 'minItems':
    case 'minProperties':
      return { kind: 'empty', path, node, expected: [] };
    default:
      return undefined;
  }
}

function worthTelling(problems: readonly StructureProblem[]): readonly StructureProblem[] {
  const unknown = problems.filter(({ kind }) => kind === 'unknown-key');
  if (unknown.length > 0) return unknown;
  const [first] = problems;
  if (first?.kind !== 'missing-key') return problems.slice(0, 1);
  return [{ ...first, expected: [...new Set(problems.flatMap(({ expected }) => expected))] }];
}

function inGeneralWords({ kind, key, node, expected }: StructureProblem): { rule: string; message: string } {
  const rule = kind;
  switch (kind) {
    case 'unknown-key': {
      const nearest = closest(key?.text ?? '', expected);
      const hint =
        nearest === undefined ? `known here: ${expected.join(', ')}` : `did you mean '${nearest}'?`;
      return { rule, message: `unknown key '${key?.text}'; ${hint}` };
    }
    case 'missing-key': {
      const keys = expected.map((name) => `'${name}'`);
      return { rule, message: `${keys.join(' and ')} ${keys.length === 1 ? 'is' : 'are'} missing here` };
    }
    case 'wrong-type': {
      const wanted = [...new Set(expected.map((type) => TYPE_WORDS.get(type) ?? 'a text'))];
      return { rule, message: `this must be ${wanted.join(' or ')}, not ${NODE_WORDS[node.kind]}` };
    }
    case 'empty':
      return { rule, message: `this ${node.kind} is empty; fill it or take it out` };
  }
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['object', 'a map'],
  ['array', 'a list'],
]);

const NODE_WORDS: Readonly<Record<YamlNode['kind'], string>> = {
  text: 'a text',
  list: 'a list',
  map: 'a map',
  void: 'nothing',
};

function placeOf({ key, node }: StructureProblem): Span {
  return key ?? node;
}
