/** The report of drift: what differs, and both ways out. Text, JSON, and Markdown for an issue. */
import type { DriftOutcome, DriftReport } from '../model/drift.ts';
import { countChanges, isEmpty, type Plan } from '../model/plan.ts';
import { domainOf } from '../model/zone.ts';
import { counted } from './counted.ts';
import { codeSpan } from './markup.ts';
import { messageText } from './message.ts';
import { type PlanJson, type PlanJsonOptions, planToJson } from './plan-json.ts';
import { type PlanMarkdownOptions, renderPlanMarkdown } from './plan-markdown.ts';
import { errorLines } from './plan-text.ts';
import { zoneLines } from './plan-zone.ts';
import { safe } from './safe.ts';
import { styles } from './style.ts';

/** How many zones a command line names; of more it is for all. */
const MOST_NAMED = 5;

export interface DriftTextOptions {
  readonly color: boolean;
  readonly width?: number | undefined;
  readonly verbose?: boolean;
}

/** Text that ends in a line feed: what apply would do to take the drift back, then the way out of it. */
export function renderDrift(report: DriftReport, options: DriftTextOptions): string {
  const style = styles(options.color);
  const { plan, fingerprint } = report;
  const zoneOptions = { style, width: options.width, sources: true, verbose: options.verbose === true };
  const drifted = plan?.zones.filter(isDrifted) ?? [];
  const ways = waysOut(report);
  const sections = [
    ...drifted.map((zone) => zoneLines(zone, zoneOptions)),
    plan === undefined ? [] : errorLines(plan, style),
    [
      style.bold(driftSentence(report)),
      ...(ways === undefined || fingerprint === undefined ? [] : [style.dim(`Fingerprint: ${fingerprint}`)]),
    ],
    ways === undefined
      ? []
      : [
          'Two ways out:',
          `  keep what the files say   ${ways.keepFiles}`,
          `  keep what is live         ${ways.keepLive}`,
        ],
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/**
 * `Drift: 3 differences in 2 zones: 1 missing live, 1 changed live, 1 not in the files.`
 *
 * @param show how a name from outside is put: {@link codeSpan} in Markdown
 */
export function driftSentence({ outcome, plan, failure }: DriftReport, show = safe): string {
  if (failure !== undefined || plan === undefined)
    return `Could not check: ${show(messageText(failure?.message ?? 'nothing was compared'))}`;
  if (outcome === 'in-sync') {
    const unchanged = plan.zones.reduce((sum, zone) => sum + zone.unchanged, 0);
    return `In sync. Live matches the files (${counted(plan.zones.length, 'zone')}, ${counted(unchanged, 'record')}).`;
  }
  const found = isEmpty(plan) ? '' : `Drift: ${differencesText(plan, show)}.`;
  if (outcome === 'drift') return found;
  const rest = isEmpty(plan) ? 'no drift in the others' : found;
  return `Could not check ${counted(plan.errors.length, 'zone')}; ${rest}`;
}

function differencesText(plan: Plan, show: (name: string) => string): string {
  const { creates, updates, deletes } = countChanges(plan.zones.flatMap(({ changes }) => changes));
  const zones = plan.zones.filter(isDrifted);
  const kinds = [
    ...(creates > 0 ? [`${creates} missing live`] : []),
    ...(updates > 0 ? [`${updates} changed live`] : []),
    ...(deletes > 0 ? [`${deletes} not in the files`] : []),
    ...zones.flatMap(({ name, action }) =>
      action === undefined
        ? []
        : [
            action === 'create'
              ? `no zone ${show(domainOf(name))} live`
              : `${show(domainOf(name))} still live`,
          ],
    ),
  ];
  return `${counted(differenceCount(plan), 'difference')} in ${counted(zones.length, 'zone')}: ${kinds.join(', ')}`;
}

/** Records that differ, and zones that are missing or should be gone. */
export function differenceCount({ zones }: Plan): number {
  return zones.reduce((sum, { changes, action }) => sum + changes.length + (action === undefined ? 0 : 1), 0);
}

export interface WaysOut {
  readonly keepFiles: string;
  readonly keepLive: string;
}

/** Both as command lines; undefined where nothing differs. */
export function waysOut({ plan }: DriftReport): WaysOut | undefined {
  if (plan === undefined || isEmpty(plan)) return undefined;
  const zones = plan.zones.filter(isDrifted).map(({ name }) => safe(domainOf(name)));
  const names = zones.length > MOST_NAMED ? '' : ` ${zones.join(' ')}`;
  return { keepFiles: `dnssync apply${names}`, keepLive: `dnssync adopt${names}` };
}

function isDrifted({ changes, action }: Plan['zones'][number]): boolean {
  return changes.length > 0 || action !== undefined;
}

/** For an issue. As long as the drift is the same the text is the same: there is no clock in it. */
export function renderDriftMarkdown(
  report: DriftReport,
  options: Omit<PlanMarkdownOptions, 'heading' | 'status'>,
): string {
  const { plan = NOTHING, failure } = report;
  const ways = waysOut(report);
  const status =
    failure === undefined
      ? ways &&
        `Live is not what the files say. **Keep the files:** ${codeSpan(ways.keepFiles)} writes what is shown here. **Keep live:** ${codeSpan(ways.keepLive)} writes it into the files.`
      : `Nothing could be compared: ${codeSpan(messageText(failure.message))}`;
  return renderPlanMarkdown(plan, {
    ...options,
    heading: `DNS drift: ${HEADS[report.outcome]}${isEmpty(plan) ? '' : `, ${differencesText(plan, codeSpan)}`}`,
    ...(status === undefined ? {} : { status }),
  });
}

const HEADS: Readonly<Record<DriftOutcome, string>> = {
  drift: 'found',
  'in-sync': 'none',
  'could-not-check': 'could not be checked',
};

const NOTHING: Plan = { zones: [], steps: [], unmanagedZones: [], errors: [], cost: { reads: 0, writes: 0 } };

export interface DriftJson {
  readonly formatVersion: '1.0';
  readonly generator: string;
  readonly outcome: DriftOutcome;
  readonly fingerprint?: string;
  readonly differences: number;
  readonly waysOut?: WaysOut;
  readonly failure?: DriftReport['failure'];
  readonly plan?: PlanJson;
}

/** As a value for JSON.stringify; `plan` is as schema/plan.schema.json describes it. */
export function driftToJson(report: DriftReport, options: PlanJsonOptions): DriftJson {
  const { outcome, fingerprint, plan, failure } = report;
  const ways = waysOut(report);
  return {
    formatVersion: '1.0',
    generator: options.generator,
    outcome,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    differences: plan === undefined ? 0 : differenceCount(plan),
    ...(ways === undefined ? {} : { waysOut: ways }),
    ...(failure === undefined ? {} : { failure }),
    ...(plan === undefined ? {} : { plan: planToJson(plan, options) }),
  };
}
