/** What a plan has to say on the lines of the files: warnings at most, for a plan refuses nothing. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, ZonePlan } from '../model/plan.ts';
import { domainOf } from '../model/zone.ts';
import { counted } from './counted.ts';
import { annotation } from './diagnostics-github.ts';

/** GitHub keeps ten of a step; the tenth is for what is left out. */
const MOST_SHOWN = 9;

/** What goes for good, what the guard would stop and what could not be planned, each on the file of its zone. */
export function planDiagnostics({ zones, errors }: Plan): Diagnostic[] {
  return [
    ...zones.flatMap((zone) => [...lossesOf(zone), ...guardOf(zone)]),
    ...errors.map(({ zone, message }) => ({
      severity: 'warning' as const,
      rule: 'not-planned',
      message: `${zone} could not be planned: ${message}`,
    })),
  ];
}

/** Workflow commands, one a line; `more` says where the rest is to be seen. */
export function renderPlanGithub(diagnostics: readonly Diagnostic[], more: string): string {
  const lines = diagnostics.slice(0, MOST_SHOWN).map((diagnostic) => annotation(diagnostic));
  const rest = diagnostics.length - lines.length;
  if (rest > 0) lines.push(`::warning title=dnssync::and ${counted(rest, 'warning')} more; ${more}`);
  return lines.map((line) => `${line}\n`).join('');
}

function lossesOf(zone: ZonePlan): Diagnostic[] {
  const { action, lost, changes } = zone;
  const whole =
    action === 'delete' ? [`the zone ${domainOf(zone)} with ${counted(lost?.length ?? 0, 'record')}`] : [];
  const deletes = changes.flatMap(({ destructive }) => destructive ?? []);
  return [...whole, ...deletes].map((what) => warning(zone, 'destructive', `this plan deletes ${what}`));
}

function guardOf(zone: ZonePlan): Diagnostic[] {
  return (zone.guard?.reasons ?? [])
    .filter(({ code }) => code !== 'zone-deleted')
    .map(({ code, message }) =>
      warning(zone, code, `${domainOf(zone)}: the guard would stop an apply: ${message}`),
    );
}

function warning({ file }: ZonePlan, rule: string, message: string): Diagnostic {
  return { severity: 'warning', rule, message, at: { file, line: 1, column: 1 } };
}
