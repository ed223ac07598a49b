/** What is left of YAML once its cleverness is refused: texts, lists and maps, each with its place. */
import type { Span } from './source.ts';

export type YamlNode = YamlText | YamlList | YamlMap | YamlVoid;

export interface YamlText extends Span {
  readonly kind: 'text';
  /** What the scalar says, whatever its looks: `1.10` stays `1.10`. */
  readonly text: string;
  readonly style: 'plain' | 'quoted' | 'block';
}

export interface YamlList extends Span {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Span {
  readonly kind: 'map';
  /** In the order of the file; keys differ from each other. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: YamlText;
  readonly value: YamlNode;
}

/** Stands where nothing usable does; what is wrong with it is told already. */
export interface YamlVoid extends Span {
  readonly kind: 'void';
}

/** For maps of so many entries that looking through all of them for each key would take too long. */
const INDEXES = new WeakMap<YamlMap, ReadonlyMap<string, YamlEntry>>();
const MANY = 16;

/** The entry of a key, however many there are. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  if (map.entries.length < MANY) return map.entries.find((entry) => entry.key.text === key);
  let index = INDEXES.get(map);
  if (index === undefined) {
    index = new Map(map.entries.map((entry) => [entry.key.text, entry]));
    INDEXES.set(map, index);
  }
  return index.get(key);
}

/** The node at a path of keys and list indexes. */
export function nodeAt(root: YamlNode, path: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'list') node = node.items[Number(step)];
    else node = node?.kind === 'map' ? entryOf(node, step)?.value : undefined;
  }
  return node;
}
