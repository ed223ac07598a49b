/** The plan for people: each zone with its changes, then what stands apart, then the totals. */
import { callsToApply, countChanges, isEmpty, type Plan, type ZonePlan } from '../model/plan.ts';
import { counted } from './counted.ts';
import { forecastText } from './duration.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { allowOptions, isForbidden, isNoteworthy, listed, zoneLines } from './plan-zone.ts';
import { safe } from './safe.ts';
import { sidesText } from './sides.ts';
import { type Styles, styles } from './style.ts';

export interface PlanTextOptions {
  readonly color: boolean;
  /** Columns of the terminal; undefined where the output is no terminal. */
  readonly width?: number | undefined;
  /** Whether each line ends in the place where the record is declared; true where absent. */
  readonly sources?: boolean;
  /** What live is to equal: `the files` where absent. */
  readonly goal?: string;
  /** Lists zones without changes, values whole and names without a limit. */
  readonly verbose?: boolean;
}

/** The plan as text that ends in a line feed. Linear in the number of changes. */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  const style = styles(options.color);
  const verbose = options.verbose === true;
  const zoneOptions = { style, width: options.width, sources: options.sources !== false, verbose };
  const shown = plan.zones.filter((zone) => verbose || isNoteworthy(zone));
  const sections = shown.map((zone) => zoneLines(zone, zoneOptions));
  sections.push(
    asideLines(plan, shown.length, style, verbose),
    errorLines(plan, style),
    footLines(plan, style, options.goal ?? 'the files'),
  );
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function asideLines(
  { zones, unmanagedZones }: Plan,
  shown: number,
  style: Styles,
  verbose: boolean,
): string[] {
  const lines: string[] = [];
  const rest = zones.length - shown;
  if (shown > 0 && rest > 0) lines.push(`${counted(rest, 'more zone')} without changes.`);
  if (unmanagedZones.length > 0) {
    const names = listed(unmanagedZones.map(showDomain), verbose);
    lines.push(
      `${counted(unmanagedZones.length, 'zone')} at VPS.org without a file, never touched: ${names}`,
    );
  }
  return lines.map(style.dim);
}

/** The zones that could not be planned, and why. */
export function errorLines({ errors }: Plan, style: Styles): string[] {
  return errors.flatMap(({ zone, message, hint }) => [
    `${style.red('error')}  ${style.bold(safe(zone))} could not be planned: ${messageText(message)}`,
    ...(hint === undefined ? [] : [`       ${style.dim('→')} ${messageText(hint)}`]),
  ]);
}

function footLines(plan: Plan, style: Styles, goal: string): string[] {
  const { zones, errors, cost } = plan;
  const failed = errors.length === 0 ? '' : ` ${counted(errors.length, 'zone')} could not be planned.`;
  const lines = [style.bold(resultLine(plan, goal)) + style.red(failed)];
  const sides = sidesText(plan);
  if (sides !== undefined) lines.push(`By the base: ${sides}.`);
  if (!isEmpty(plan)) {
    const { reads, writes } = callsToApply(plan);
    const calls = counted(reads + writes, 'API call');
    const time = cost.forecast === undefined ? '' : `, ${forecastText(cost.forecast)}`;
    lines.push(
      style.dim(`To apply: ${calls} (${counted(reads, 'read')}, ${counted(writes, 'write')})${time}.`),
    );
  }
  const allow = zones.flatMap((zone) => (zone.guard === undefined ? [] : allowOptions(zone, zone.guard)));
  if (allow.length > 0) {
    lines.push(
      `${style.yellow('The guard would stop this apply.')} To allow just that: ${style.bold(allow.join(' '))}`,
    );
  }
  if (zones.some(isForbidden)) {
    lines.push(
      `${style.red('Apply will refuse: protected records would go, and no option allows that.')} Keep them in the file, or change the pattern.`,
    );
  }
  return lines;
}

/** Never 'No changes' where a zone could not be looked at, nor that all is equal where only a part was compared. */
function resultLine(plan: Plan, goal: string): string {
  const { zones, errors } = plan;
  const unchanged = sum(zones, (zone) => zone.unchanged);
  const leftAlone = sum(zones, (zone) => zone.leftAlone.length);
  if (isEmpty(plan)) {
    const others = leftAlone > 0 ? `; ${leftAlone} left alone` : '';
    const live = `(${counted(zones.length, 'zone')}, ${counted(unchanged, 'record')}${others})`;
    const isPartial = zones.some(({ findings }) => findings.some(({ rule }) => rule === 'partial-plan'));
    if (errors.length === 0 && isPartial) return `No changes in what --target names ${live}.`;
    if (errors.length === 0) return `No changes. Live matches ${goal} ${live}.`;
    return zones.length === 0 ? 'Nothing planned.' : `Nothing to change in what could be read ${live}.`;
  }
  const { creates, updates, deletes } = countChanges(zones.flatMap(({ changes }) => changes));
  const fresh = zones.filter(({ action }) => action === 'create').length;
  const gone = zones.filter(({ action }) => action === 'delete').length;
  const whole = [...(fresh > 0 ? [`${fresh} new`] : []), ...(gone > 0 ? [`${gone} to be deleted`] : [])];
  return (
    `Plan: ${creates} to create, ${updates} to update, ${deletes} to delete, ` +
    `${unchanged} unchanged${leftAlone > 0 ? `, ${leftAlone} left alone` : ''} ` +
    `in ${counted(zones.length, 'zone')}${whole.length > 0 ? ` (${whole.join(', ')})` : ''}.`
  );
}

function sum(zones: readonly ZonePlan[], measure: (zone: ZonePlan) => number): number {
  return zones.reduce((total, zone) => total + measure(zone), 0);
}
