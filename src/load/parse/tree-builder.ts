/** Turns composed YAML nodes into the plain tree and refuses empty values, duplicate keys and keys that are no text. */
import { isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { MOST_PROBLEMS } from '../limits.ts';
import type { Source, Span } from '../source.ts';
import type { YamlEntry, YamlNode, YamlText, YamlVoid } from '../tree.ts';
import {
  blockTrap,
  colonTrap,
  ipv6Trap,
  listCommaTrap,
  mapCommaTrap,
  mergeTrap,
  type Trap,
} from './traps.ts';

/** Builds the tree of a document's contents; recursion is bounded by the depth that scanning admits. */
export function buildTree(source: Source, contents: unknown): { root: YamlNode; diagnostics: Diagnostic[] } {
  const builder = new TreeBuilder(source);
  const root = builder.node(contents, { start: 0, end: 1, text: 'the file' });
  return { root, diagnostics: builder.diagnostics };
}

/** The places of all scalars, in the order of the file. */
export function scalarSpans(node: unknown, spans: Span[] = []): Span[] {
  if (isScalar(node)) spans.push(spanOf(node));
  else if (isSeq(node)) for (const item of node.items) scalarSpans(item, spans);
  else if (isMap(node)) {
    for (const pair of node.items) {
      scalarSpans(pair.key, spans);
      scalarSpans(pair.value, spans);
    }
  }
  return spans;
}

class TreeBuilder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** `owner` is what is shown and named where there is no node: its key, or its list. */
  node(node: unknown, owner: Span & { readonly text?: string }): YamlNode {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#list(node);
    if (isScalar(node) && !isEmpty(node)) return this.#text(node);
    const what = owner.text === undefined ? 'this entry of the list' : `'${owner.text}'`;
    return this.#refuse('yaml-empty', owner, `${what} has no value; give it one, or take it out`);
  }

  #list(node: YAMLSeq): YamlNode {
    const span = spanOf(node);
    const items = node.items.map((item) => this.node(item, itemSpan(item, span)));
    if (node.flow !== true)
      return { kind: 'list', items, start: span.start, end: items.at(-1)?.end ?? span.end };
    const trap = listCommaTrap(this.#source, items);
    return trap === undefined ? { kind: 'list', items, ...span } : this.#trapped(trap);
  }

  #map(node: YAMLMap): YamlNode {
    const address = this.#addressTrap(node);
    if (address !== undefined) return this.#trapped(address);
    const span = spanOf(node);
    const entries: YamlEntry[] = [];
    const seen = new Map<string, YamlText>();
    for (let index = 0; index < node.items.length; index++) {
      const pair = node.items[index];
      const key = this.#key(pair?.key, span);
      if (pair === undefined || key === undefined || this.#isRepeated(key, seen)) continue;
      const value = this.node(pair.value, key);
      const lastBare = value.kind === 'text' && node.flow === true ? lastBareKey(node, index) : index;
      const end = itemSpan(node.items[lastBare]?.key, value).end;
      const comma = lastBare === index ? undefined : mapCommaTrap(this.#source, key.text, value, end);
      if (comma !== undefined) index = lastBare;
      entries.push({ key, value: comma === undefined ? value : this.#trapped(comma) });
    }
    // Where every key is refused, the map is not empty: nothing of it is left.
    if (entries.length === 0 && node.items.length > 0) return { kind: 'void', ...span };
    // The package counts line ends and comments after a block to it.
    const end = node.flow === true ? span.end : (entries.at(-1)?.value.end ?? span.end);
    return { kind: 'map', entries, start: span.start, end };
  }

  #isRepeated(key: YamlText, seen: Map<string, YamlText>): boolean {
    const before = seen.get(key.text);
    if (before === undefined) {
      seen.set(key.text, key);
      return false;
    }
    const { line } = this.#source.position(before.start);
    this.#refuse(
      'yaml-duplicate-key',
      key,
      `'${key.text}' stands twice, first on line ${line}; make them one`,
    );
    return true;
  }

  #key(node: unknown, map: Span): YamlText | undefined {
    if (!isScalar(node) || isEmpty(node)) {
      const message = "a key must be a text; write '@' in quotes for the zone itself";
      this.#refuse('yaml-key', itemSpan(node, map), message);
      return undefined;
    }
    const key = this.#text(node);
    if (key.kind !== 'text') return undefined;
    if (key.style !== 'plain') return key;
    const trap = colonTrap(this.#source, key) ?? mergeTrap(key);
    if (trap === undefined) return key;
    this.#trapped(trap);
    return undefined;
  }

  #text(node: Scalar): YamlText | YamlVoid {
    const [start, end] = node.range ?? [0, 0];
    const text = String(node.value);
    const style = styleOf(node.type);
    // The file is clean UTF-8: only an escape can say half a character.
    if (style === 'quoted' && /\p{Cs}/u.test(text)) {
      const message = 'this holds half a surrogate pair, which no octets can say; write the character itself';
      return this.#refuse('yaml-surrogate', { start, end }, message);
    }
    if (style === 'block' && text.endsWith('\n')) {
      return this.#trapped(blockTrap(this.#source, { start, end }, text));
    }
    return { kind: 'text', text, style, start, end };
  }

  /** A map of one key without a value may be an IPv6 address. */
  #addressTrap(node: YAMLMap): Trap | undefined {
    const pair = node.items.length === 1 ? node.items[0] : undefined;
    if (!isScalar(pair?.key) || !isEmpty(pair.value)) return undefined;
    return ipv6Trap(this.#source, String(pair.key.value), spanOf(pair.key).start);
  }

  #trapped({ rule, span, message }: Trap): YamlVoid {
    return this.#refuse(rule, span, message);
  }

  #refuse(rule: string, span: Span, message: string): YamlVoid {
    // All are errors: those that are left out hide nothing.
    if (this.diagnostics.length < MOST_PROBLEMS)
      this.diagnostics.push(this.#source.error(rule, span, message));
    return { kind: 'void', start: span.start, end: span.end };
  }
}

function styleOf(type: Scalar['type']): YamlText['style'] {
  switch (type) {
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE':
      return 'quoted';
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return 'block';
    default:
      return 'plain';
  }
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.type === 'PLAIN' && node.source === '');
}

/** The index of the last key without a colon in the row that follows a pair; the pair's own where none does. */
function lastBareKey(node: YAMLMap, index: number): number {
  let last = index;
  while (node.items[last + 1]?.value === null) last++;
  return last;
}

function spanOf(node: Pick<Node, 'range'>): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

function itemSpan(node: unknown, otherwise: Span): Span {
  return isNode(node) ? spanOf(node) : otherwise;
}
