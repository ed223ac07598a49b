/** What a reviewer must not miss, before any change is shown: what goes for good, what the guard stops, what could not be read. */
import type { Plan } from '../model/plan.ts';
import { counted } from './counted.ts';
import { codeSpan } from './markup.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { allowOptions, isForbidden } from './plan-zone.ts';

/** Of each kind; the counts are always whole. */
const MOST_NAMED = 20;

/** Alerts of GitHub's, which other renderers show as quotes. Bounded, however large the plan is. */
export function warningLines(plan: Plan): string[] {
  return [...destructiveLines(plan), ...errorLines(plan)];
}

/** What would go for good, in words without markup. */
export function losses({ zones }: Plan): string[] {
  return zones.flatMap(({ name, action, lost, changes }) => [
    ...(action === 'delete'
      ? [`the zone ${showDomain(name)} with ${counted(lost?.length ?? 0, 'record')}`]
      : []),
    ...changes.flatMap(({ destructive }) => destructive ?? []),
  ]);
}

function destructiveLines(plan: Plan): string[] {
  const gone = losses(plan);
  const guarded = plan.zones.filter(({ guard }) => guard !== undefined);
  if (gone.length + guarded.length === 0) return [];
  const reasons = guarded.flatMap(({ name, guard }) =>
    (guard?.reasons ?? []).map(({ message }) => `${showDomain(name)}: ${messageText(message)}`),
  );
  const allow = guarded.flatMap((zone) => (zone.guard === undefined ? [] : allowOptions(zone, zone.guard)));
  return quoted('WARNING', [
    ...(gone.length === 0
      ? []
      : [`**${counted(gone.length, 'deletion')} to look at twice:**`, ...named(gone)]),
    ...(reasons.length === 0 ? [] : ['', '**The guard would stop this apply:**', ...named(reasons)]),
    ...(allow.length === 0 ? [] : ['', `To allow just that: ${spans(allow)}`]),
    ...(guarded.some(isForbidden) ? ['', 'Protected records would go, and no option allows that.'] : []),
  ]);
}

function errorLines({ errors }: Plan): string[] {
  if (errors.length === 0) return [];
  const lines = errors.map(({ zone, message }) => `${zone}: ${messageText(message)}`);
  return quoted('CAUTION', [
    `**${counted(errors.length, 'zone')} could not be planned, and would be left as ${errors.length === 1 ? 'it is' : 'they are'}:**`,
    ...named(lines),
  ]);
}

function quoted(kind: 'WARNING' | 'CAUTION', lines: readonly string[]): string[] {
  return [`> [!${kind}]`, ...lines.map((line) => `> ${line}`.trimEnd()), ''];
}

function named(texts: readonly string[]): string[] {
  const shown = texts.slice(0, MOST_NAMED).map((text) => `- ${codeSpan(text)}`);
  const rest = texts.length - shown.length;
  return ['', ...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])];
}

function spans(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_NAMED).map(codeSpan).join(' ');
  return texts.length > MOST_NAMED ? `${shown} and ${texts.length - MOST_NAMED} more` : shown;
}
