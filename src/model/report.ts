/** What became of a plan: one outcome for every change that was to be made, and whether live now equals the files. */
import type { Fqdn } from './name.ts';
import type { Change, Plan } from './plan.ts';

/** The outcome of one write. Exactly one of the four words that the report uses. */
export type Outcome =
  | {
      readonly status: 'done';
      /** How, where it was not a plain answer to a plain call: the record was found after a lost answer, or was gone already. */
      readonly note?: string;
    }
  | {
      readonly status: 'failed';
      /** The error's code (errors.ts), or `stored-otherwise`. */
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      /** Something was written all the same: half of the change, or another value than was sent. */
      readonly wrote?: true;
    }
  /** It may or may not have happened: the answer was lost and the state could not be read. */
  | { readonly status: 'unknown'; readonly message: string }
  | { readonly status: 'not-tried'; readonly reason: string };

export interface StepResult {
  readonly change: Change;
  readonly outcome: Outcome;
}

export interface ZoneResult {
  readonly zone: Fqdn;
  readonly action: 'create' | 'delete';
  readonly outcome: Outcome;
}

/** The look at live after the writes: equal to the files, still different, or not possible. */
export type Verification =
  | { readonly status: 'equal' }
  /** `remaining` is what a plan would show now. */
  | { readonly status: 'different'; readonly remaining: Plan; readonly message: string }
  | { readonly status: 'unread'; readonly message: string };

export interface ApplyReport {
  /** Zones that were to be created or deleted. */
  readonly zones: readonly ZoneResult[];
  /** One for each step of the plan, in its order. */
  readonly steps: readonly StepResult[];
  readonly verification: Verification;
  /** Why the run ended early; absent where it ran to its end. */
  readonly stopped?: string;
}

/** What happens while an apply runs, for hosts to show. */
export type ApplyEvent =
  | { readonly kind: 'step'; readonly result: StepResult; readonly finished: number; readonly total: number }
  | { readonly kind: 'zone'; readonly result: ZoneResult }
  /** All calls are held; `seconds` is how long, `why` in words. */
  | { readonly kind: 'wait'; readonly seconds: number; readonly why: string }
  | {
      readonly kind: 'retry';
      readonly what: string;
      readonly attempt: number;
      readonly seconds: number;
      readonly why: string;
    }
  | { readonly kind: 'verify'; readonly pass: number }
  /** A zone was read, or could not be; of those that were asked for together. */
  | { readonly kind: 'read'; readonly finished: number; readonly total: number }
  /** A request came back, whatever it came to. */
  | { readonly kind: 'call' };
