/** The guard: judges whether a zone's changes are so many, or so weighty, that apply must not make them unasked. */
import type { GuardVerdict } from '../model/plan.ts';

export interface Allowance {
  /** `--allow ZONE=N`: how many guarded changes are admitted in this zone. */
  readonly allow?: number;
  readonly force?: boolean;
}

/** Whether what the user allowed covers a verdict. */
export function allows(verdict: GuardVerdict, { allow = 0, force = false }: Allowance): boolean {
  return force || verdict.guarded <= allow;
}
