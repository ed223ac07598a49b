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

/** The entry of a key; only for maps whose keys are few. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.text === key);
}
