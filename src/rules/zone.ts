/** A zone as the rules see it: names, RRsets and values, whichever side they come from, each with its place. */
import type { Fqdn } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';

/** `At` is what a finding points at: a stretch of a file, or a record of the service. */
export interface JudgedZone<At> {
  readonly name: Fqdn;
  /** The zone as a whole. */
  readonly at: At;
  readonly names: ReadonlyMap<Fqdn, JudgedName<At>>;
  /** Others may keep records in it that are not seen here: what seems to be missing may be there. */
  readonly open?: boolean;
  /** Says in words where something stands, as in 'on line 12'. */
  describe(at: At): string;
}

/** What stands at one name. */
export interface JudgedName<At> {
  readonly name: Fqdn;
  /** As the author wrote it. */
  readonly written: string;
  readonly at: At;
  readonly rrsets: readonly JudgedRRset<At>[];
  /** Types that stand here beside those and that nobody here understands; only of live data. */
  readonly foreign?: readonly string[];
}

export interface JudgedRRset<At> {
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** Where the type is written. */
  readonly at: At;
  /** Where its own ttl is written; absent where it has the file's. */
  readonly ttlAt?: At;
  /** Those that could be read. */
  readonly values: readonly JudgedValue<At>[];
}

export interface JudgedValue<At> {
  /** Canonical, as in a record. */
  readonly value: string;
  readonly priority?: number;
  /** Seconds, where records of one RRset may differ: live ones. */
  readonly ttl?: number;
  readonly at: At;
  /** The host name in the value, as written; for types that point at one. */
  readonly target?: { readonly text: string; readonly at: At };
}

/** What a rule found. */
export interface Verdict<At> {
  readonly rule: string;
  readonly at: At;
  /** One sentence: what is wrong, and what to write instead. */
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: 'error' | 'warning';
  /** BIND refuses the zone for this very finding: no lint setting reaches it. */
  readonly refused?: true;
}
