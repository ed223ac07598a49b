/** One zone of a plan as text: its head, its changes, and what a person should know before they approve them. */
import { countChanges, type GuardVerdict, type ZonePlan } from '../model/plan.ts';
import { domainOf } from '../model/zone.ts';
import { changeLines } from './change-lines.ts';
import { counted } from './counted.ts';
import { countsText } from './counts-text.ts';
import { messageText } from './message.ts';
import { showDomain, showOwner } from './owner.ts';
import { safe } from './safe.ts';
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
  const fresh = zone.action === 'create' ? NEW_ZONE : [];
  const changes = changeLines(zone.changes, { zone: name, file, style, width, sources, whole: verbose });
  const remarks = remarkLines(zone, options);
  const gap = remarks.length > 0 && changes.length > 0 ? [''] : [];
  return [headLine(zone, style), ...fresh, ...changes, ...gap, ...remarks];
}

/** The option that admits a zone's guarded changes, ready to be pasted. */
export function allowOption(zone: ZonePlan, verdict: GuardVerdict): string {
  return `--allow ${safe(domainOf(zone))}=${verdict.guarded}`;
}

function headLine(zone: ZonePlan, style: Styles): string {
  const changes = countsText(countChanges(zone.changes), style);
  const unchanged = zone.unchanged > 0 || changes === '' ? `${zone.unchanged} unchanged` : '';
  const counts = [changes, unchanged].filter((text) => text !== '').join(', ');
  const fresh = zone.action === 'create' ? `  ${style.green('new zone')}` : '';
  return `${style.bold(showDomain(zone.name))}${fresh}  ${counts}  ${style.dim(safe(zone.file))}`;
}

function remarkLines({ name, findings, unmanaged, guard }: ZonePlan, options: ZoneTextOptions): string[] {
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
    lines.push(`  ${note}  ${what} of unmanaged types, never touched: ${listed(named, verbose)}`);
  }
  for (const { message, records } of guard?.reasons ?? []) {
    lines.push(`  ${style.yellow('guard  ')}  ${messageText(message)}`);
    if (records.length > 0) lines.push(`           ${listed(records.map(recordText), verbose)}`);
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
