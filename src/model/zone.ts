/** Zones as the two sides hold them: desired (a file) and live (the service's answer). */
import type { LintLevels } from './diagnostic.ts';
import type { Fqdn } from './name.ts';
import type { RecordPattern } from './pattern.ts';
import type { DesiredRecord, LiveRecord, SourcePosition } from './record.ts';

/** How a zone lives with others who write in it; what is absent is as if nobody did. */
export interface Living {
  /** `additive` removes nothing that is live; `full` where absent. */
  readonly mode?: 'full' | 'additive';
  /** Live records that others keep: never written to. */
  readonly ignore?: readonly RecordPattern[];
  /** Live records that no apply may delete or replace. */
  readonly protect?: readonly RecordPattern[];
  /** The zone is not to be at the service at all. */
  readonly state?: 'absent';
}

/**
 * Whether the zone may hold names that its file does not know of, so that only live tells what is missing there. Texts
 * that others keep (the presets, mostly) are at no target's end.
 */
export function holdsUnseen({ mode, ignore = [] }: Living): boolean {
  const isTextOnly = ({ types, registry }: RecordPattern): boolean =>
    registry !== true && types?.every((type) => type === 'TXT') === true;
  return mode === 'additive' || !ignore.every(isTextOnly);
}

/** A zone as its file describes it, with what dnssync.yaml says for all. */
export interface DesiredZone extends Living {
  readonly name: Fqdn;
  readonly file: string;
  /** Where the zone's name or first line stands, for findings about the zone as a whole. */
  readonly source: SourcePosition;
  readonly records: readonly DesiredRecord[];
  /** The levels of rules in this zone; the rules' own where absent. */
  readonly lint?: LintLevels;
}

/** A zone in the service's list. */
export interface ZoneSummary {
  readonly id: string;
  readonly name: Fqdn;
  readonly recordCount: number;
}

/** A zone as the service holds it, all of its records read. */
export interface LiveZone {
  readonly id: string;
  readonly name: Fqdn;
  readonly records: readonly LiveRecord[];
  /** Records of types this tool does not manage: shown, never touched. */
  readonly unmanaged: readonly UnmanagedRecord[];
}

export interface UnmanagedRecord {
  readonly id: string;
  readonly type: string;
  readonly name: Fqdn;
  readonly value: string;
}

/** The zone's name as people and the API write it: without the final dot. */
export function domainOf(zone: { readonly name: Fqdn } | Fqdn): string {
  return (typeof zone === 'string' ? zone : zone.name).slice(0, -1);
}
