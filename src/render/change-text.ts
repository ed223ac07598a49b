/** The parts of a change in words, and a change on a line by itself, as reports and progress name it. */
import { type Change, subjectOf } from '../model/plan.ts';
import type { SourcePosition } from '../model/record.ts';
import { ttlText } from '../model/ttl.ts';
import { showDomain } from './owner.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { valueCell } from './value-cell.ts';

const MARKER = { create: '+', update: '~', delete: '-' } as const;
const MARKER_COLOR = { create: 'green', update: 'yellow', delete: 'red' } as const;
const VALUE_WIDTH = 60;

export function markerText({ action }: Change, style: Styles): string {
  return style[MARKER_COLOR[action]](MARKER[action]);
}

/** `A`, or `A → CNAME` where it changes. */
export function typeText(change: Change): string {
  const { type } = subjectOf(change);
  return change.action === 'update' && change.before.type !== type ? `${change.before.type} → ${type}` : type;
}

/** `1h`, or `ttl 1h → 5m` where it changes. */
export function changeTtlText(change: Change): string {
  const { ttl } = subjectOf(change);
  return changesTtl(change) ? `ttl ${ttlText(change.before.ttl)} → ${ttlText(ttl)}` : ttlText(ttl);
}

export function changesTtl(change: Change): change is Extract<Change, { action: 'update' }> {
  return change.action === 'update' && change.before.ttl !== change.after.ttl;
}

/** `zones/example.com.yaml:14`, as editors and terminals open it. */
export function placeText({ file, line }: SourcePosition): string {
  return `${safe(file)}:${line}`;
}

/** `~ api.example.com A 192.0.2.8 → 192.0.2.9  zones/example.com.yaml:21`. */
export function changeText(change: Change, style: Styles): string {
  const { name } = subjectOf(change);
  const { text } = valueCell(change, VALUE_WIDTH, style);
  const ttl = changesTtl(change) ? ` ${changeTtlText(change)}` : '';
  const place = change.source === undefined ? '' : `  ${style.dim(placeText(change.source))}`;
  return `${markerText(change, style)} ${showDomain(name)} ${typeText(change)} ${text}${ttl}${place}`;
}
