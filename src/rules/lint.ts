/** How much a finding weighs: by its rule, by what it is about, and by what the user has set. */
import type { Level, LintLevels } from '../model/diagnostic.ts';
import { ruleNamed } from './catalogue.ts';

export interface Found {
  readonly rule: string;
  readonly severity?: 'error' | 'warning';
  readonly refused?: true;
}

/**
 * The level of a finding. Settings never reach what BIND or the API refuses (design section 3). What is an error for one
 * case of a rule only, as an alias too long, is switched with its rule.
 */
export function levelOf({ rule, severity, refused }: Found, levels: LintLevels): Level {
  const text = ruleNamed(rule);
  const set = refused || text === undefined || text.fixed ? undefined : levels.get(rule);
  if (set !== undefined) return set;
  // Advice that is off stays off, however weighty its case.
  if (text?.severity === 'off') return 'off';
  return severity ?? text?.severity ?? 'error';
}
