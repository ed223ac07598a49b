/** Zones as the two sides hold them: desired (a file) and live (the service's answer). */
import type { LintLevels } from './diagnostic.ts';
import type { Fqdn } from './name.ts';
import type { DesiredRecord, LiveRecord, SourcePosition } from './record.ts';

/** A zone as its file describes it. */
export interface DesiredZone {
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
