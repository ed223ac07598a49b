/** One zone of a plan as text: its head, its changes, and what a person should know before they approve them. */
import { type ChangeSide, countChanges, type GuardVerdict, type ZonePlan } from '../model/plan.ts';
import { domainOf } from '../model/zone.ts';
import { changeLines } from './change-lines.ts';
import { counted } from './counted.ts';
import { countsText } from './counts-text.ts';
import { leftAloneLines } from './left-alone.ts';
import { messageText } from './message.ts';
import { showDomain, showOwner } from './owner.ts';
import { safe } from './safe.ts';
import { bySide, SIDE_WORDS } from './sides.ts';
import type { Styles } from './style.ts';
import { elide } from './width.ts';

export interface ZoneTextOptions {
  readonly style: Styles;
  readonly width?: number | undefined;
  readonly sources: boolean;
  readonly verbose: boolean;
}

const NEW_ZONE = [
  "  Will be created. Then set the zone's name servers at your registrar to those of",
  '  VPS.org (ns1.vps.org is one of them).',
];

const LOST_ZONE = [
  '  Will be deleted with all its records, for good. Its names end when it goes; the registrar',
  '  keeps pointing at VPS.org until you change that.',
];

/** Of the records that go with their zone. */
const MOST_LOST = 20;

/** How much a list says of what the lines above it show anyway. */
const MOST_NAMED = 8;
const LONGEST_NAMED = 60;

/** Whether there is anything to say of a zone beside that it is as it should be. */
export function isNoteworthy(zone: ZonePlan): boolean {
  return (
    zone.changes.length > 0 ||
    zone.action !== undefined ||
    zone.guard !== undefined ||
    zone.unmanaged.length > 0 ||
    zone.findings.length > 0
  );
}

/** The zone's lines, head first. */
export function zoneLines(zone: ZonePlan, options: ZoneTextOptions): string[] {
  const { style, sources, verbose, width } = options;
  const { name, file } = zone;
  const whole = zone.action === 'create' ? NEW_ZONE : zone.action === 'delete' ? LOST_ZONE : [];
  const lost = (zone.lost ?? []).map((before) => ({ action: 'delete' as const, zone: name, before }));
  const shown = verbose ? lost : lost.slice(0, MOST_LOST);
  const lineOptions = { zone: name, file, style, width, sources, whole: verbose };
  const lines = changeLines(shown, lineOptions);
  if (lost.length > shown.length) lines.push(style.dim(`  … and ${lost.length - shown.length} more`));
  for (const { side, items } of bySide(zone.changes)) {
    if (side !== undefined) lines.push(`  ${sideText(side, style)}`);
    for (const line of changeLines(items, lineOptions)) lines.push(line);
  }
  if (verbose) lines.push(...leftAloneLines(name, zone.leftAlone, options));
  const remarks = remarkLines(zone, options);
  const gap = remarks.length > 0 && lines.length > 0 ? [''] : [];
  return [headLine(zone, style), ...whole, ...lines, ...gap, ...remarks];
}

/** The options that admit what the guard says of a zone, ready to be pasted; none for what nothing admits. */
export function allowOptions(zone: ZonePlan, { guarded, reasons }: GuardVerdict): string[] {
  if (isForbidden(zone)) return [];
  const domain = safe(domainOf(zone));
  const isDeleted = reasons.some(({ code }) => code === 'zone-deleted');
  return [
    ...(guarded > 0 ? [`--allow ${domain}=${guarded}`] : []),
    ...(isDeleted ? [`--allow-zone-delete ${domain}`] : []),
  ];
}

/** Whether protected records would go, which no option admits. */
export function isForbidden({ guard }: ZonePlan): boolean {
  return guard?.reasons.some(({ code }) => code === 'protect') === true;
}

function sideText(side: ChangeSide, style: Styles): string {
  const color = { yours: style.bold, drift: style.dim, conflict: style.yellow }[side];
  return color(SIDE_WORDS[side]);
}

function headLine(zone: ZonePlan, style: Styles): string {
  const changes = countsText(countChanges(zone.changes), style);
  const unchanged = zone.unchanged > 0 || changes === '' ? `${zone.unchanged} unchanged` : '';
  const leftAlone = zone.leftAlone.length > 0 ? `${zone.leftAlone.length} left alone` : '';
  const counts = [changes, unchanged, leftAlone].filter((text) => text !== '').join(', ');
  const head = style.bold(showDomain(zone.name));
  return `${head}  ${zoneWords(zone, counts, style)}  ${style.dim(safe(zone.file))}`;
}

function zoneWords({ action, state, lost }: ZonePlan, counts: string, style: Styles): string {
  if (action === 'create') return `${style.green('new zone')}  ${counts}`;
  if (action === 'delete')
    return `${style.red('zone to be deleted')}  ${counted(lost?.length ?? 0, 'record')}`;
  return state === 'absent' ? 'not at VPS.org, as the file says' : counts;
}

function remarkLines(
  { name, action, findings, unmanaged, guard }: ZonePlan,
  options: ZoneTextOptions,
): string[] {
  const { style, verbose } = options;
  const warning = style.yellow('warning');
  const note = style.dim('note   ');
  const lines = findings.map(
    ({ severity, rule, message }) =>
      `  ${severity === 'warning' ? warning : note}  ${messageText(message)}  ${style.dim(safe(rule))}`,
  );
  if (unmanaged.length > 0) {
    const named = unmanaged.map((record) => `${showOwner(record.name, name)} ${safe(record.type)}`);
    const what = counted(unmanaged.length, 'record');
    const fate = action === 'delete' ? 'which go with it' : 'never touched';
    lines.push(`  ${note}  ${what} of unmanaged types, ${fate}: ${listed(named, verbose)}`);
  }
  for (const { code, message, records } of guard?.reasons ?? []) {
    lines.push(`  ${style.yellow('guard  ')}  ${messageText(message)}`);
    if (records.length > 0 && code !== 'zone-deleted')
      lines.push(`           ${listed(records.map(recordText), verbose)}`);
  }
  return lines;
}

function recordText(record: string): string {
  return elide(safe(record), LONGEST_NAMED);
}

/** Names joined by commas, the rest counted where there are many. */
export function listed(names: readonly string[], all: boolean): string {
  const shown = all ? names : names.slice(0, MOST_NAMED);
  const rest = names.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
