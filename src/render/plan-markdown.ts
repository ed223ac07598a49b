/** The plan as Markdown for a comment or a job's summary: as much of it as fits, with true counts always. */
import { countChanges, isEmpty, type Plan } from '../model/plan.ts';
import { counted } from './counted.ts';
import { countsText } from './counts-text.ts';
import { fitting } from './fitting.ts';
import { footLines, type MarkdownFoot } from './markdown-foot.ts';
import { codeSpan, fence, htmlText } from './markup.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { lostRows, planRows, type SideRows, type ZoneRows } from './plan-rows.ts';
import { warningLines } from './plan-warnings.ts';
import { sidesText } from './sides.ts';
import { styles } from './style.ts';

/** Octets that GitHub takes for a comment or an issue, with room to spare: 65,536 characters. */
export const COMMENT_BUDGET = 60_000;
/** The same for a job's summary, of which 1 MiB is taken. */
export const SUMMARY_BUDGET = 900_000;

export interface PlanMarkdownOptions extends MarkdownFoot {
  /** The most octets that the text may have. */
  readonly budget: number;
  /** The heading; the plan's totals where absent. */
  readonly heading?: string;
  /** Lines of the host's above the changes, as they are: a status. */
  readonly status?: string;
}

/** How much of the plan is shown. */
interface View {
  /** Names the zones without changes. */
  readonly unchanged: boolean;
  /** Shows each record that is to be created. */
  readonly creates: boolean;
  /** Shows findings. */
  readonly remarks: boolean;
  /** The most rows, and the most zones that are named. */
  readonly rows: number;
  readonly zones: number;
}

const FULL: View = { unchanged: true, creates: true, remarks: true, rows: Infinity, zones: Infinity };
const FOLDED: View = { ...FULL, unchanged: false };
const COUNTED: View = { ...FOLDED, creates: false, remarks: false };

/** Below this many rows a zone stands open. */
const OPEN_ROWS = 15;
const MOST_LOST = 20;
const MOST_FINDINGS = 10;
const PLAIN = styles(false);

/** Ends in a line feed. What does not fit is cut between rows, said so, and counted. */
export function renderPlanMarkdown(plan: Plan, options: PlanMarkdownOptions): string {
  const sides = planRows(plan);
  const text = (view: View): string => pageText(plan, sides, options, view);
  const rows = sides.flatMap(({ zones }) => zones.flatMap((zone) => zone.rows));
  const zones = sides.reduce((sum, side) => sum + side.zones.length, 0);
  return fitting(options.budget, [() => text(FULL), () => text(FOLDED), () => text(COUNTED)], {
    // Once all rows are counted, fewer zones are named; one scale for both.
    most: zones + rows.length,
    text: (shown) => text({ ...COUNTED, zones: shown, rows: Math.max(0, shown - zones) }),
  });
}

/** `3 to create, 1 to update, 2 to delete`, and the zones as a whole. */
export function planTotals(plan: Plan): string {
  const { creates, updates, deletes } = countChanges(plan.zones.flatMap(({ changes }) => changes));
  const fresh = plan.zones.filter(({ action }) => action === 'create').length;
  const gone = plan.zones.filter(({ action }) => action === 'delete').length;
  return [
    `${creates} to create, ${updates} to update, ${deletes} to delete`,
    ...(fresh > 0 ? [counted(fresh, 'new zone')] : []),
    ...(gone > 0 ? [`${counted(gone, 'zone')} to be deleted`] : []),
  ].join(', ');
}

function pageText(plan: Plan, sides: readonly SideRows[], options: PlanMarkdownOptions, view: View): string {
  const { heading = `DNS plan: ${headText(plan)}`, status } = options;
  const budget = new Budget(view);
  const body = sides.flatMap((side) => sideLines(side, view, budget));
  const whose = sidesText(plan);
  const total = sides.reduce((sum, side) => sum + side.total, 0);
  return tidy([
    `### ${heading}`,
    '',
    ...(status === undefined ? [] : [status, '']),
    ...(whose === undefined || whose === '' ? [] : [`By the base: ${whose}.`, '']),
    ...warningLines(plan),
    ...body,
    ...budget.lines(total),
    ...restLines(plan, view),
    ...footLines(options),
    '',
  ]).join('\n');
}

/** One blank line where parts meet, and none within a list: GitHub would space its items. Rows of a block are never blank. */
function tidy(lines: readonly string[]): string[] {
  const isItem = (line: string | undefined): boolean => line?.startsWith('- ') === true;
  return lines.filter((line, index) => {
    const before = lines[index - 1];
    return line !== '' || (before !== '' && !(isItem(before) && isItem(lines[index + 1])));
  });
}

function headText(plan: Plan): string {
  if (!isEmpty(plan)) return planTotals(plan);
  const { errors } = plan;
  if (errors.length === 0) return 'no changes';
  return `${counted(errors.length, 'zone')} could not be planned, no changes in the others`;
}

