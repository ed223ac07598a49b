/** The shape that the readers of values share: one node of the file in, a value or mistakes out. */
import type { Fqdn } from '../../model/name.ts';
import type { DeclaredValue, WrittenText } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import type { Source, Span } from '../source.ts';
import type { YamlMap, YamlText } from '../tree.ts';

export interface ValueContext {
  readonly source: Source;
  readonly zone: Fqdn;
}

export interface DeclaredReading {
  /** Absent where the value cannot be read; then there is a mistake, here or in what the schema told. */
  readonly value?: DeclaredValue;
  readonly mistakes: readonly Mistake[];
}

/** Reads one value. Maps have passed the schema or are left alone: their keys are known. */
export type ValueReader = (node: YamlText | YamlMap, context: ValueContext) => DeclaredReading;

/** A value that is told by the schema already. */
export const TOLD: DeclaredReading = { mistakes: [] };

export function wrong(rule: string, span: Span, message: string): DeclaredReading {
  return { mistakes: [{ rule, span, message }] };
}

/** A part of a text node; the whole node where its looks in the file are not what it says (escapes, folded lines). */
export function partOf(source: Source, node: YamlText, part: string): WrittenText {
  const at = source.text.slice(node.start, node.end).lastIndexOf(part);
  const start = at < 0 ? node.start : node.start + at;
  return { text: part, start, end: at < 0 ? node.end : start + part.length };
}
