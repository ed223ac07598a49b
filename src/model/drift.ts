/** Whether live has drifted from the files: three outcomes, never two, for what could not be looked at is not in sync. */
import type { Plan } from './plan.ts';

export type DriftOutcome = 'drift' | 'in-sync' | 'could-not-check';

export interface DriftReport {
  readonly outcome: DriftOutcome;
  /** The same for as long as the drift is the same; absent where nothing could be compared. */
  readonly fingerprint?: string;
  /** What apply would do to take it back, of all zones that could be read. */
  readonly plan?: Plan;
  /** Why nothing could be compared. */
  readonly failure?: { readonly code: string; readonly message: string; readonly hint?: string };
}
