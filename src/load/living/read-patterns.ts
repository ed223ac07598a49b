/** Reads `ignore` and `protect`: presets by their names, and patterns of name, type and value. */
import { namePatternProblem } from '../../model/name-pattern.ts';
import type { RecordPattern } from '../../model/pattern.ts';
import { isRecordType, RECORD_TYPES, type RecordType } from '../../model/record.ts';
import { closest } from '../../model/suggest.ts';
import { MOST_VALUES } from '../limits.ts';
import type { Mistake } from '../mistake.ts';
import { quoteText } from '../rewrite.ts';
import type { Source, Span } from '../source.ts';
import { entryOf, type YamlMap, type YamlNode, type YamlText } from '../tree.ts';
import { UNSUPPORTED_TYPES } from '../unsupported-types.ts';
import { PRESETS } from './presets.ts';

/** Longer ones say nothing that a shorter one does not, and each is held against each record. */
const LONGEST_PATTERN = 1000;

export interface PatternsReading {
  readonly patterns: readonly RecordPattern[];
  readonly mistakes: readonly Mistake[];
}

export function readPatterns(source: Source, key: string, node: YamlNode | undefined): PatternsReading {
  const reader = new PatternReader(source, key);
  if (node !== undefined) reader.read(node);
  return reader;
}

class PatternReader {
  readonly patterns: RecordPattern[] = [];
  readonly mistakes: Mistake[] = [];
  readonly #source: Source;
  readonly #key: string;

  constructor(source: Source, key: string) {
    this.#source = source;
    this.#key = key;
  }

  read(node: YamlNode): void {
    const items = node.kind === 'list' ? node.items : [node];
    if (items.length > MOST_VALUES) {
      const message = `${items.length} patterns in ${this.#key}; the limit is ${MOST_VALUES}: write wider ones with '*'`;
      this.#mistake('pattern-count', node, message);
      return;
    }
    for (const item of items) {
      if (item.kind === 'text') this.#preset(item);
      else if (item.kind === 'map') this.#map(item);
    }
  }

  #preset(node: YamlText): void {
    const preset = PRESETS.get(node.text);
    const source = this.#source.position(node.start);
    for (const pattern of preset ?? []) this.patterns.push({ ...pattern, text: node.text, source });
    if (preset !== undefined) return;
    const known = [...PRESETS.keys()];
    const nearest = closest(node.text, known);
    const hint =
      nearest === undefined
        ? `presets are ${known.join(', ')}; a pattern is a map: { name: ${quoteText(node.text)} }`
        : `did you mean '${nearest}'?`;
    this.#mistake('preset-unknown', node, `'${node.text}' is not a preset; ${hint}`);
  }

  /** What stands there and is no text is told by the schema. */
  #map(node: YamlMap): void {
    const before = this.mistakes.length;
    const name = this.#text(node, 'name');
    const value = this.#text(node, 'value');
    const typeNode = entryOf(node, 'type')?.value;
    const types = typeNode?.kind === 'text' || typeNode?.kind === 'list' ? this.#types(typeNode) : undefined;
    const problem = name === undefined ? undefined : namePatternProblem(name.text);
    if (name !== undefined && problem !== undefined) this.#mistake('pattern-name', name, problem);
    // Half a pattern would mean more records than the whole one; what it lacks is told already.
    const parts = [name, types, value].filter((part) => part !== undefined);
    const isWhole = parts.length > 0 && parts.length === node.entries.length;
    if (this.mistakes.length > before || !isWhole) return;
    this.patterns.push({
      text: node.entries.map(({ key, value }) => `${key.text}: ${inline(value)}`).join(', '),
      source: this.#source.position(node.start),
      ...(name !== undefined && { name: name.text }),
      ...(types !== undefined && { types }),
      ...(value !== undefined && { value: value.text }),
    });
  }

  #text(map: YamlMap, key: string): YamlText | undefined {
    const node = entryOf(map, key)?.value;
    if (node?.kind !== 'text') return undefined;
    if (node.text.length <= LONGEST_PATTERN) return node;
    const message = `this pattern has ${node.text.length} characters; the limit is ${LONGEST_PATTERN}: shorten it with '*'`;
    this.#mistake('pattern-length', node, message);
    return undefined;
  }

  #types(node: YamlNode): readonly RecordType[] {
    const types: RecordType[] = [];
    for (const item of node.kind === 'list' ? node.items : [node]) {
      if (item.kind !== 'text') continue;
      if (isRecordType(item.text)) types.push(item.text);
      else this.#mistake('type-unknown', item, unknownType(item.text));
    }
    return types;
  }

  #mistake(rule: string, span: Span, message: string): void {
    this.mistakes.push({ rule, span, message });
  }
}

function unknownType(written: string): string {
  const type = written.toUpperCase();
  if (UNSUPPORTED_TYPES.has(type)) {
    return `${type} records are not managed, and so never touched: no pattern is needed for them`;
  }
  const nearest = isRecordType(type) ? type : closest(written, RECORD_TYPES);
  const hint =
    nearest === undefined ? `the types are ${RECORD_TYPES.join(', ')}` : `did you mean '${nearest}'?`;
  return `'${written}' is not a record type; ${hint}`;
}

function inline(node: YamlNode): string {
  if (node.kind === 'text') return node.text;
  return node.kind === 'list' ? node.items.map(inline).join(', ') : '';
}
