/** The plan as a unified diff: live against the files, in zone-file form, changed records only. */
import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { Change, Plan, ZonePlan } from '../model/plan.ts';
import { compareRecords, type DnsRecord, rrsetKey } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { messageText } from './message.ts';
import { safe } from './safe.ts';
import { type Styles, styles } from './style.ts';
import { type ZoneFileFields, zoneFileFields } from './zone-file-line.ts';

/** Beyond that the records of a name and type are shown as gone and new: the comparison costs the square of its edits. */
const MOST_EDITS = 200;
const WIDEST_OWNER = 40;

/** Empty where nothing would change; zones that could not be planned are told in comment lines before the diff. */
export function renderPlanDiff(plan: Plan, { color }: { readonly color: boolean }): string {
  const style = styles(color);
  const errors = plan.errors.map(({ zone, message }) =>
    style.red(`# error: ${safe(zone)} could not be planned: ${messageText(message)}\n`),
  );
  const patches = plan.zones
    .filter(({ changes, action }) => changes.length > 0 || action !== undefined)
    .map((zone) => formatPatch(zonePatch(zone), FILE_HEADERS_ONLY));
  return errors.join('') + patches.map((patch) => (color ? colored(patch, style) : patch)).join('\n');
}

/** One hunk: what did not change is not part of a plan, so there is no context to show between two. */
function zonePatch(zone: ZonePlan): StructuredPatch {
  const lost = (zone.lost ?? []).map((before) => ({ action: 'delete' as const, zone: zone.name, before }));
  const lines = recordSets([...lost, ...zone.changes]).flatMap(diffLines);
  const count = (other: string) => lines.filter((line) => !line.startsWith(other)).length;
  return {
    oldFileName: zone.action === 'create' ? '/dev/null' : `live/${domainOf(zone)}`,
    // The library quotes what a terminal acts on; a command of GitHub's runner it does not know.
    newFileName: zone.action === 'delete' ? '/dev/null' : zone.file.replaceAll('##[', '##\\x5b'),
    oldHeader: undefined,
    newHeader: undefined,
    hunks:
      lines.length === 0
        ? []
        : [{ oldStart: 1, oldLines: count('+'), newStart: 1, newLines: count('-'), lines }],
  };
}

interface Sides<T> {
  readonly before: T[];
  readonly after: T[];
}

/** Both sides of each changed record set as lines, in the order of names and types. */
function recordSets(changes: readonly Change[]): Sides<string>[] {
  const sets = new Map<string, Sides<DnsRecord> & { readonly any: DnsRecord }>();
  const setOf = (record: DnsRecord): Sides<DnsRecord> => {
    const key = rrsetKey(record);
    const set = sets.get(key) ?? { before: [], after: [], any: record };
    sets.set(key, set);
    return set;
  };
  for (const change of changes) {
    if (change.action !== 'create') setOf(change.before).before.push(change.before);
    if (change.action !== 'delete') setOf(change.after).after.push(change.after);
  }
  const fields = [...sets.values()]
    .sort((a, b) => compareRecords(a.any, b.any))
    .map(({ before, after }) => ({ before: fieldsOf(before), after: fieldsOf(after) }));
  const lineOf = aligner(fields.flatMap(({ before, after }) => [...before, ...after]));
  return fields.map(({ before, after }) => ({ before: before.map(lineOf), after: after.map(lineOf) }));
}

function fieldsOf(records: readonly DnsRecord[]): ZoneFileFields[] {
  return records.toSorted(compareRecords).map(zoneFileFields);
}

function aligner(all: readonly ZoneFileFields[]): (fields: ZoneFileFields) => string {
  const widest = (measure: (fields: ZoneFileFields) => string) =>
    all.reduce((most, fields) => Math.max(most, measure(fields).length), 0);
  const owner = Math.min(
    WIDEST_OWNER,
    widest((fields) => fields.owner),
  );
  const ttl = widest((fields) => fields.ttl);
  const type = widest((fields) => fields.type);
  return (fields) =>
    `${fields.owner.padEnd(owner)} ${fields.ttl.padStart(ttl)} IN ${fields.type.padEnd(type)} ${fields.rdata}`;
}

/** The lines of one record set, each with its sign. */
function diffLines({ before, after }: Sides<string>): string[] {
  const kept = new Set(after);
  const patch = before.some((line) => kept.has(line)) ? compareLines(before, after) : undefined;
  return patch ?? [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
}

function compareLines(before: readonly string[], after: readonly string[]): string[] | undefined {
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  const patch = structuredPatch('', '', text(before), text(after), undefined, undefined, {
    context: Number.POSITIVE_INFINITY,
    maxEditLength: MOST_EDITS,
  });
  return patch?.hunks.flatMap(({ lines }) => lines);
}

function colored(patch: string, style: Styles): string {
  const colors = new Map([
    ['-', style.red],
    ['+', style.green],
    ['@', style.cyan],
  ]);
  return patch
    .split('\n')
    .map((line) =>
      /^(---|\+\+\+) /.test(line) ? style.bold(line) : (colors.get(line.charAt(0))?.(line) ?? line),
    )
    .join('\n');
}
