/** YAML as octoDNS has it (YAML 1.1, by PyYAML): into a plain tree of texts, lists and maps, aliases followed. */
import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
} from 'yaml';
import type { SourcePosition } from '../../model/record.ts';

interface Spot {
  /** Offsets in the text of the file. */
  readonly start: number;
  readonly end: number;
}

export interface YamlText extends Spot {
  readonly kind: 'text';
  readonly text: string;
  /** Whether it stands without quotes, so that YAML may take it for something else than a text. */
  readonly isPlain: boolean;
}

export interface YamlList extends Spot {
  readonly kind: 'list';
  readonly items: readonly YamlTree[];
}

export interface YamlMap extends Spot {
  readonly kind: 'map';
  /** In the order of the file; a key may stand twice. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: YamlTree;
  readonly value: YamlTree;
}

/** Nothing, as in `value:` with nothing behind it. */
export interface YamlNothing extends Spot {
  readonly kind: 'nothing';
}

export type YamlTree = YamlText | YamlList | YamlMap | YamlNothing;

export interface OctodnsFile {
  /** As people would write the path. */
  readonly file: string;
  readonly text: string;
}

/** Why a file cannot be read at all. */
export interface YamlProblem {
  readonly message: string;
  readonly place: SourcePosition;
}

export interface ParsedFile {
  readonly root: YamlTree;
  position(offset: number): SourcePosition;
}

/** What a node is anyway. */
const HARMLESS_TAGS = new Set(['str', 'seq', 'map'].map((name) => `tag:yaml.org,2002:${name}`));

/** Collections within collections; octoDNS' own options need eight. The composer would overflow the stack near 800. */
const DEEPEST = 30;

export function parseOctodnsYaml({
  file,
  text,
}: OctodnsFile): ParsedFile | { readonly problem: YamlProblem } {
  const lines = new LineCounter();
  const position = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse = (offset: number, message: string): { problem: YamlProblem } => ({
    problem: { message, place: position(offset) },
  });
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    if (parser.stack.length > DEEPEST + 2) {
      return refuse(parser.offset, 'lists and maps are nested too deeply here');
    }
    tokens.push(...parser.next(lexeme));
    if (tokens.at(-1)?.type === 'error') break;
  }
  tokens.push(...parser.end());
  // Failsafe: every scalar stays the text it is. The package's own check of keys takes the square of their number.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  const [document, second] = [...composer.compose(tokens)];
  const [error] = document?.errors ?? [];
  if (error !== undefined) return refuse(error.pos[0], `this is not YAML: ${error.message}`);
  if (second !== undefined) return refuse(second.range[0], 'octoDNS reads one YAML document a file');
  try {
    return { root: new TreeBuilder().tree(document?.contents, { start: 0, end: 0 }), position };
  } catch (problem) {
    if (problem instanceof RefusedTag) {
      const mark = text.lastIndexOf('!', problem.offset);
      return refuse(text[mark - 1] === '!' ? mark - 1 : mark, problem.message);
    }
    if (problem instanceof Refusal) return refuse(problem.offset, problem.message);
    throw problem;
  }
}

/** The value of a key; the last of several counts, as in the dict that PyYAML makes of a map. */
export function entryOf(map: YamlMap, name: string): YamlTree | undefined {
  return map.entries.findLast(({ key }) => key.kind === 'text' && key.text === name)?.value;
}

class Refusal extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** The tag stands before the offset. */
class RefusedTag extends Refusal {}

/** Nodes that aliases name are shared, not copied: the tree is never larger than the file. */
class TreeBuilder {
  readonly #anchors = new Map<string, YamlTree | undefined>();

  tree(node: unknown, owner: Spot): YamlTree {
    if (isAlias(node)) return this.#aliased(node.source, spotOf(node, owner).start);
    if (!isScalar(node) && !isMap(node) && !isSeq(node))
      return { kind: 'nothing', start: owner.start, end: owner.end };
    const spot = spotOf(node, owner);
    if (node.tag !== undefined && !HARMLESS_TAGS.has(node.tag)) throw refusedTag(node.tag, spot);
    // An alias inside of what it names would go on for ever.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, undefined);
    const tree = this.#built(node, spot);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, tree);
    return tree;
  }

  #built(node: Node, spot: Spot): YamlTree {
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.tree(item, spot)), ...spot };
    if (isMap(node)) {
      const entries = node.items.map((pair) => {
        const key = this.tree(pair.key, spot);
        return { key, value: this.tree(pair.value, key) };
      });
      return { kind: 'map', entries, ...spot };
    }
    const { type, value } = node as { type?: string; value?: unknown };
    const text = String(value);
    const isPlain = type === 'PLAIN' && node.tag === undefined;
    return isPlain && isNull(text) ? { kind: 'nothing', ...spot } : { kind: 'text', text, isPlain, ...spot };
  }

  #aliased(name: string, offset: number): YamlTree {
    const tree = this.#anchors.get(name);
    if (tree !== undefined) return tree;
    throw new Refusal(offset, `the alias '*${name}' names no text, list or map that stands before it`);
  }
}

function refusedTag(tag: string, { start }: Spot): RefusedTag {
  const why =
    tag === '!include'
      ? "'!include' reads other files, which import does not; let octoDNS write the zone out (octodns-dump) and import that"
      : `the YAML tag '${tag}' is not read; take it out`;
  return new RefusedTag(start, why);
}

function spotOf(node: Pick<Node, 'range'>, owner: Spot): Spot {
  const [start, end] = node.range ?? [owner.start, owner.end];
  return { start, end };
}

/** PyYAML, resolver.py. */
function isNull(text: string): boolean {
  return /^(?:~|null|Null|NULL|)$/.test(text);
}

/**
 * Whether YAML 1.1 takes a text without quotes for a boolean, a number that is not written in plain digits, or a date
 * (PyYAML, resolver.py): then its looks are not what octoDNS goes on with.
 */
export function isMisread({ text, isPlain }: YamlText): boolean {
  return isPlain && MISREAD.some((form) => form.test(text)) && !/^-?[1-9]\d*$|^0$/.test(text);
}

/** A number whose looks are its worth. */
export const DIGITS = /^(?:0|[1-9]\d{0,15})$/;

/** PyYAML's forms of booleans, integers, floats, dates, and of what is no text besides. */
const MISREAD = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)$/,
  /^[-+]?(?:\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|\.(?:inf|Inf|INF))$/,
  /^(?:\.\d[\d_]*(?:[eE][-+]\d+)?|\.(?:nan|NaN|NAN)|\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?|=|<<)$/,
];
