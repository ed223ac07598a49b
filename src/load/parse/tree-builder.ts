/** Turns composed YAML nodes into the plain tree and refuses empty values, duplicate keys and keys that are no text. */
import { isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Source, Span } from '../source.ts';
import type { YamlEntry, YamlNode, YamlText, YamlVoid } from '../tree.ts';
import { blockTrap, colonTrap, ipv6Trap, listCommaTrap, mapCommaTrap, type Trap } from './traps.ts';

/** Builds the tree of a document's contents; recursion is bounded by the depth that scanning admits. */
export function buildTree(source: Source, contents: unknown): { root: YamlNode; diagnostics: Diagnostic[] } {
  const builder = new TreeBuilder(source);
  const root = builder.node(contents, { start: 0, end: 1 }, 'the file');
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

  /** `owner` is what is shown and named where the node itself is nothing: its key, or its list. */
  node(node: unknown, owner: Span, ownerName: string): YamlNode {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#list(node);
    if (isScalar(node) && !isEmpty(node)) return this.#text(node);
    return this.#refuse('yaml-empty', owner, `${ownerName} has no value; give it one, or take it out`);
  }

  #list(node: YAMLSeq): YamlNode {
    const span = spanOf(node);
    const items = node.items.map((item) => this.node(item, itemSpan(item, span), 'this entry of the list'));
    const trap = node.flow === true ? listCommaTrap(this.#source, items) : undefined;
    return trap === undefined ? { kind: 'list', items, ...span } : this.#trapped(trap);
  }

  #map(node: YAMLMap): YamlNode {
    const address = this.#addressTrap(node);
    if (address !== undefined) return this.#trapped(address);
    const entries: YamlEntry[] = [];
    const seen = new Map<string, YamlText>();
    for (let index = 0; index < node.items.length; index++) {
      const pair = node.items[index];
      const key = this.#key(pair?.key, spanOf(node));
      if (pair === undefined || key === undefined) continue;
      const before = seen.get(key.text);
      if (before !== undefined) {
        const { line } = this.#source.position(before.start);
        this.#refuse(
          'yaml-duplicate-key',
          key,
          `'${key.text}' stands twice, first on line ${line}; make them one`,
        );
        continue;
      }
      seen.set(key.text, key);
      const value = this.node(pair.value, key, `'${key.text}'`);
      const lastBare = value.kind === 'text' ? lastBareKey(node, index) : index;
      const comma =
        lastBare === index
          ? undefined
          : mapCommaTrap(this.#source, value, itemSpan(node.items[lastBare]?.key, value));
      if (comma !== undefined) index = lastBare;
      entries.push({ key, value: comma === undefined ? value : this.#trapped(comma) });
    }
    // Where every key is refused, the map is not empty: nothing of it is left.
    if (entries.length === 0 && node.items.length > 0) return { kind: 'void', ...spanOf(node) };
    return { kind: 'map', entries, ...spanOf(node) };
  }

  #key(node: unknown, map: Span): YamlText | undefined {
    if (isScalar(node) && !isEmpty(node)) {
      const key = this.#text(node);
      if (key.kind !== 'text' || key.style !== 'plain') return key.kind === 'text' ? key : undefined;
      const glued = colonTrap(this.#source, key);
      if (glued !== undefined) this.#trapped(glued);
      else if (key.text !== '<<') return key;
      else this.#refuse('yaml-merge', key, "merge keys ('<<') are not supported; write the records out");
    } else {
      this.#refuse(
        'yaml-key',
        itemSpan(node, map),
        "a key must be a text; write '@' in quotes for the zone itself",
      );
    }
    return undefined;
  }

  #text(node: Scalar): YamlNode {
    const span = spanOf(node);
    const text = String(node.value);
    const style = STYLES.get(node.type ?? '') ?? 'plain';
    // The file is clean UTF-8: only an escape can say one.
    if (style === 'quoted' && /\p{Cs}/u.test(text)) {
      const message =
        'the text holds half a surrogate pair, which no octets can say; write the character itself';
      return this.#refuse('yaml-surrogate', span, message);
    }
    if (style === 'block' && text.endsWith('\n')) return this.#trapped(blockTrap(this.#source, span, text));
    return { kind: 'text', text, style, ...span };
  }

  /** A map of one key without a value may be an IPv6 address. */
  #addressTrap(node: YAMLMap): Trap | undefined {
    const [pair, ...others] = node.items;
    if (pair === undefined || others.length > 0 || !isScalar(pair.key) || !isEmpty(pair.value))
      return undefined;
    return ipv6Trap(this.#source, String(pair.key.value), spanOf(pair.key).start);
  }

  #trapped({ rule, span, message }: Trap): YamlVoid {
    return this.#refuse(rule, span, message);
  }

  #refuse(rule: string, span: Span, message: string): YamlVoid {
    this.diagnostics.push(this.#source.error(rule, span, message));
    return { kind: 'void', start: span.start, end: span.end };
  }
}

const STYLES: ReadonlyMap<string, YamlText['style']> = new Map([
  ['QUOTE_DOUBLE', 'quoted'],
  ['QUOTE_SINGLE', 'quoted'],
  ['BLOCK_LITERAL', 'block'],
  ['BLOCK_FOLDED', 'block'],
]);

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
