/** A rule that is told where a file is read: it has no code of its own among the rules, and no setting reaches it. */
import type { RuleText } from '../../model/rule.ts';

/** What is wrong makes the file, or a part of it, unreadable; nothing could be published in its place. */
export function atReading(
  name: string,
  summary: string,
  source: string,
  example: { readonly bad: string; readonly good: string } | undefined,
): RuleText {
  return { name, severity: 'error', fixed: 'file', summary, source, ...example };
}
