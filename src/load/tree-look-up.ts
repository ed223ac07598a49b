/** Finds nodes of a tree by their path, each step in constant time however large the map. */
import type { YamlEntry, YamlNode } from './tree.ts';

export class NodeLookUp {
  readonly #root: YamlNode;
  readonly #indexes = new Map<YamlNode, ReadonlyMap<string, YamlEntry>>();

  constructor(root: YamlNode) {
    this.#root = root;
  }

  /** The node at a path of keys and list indexes. */
  at(path: readonly string[]): YamlNode | undefined {
    let node: YamlNode | undefined = this.#root;
    for (const step of path) {
      if (node === undefined) return undefined;
      node = node.kind === 'list' ? node.items[Number(step)] : this.entry(node, step)?.value;
    }
    return node;
  }

  /** The entry of a key of a map; undefined where the node is no map. */
  entry(node: YamlNode, key: string): YamlEntry | undefined {
    if (node.kind !== 'map') return undefined;
    let index = this.#indexes.get(node);
    if (index === undefined) {
      index = new Map(node.entries.map((entry) => [entry.key.text, entry]));
      this.#indexes.set(node, index);
    }
    return index.get(key);
  }
}
