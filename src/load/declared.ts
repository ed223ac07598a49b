/** A zone as its file declares it: what the desired zone is made of, with the places that findings point at. */
import type { Fqdn } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import type { Source, Span } from './source.ts';

export interface DeclaredZone {
  readonly source: Source;
  readonly name: Fqdn;
  /** Where `zone` says the name, or the file's first line. */
  readonly nameSpan: Span;
  /** In the order of the file; each name once. */
  readonly names: ReadonlyMap<Fqdn, DeclaredName>;
}

/** What stands at one name. */
export interface DeclaredName {
  readonly name: Fqdn;
  /** As the file has it. */
  readonly written: WrittenText;
  readonly rrsets: readonly DeclaredRRset[];
}

export interface DeclaredRRset {
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** Where the type is written. */
  readonly typeSpan: Span;
  /** Those that could be read; what is wrong with the others is told already. */
  readonly values: readonly DeclaredValue[];
}

export interface DeclaredValue {
  /** Canonical, as in a record. */
  readonly value: string;
  readonly priority?: number;
  readonly span: Span;
  /** The host name in the value, as written; for types that point at one. */
  readonly target?: WrittenText;
}

/** A text as the file has it, with its place. */
export interface WrittenText extends Span {
  readonly text: string;
}