const SIDE_HEADS = {
  yours: 'Yours: what this branch changes',
  conflict: 'Conflict: changed at VPS.org too, and not alike; apply makes it what the file says',
  drift: 'Drift: changed at VPS.org, not in the files; apply takes it back',
} as const;

function sideLines({ side, zones, total }: SideRows, view: View, budget: Budget): string[] {
  const head = side === undefined ? [] : [`#### ${SIDE_HEADS[side]} (${total})`, ''];
  return [...head, ...zones.flatMap((zone) => zoneLines(zone, view, budget))];
}

function zoneLines({ zone, action, counts, rows, creates }: ZoneRows, view: View, budget: Budget): string[] {
  if (!budget.takeZone(action !== undefined)) return [];
  const wanted = view.creates ? rows : rows.filter(({ isCreate }) => !isCreate);
  const shown = budget.takeRows(wanted).map(({ text }) => text);
  const whole = action === 'delete' ? lostRows(zone, view.rows === 0 ? 0 : MOST_LOST) : [];
  const words = [
    ...(action === 'create' ? ['new zone'] : action === 'delete' ? ['zone to be deleted'] : []),
    ...(rows.length > 0 ? [countsText(counts, PLAIN)] : []),
  ].join(', ');
  const isAll = shown.length === rows.length;
  const cut = isAll ? [] : cutLines(view.creates ? '' : creates, wanted.length - shown.length);
  if (shown.length === 0 && view.rows !== Infinity)
    return [`- ${codeSpan(showDomain(zone.name))} ${words}`, ''];
  const lines = [...whole, ...shown, ...cut];
  const ticks = fence(lines.join('\n'), 3);
  return [
    `<details${lines.length < OPEN_ROWS ? ' open' : ''}><summary><code>${htmlText(showDomain(zone.name))}</code> ${words}</summary>`,
    '',
    ...(lines.length === 0 ? [] : [`${ticks}diff`, ...lines, ticks, '']),
    ...(action === 'create' ? [NEW_ZONE, ''] : []),
    ...(view.remarks ? findingLines(zone.findings) : []),
    '</details>',
    '',
  ];
}

const NEW_ZONE =
  "Then set the zone's name servers at your registrar to those of VPS.org (`ns1.vps.org` is one of them).";

function cutLines(creates: string, more: number): string[] {
  return [
    ...(creates === '' ? [] : [`+ to create: ${creates}`]),
    ...(more > 0 ? [`# … and ${counted(more, 'change')} more`] : []),
  ];
}

function findingLines(findings: Plan['zones'][number]['findings']): string[] {
  const shown = findings
    .slice(0, MOST_FINDINGS)
    .map(
      ({ severity, message }) =>
        `- ${severity === 'warning' ? 'warning' : 'note'}: ${codeSpan(messageText(message))}`,
    );
  const rest = findings.length - shown.length;
  return shown.length === 0 ? [] : [...shown, ...(rest > 0 ? [`- and ${rest} more`] : []), ''];
}

/** Zones that have nothing to show. */
function restLines({ zones, unmanagedZones }: Plan, view: View): string[] {
  const quiet = zones.filter(({ changes, action }) => changes.length === 0 && action === undefined);
  const lines: string[] = [];
  if (quiet.length > 0) {
    const names = view.unchanged ? `: ${quiet.map(({ name }) => codeSpan(showDomain(name))).join(' ')}` : '.';
    lines.push(`${counted(quiet.length, 'zone')} without changes${names}`);
  }
  if (unmanagedZones.length > 0)
    lines.push(`${counted(unmanagedZones.length, 'zone')} at VPS.org without a file, never touched.`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** Counts what a view lets through. */
class Budget {
  #rows: number;
  #zones: number;
  #shown = 0;
  #unnamed = 0;

  constructor({ rows, zones }: View) {
    this.#rows = rows;
    this.#zones = zones;
  }

  /** @param isChange whether the zone itself is one of the changes */
  takeZone(isChange: boolean): boolean {
    if (this.#zones === 0) {
      this.#unnamed++;
      return false;
    }
    this.#zones--;
    if (isChange) this.#shown++;
    return true;
  }

  takeRows<T>(rows: readonly T[]): readonly T[] {
    const taken = rows.slice(0, Math.min(rows.length, this.#rows));
    this.#rows -= taken.length;
    this.#shown += taken.length;
    return taken;
  }

  /** @param total all changes of the plan */
  lines(total: number): string[] {
    const number = (count: number): string => count.toLocaleString('en-US');
    if (this.#shown >= total && this.#unnamed === 0) return [];
    return [
      ...(this.#unnamed > 0 ? [`${counted(this.#unnamed, 'more zone')} with changes.`, ''] : []),
      `Showing ${number(this.#shown)} of ${number(total)} changes; the hash covers all.`,
      '',
    ];
  }
}
