/** Why a name holds what it holds: each value with its place and its standing, and what else is known of it. */
import type { ZoneVerification } from './dns-report.ts';
import type { Fqdn } from './name.ts';
import type { RecordPattern } from './pattern.ts';
import type { Change, LeftAlone } from './plan.ts';
import type { DnsRecord, SourcePosition } from './record.ts';
import type { Outcome } from './report.ts';

/** How a value of the file or of live stands to the other side. */
export type Standing =
  /** Both have it. */
  | { readonly kind: 'in-sync' }
  /** Live has something else in its place. */
  | { readonly kind: 'differs'; readonly change: Extract<Change, { action: 'update' }> }
  /** The file has it, live has not. */
  | { readonly kind: 'absent' }
  /** Live has it, the file has not: the plan deletes it. */
  | { readonly kind: 'undeclared'; readonly reason?: Change['reason'] }
  | { readonly kind: 'left-alone'; readonly by: LeftAlone }
  /** A name server of the zone itself, which the file does not declare. */
  | { readonly kind: 'vendors' }
  /** A type that is not managed here. */
  | { readonly kind: 'unmanaged' }
  /** Live was not looked at. */
  | { readonly kind: 'unknown' };

export interface ValueReason {
  /** `ttl` is absent for what is not managed. */
  readonly record: Pick<DnsRecord, 'name' | 'value' | 'priority'> & {
    readonly type: string;
    readonly ttl?: number;
  };
  readonly source?: SourcePosition;
  readonly standing: Standing;
  /** The pattern that keeps it from being deleted. */
  readonly protectedBy?: RecordPattern;
}

/** The commit that a line comes from. */
export interface Blame {
  readonly line: number;
  /** Absent where the line is not committed. */
  readonly commit?: {
    readonly id: string;
    readonly author: string;
    /** ISO 8601. */
    readonly date: string;
    readonly subject: string;
  };
}

/** What was looked at, or why it was not: that nobody looked is never 'no'. */
export type Looked<T> =
  | { readonly status: 'seen'; readonly found: T }
  | { readonly status: 'not-asked'; readonly message: string }
  | { readonly status: 'unread'; readonly message: string };

/** The last run that had a change at the name. */
export interface TouchingRun {
  readonly id: string;
  readonly path: string;
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly steps: readonly { readonly change: Change; readonly outcome: Outcome }[];
}

export interface NameFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly rule: string;
  readonly message: string;
  readonly at?: { readonly file: string; readonly line?: number };
}

export interface Why {
  readonly zone: Fqdn;
  readonly file: string;
  readonly name: Fqdn;
  readonly values: readonly ValueReason[];
  /** Whether live was looked at, and the zone is there. */
  readonly live: Looked<'there' | 'no such zone'>;
  readonly dns: Looked<ZoneVerification>;
  /** Absent where no kept run had a change here. */
  readonly run?: TouchingRun;
  readonly findings: readonly NameFinding[];
  readonly blame: Looked<readonly Blame[]>;
}
