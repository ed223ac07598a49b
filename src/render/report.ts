/** What an apply did, for people: what went wrong first, then what was done, and whether live equals the files now. */
import type { Fqdn } from '../model/name.ts';
import { type Change, countChanges } from '../model/plan.ts';
import type { ApplyReport, Outcome, Verification, ZoneResult } from '../model/report.ts';
import { changeText } from './change-text.ts';
import { counted } from './counted.ts';
import { countsText } from './counts-text.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { type Styles, styles } from './style.ts';

export { reportToJson } from './report-json.ts';

/** How many changes with one and the same reason, and how many zones, are named. */
const MOST_NAMED = 20;

/**
 * The report as text that ends in a line feed. Linear in the number of changes.
 *
 * @param goal what live was to equal
 */
export function renderReport(
  report: ApplyReport,
  { color, goal = 'the files' }: { readonly color: boolean; readonly goal?: string },
): string {
  const style = styles(color);
  const sections = [
    outcomeLines(report, 'failed', style.red('Failed'), style),
    outcomeLines(report, 'unknown', style.red('Unknown, it may or may not have happened'), style),
    outcomeLines(report, 'not-tried', style.yellow('Not tried'), style),
    outcomeLines(report, 'done', style.bold('Done, with a note'), style),
    doneLines(report, style),
    [
      ...stoppedLines(report, style),
      style.bold(totalsLine(report)),
      ...verificationLines(report.verification, style, goal),
    ],
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Everything that ended in this way, grouped by what there is to say of it; plain successes have nothing. */
function outcomeLines(
  report: ApplyReport,
  status: Outcome['status'],
  title: string,
  style: Styles,
): string[] {
  const groups = new Map<
    string,
    { readonly words: readonly string[]; readonly named: string[]; count: number }
  >();
  const add = (outcome: Outcome, name: () => string): void => {
    const words = outcome.status === status ? wordsOf(outcome, style) : [];
    if (words.length === 0) return;
    const key = words.join('\n');
    const group = groups.get(key) ?? { words, named: [], count: 0 };
    groups.set(key, group);
    if (group.count++ < MOST_NAMED) group.named.push(name());
  };
  for (const { zone, action, outcome } of report.zones) {
    add(outcome, () => zoneText(zone, action, style));
  }
  for (const { change, outcome } of report.steps) add(outcome, () => changeText(change, style));
  const found = [...groups.values()];
  if (found.length === 0) return [];
  const total = found.reduce((sum, { count }) => sum + count, 0);
  return [
    `${title} (${total})`,
    ...found.flatMap(({ words, named, count }) => [
      ...words.map((line) => `  ${line}`),
      ...named.map((line) => `    ${line}`),
      ...restLines(count - named.length),
    ]),
  ];
}

function wordsOf(outcome: Outcome, style: Styles): string[] {
  switch (outcome.status) {
    case 'done':
      return outcome.note === undefined ? [] : [messageText(outcome.note)];
    case 'failed':
      return [
        messageText(outcome.message),
        ...(outcome.wrote ? ['something was written all the same'] : []),
        ...(outcome.hint === undefined ? [] : [`${style.dim('→')} ${messageText(outcome.hint)}`]),
      ];
    case 'unknown':
      return [messageText(outcome.message)];
    case 'not-tried':
      return [messageText(outcome.reason)];
  }
}

/** By zone, where there is more than one: what was written there. */
function doneLines({ zones, steps }: ApplyReport, style: Styles): string[] {
  const whole = new Map(zonesDone(zones).map(({ zone, action }) => [zone, action]));
  const changes = new Map([...whole.keys()].map((zone) => [zone, [] as Change[]]));
  for (const { change, outcome } of steps) {
    if (outcome.status !== 'done') continue;
    const list = changes.get(change.zone) ?? [];
    changes.set(change.zone, list);
    list.push(change);
  }
  if (changes.size < 2) return [];
  const lines = [...changes].slice(0, MOST_NAMED).map(([zone, list]) => {
    const counts = countsText(countChanges(list), style);
    const words = ZONE_WORDS.get(whole.get(zone));
    return `  ${showDomain(zone)}${words ?? ''}${counts === '' ? '' : `  ${counts}`}`;
  });
  return [
    style.bold(`Done (${counted(changes.size, 'zone')})`),
    ...lines,
    ...restLines(changes.size - lines.length),
  ];
}

function zoneText(zone: Fqdn, action: ZoneResult['action'], style: Styles): string {
  return `${action === 'create' ? style.green('+') : style.red('-')} zone ${showDomain(zone)}`;
}

const ZONE_WORDS: ReadonlyMap<ZoneResult['action'] | undefined, string> = new Map([
  ['create', '  new zone'],
  ['delete', '  zone deleted'],
]);

function zonesDone(zones: readonly ZoneResult[]): readonly ZoneResult[] {
  return zones.filter(({ outcome }) => outcome.status === 'done');
}

function restLines(count: number): string[] {
  return count > 0 ? [`    … and ${count} more`] : [];
}

function stoppedLines({ stopped }: ApplyReport, style: Styles): string[] {
  return stopped === undefined ? [] : [style.yellow(`Stopped: ${messageText(stopped)}`)];
}

function totalsLine({ zones, steps }: ApplyReport): string {
  const done = steps.filter(({ outcome }) => outcome.status === 'done').map(({ change }) => change);
  const { creates, updates, deletes } = countChanges(done);
  const zonesOf = (action: ZoneResult['action']): number =>
    zonesDone(zones).filter((zone) => zone.action === action).length;
  const [fresh, gone] = [zonesOf('create'), zonesOf('delete')];
  const outcomes = [...zones, ...steps].map(({ outcome }) => outcome.status);
  const trouble = (['failed', 'unknown', 'not-tried'] as const)
    .map((status) => ({ status, count: outcomes.filter((each) => each === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `, ${count} ${status === 'not-tried' ? 'not tried' : status}`);
  const records = `${counted(creates, 'record')} created, ${updates} updated, ${deletes} deleted`;
  const made = fresh > 0 ? `${counted(fresh, 'zone')} and ` : '';
  const dropped = gone > 0 ? `, ${counted(gone, 'zone')} deleted` : '';
  return `Apply: ${made}${records}${dropped}${trouble.join('')}.`;
}

function verificationLines(verification: Verification, style: Styles, goal: string): string[] {
  switch (verification.status) {
    case 'equal':
      return [style.green(`Verified: live equals ${goal}.`)];
    case 'unread':
      return [style.red(`Not verified: live could not be read again: ${messageText(verification.message)}`)];
    case 'different': {
      const { zones } = verification.remaining;
      const changes = zones.flatMap((zone) => zone.changes);
      const whole = zones.flatMap(({ name, action }) =>
        action === undefined ? [] : zoneText(name, action, style),
      );
      const named = changes.slice(0, MOST_NAMED).map((change) => changeText(change, style));
      return [
        style.red(`Not verified: live still differs from ${goal}: ${messageText(verification.message)}`),
        ...[...whole, ...named].map((line) => `    ${line}`),
        ...restLines(changes.length - named.length),
      ];
    }
  }
}
