/** One change as the plan's JSON has it: what would be written and why, keys in a fixed order. */
import { presentOwner } from '../model/name.ts';
import { type Change, type ChangeReason, type ChangeSide, subjectOf } from '../model/plan.ts';
import type { DnsRecord, RecordData, RecordType, SourcePosition } from '../model/record.ts';

export interface ChangeJson {
  readonly action: Change['action'];
  /** The service's uuid of the record that is updated or deleted. */
  readonly id?: string;
  readonly type: RecordType;
  readonly name: string;
  readonly before?: RecordData;
  readonly after?: RecordData;
  /** For an update: which of the fields differ. */
  readonly changed?: readonly ChangedField[];
  readonly reason?: ChangeReason;
  /** Whose change it is, where the plan was compared with a base. */
  readonly side?: ChangeSide;
  readonly destructive?: string;
  readonly gap?: string;
  readonly source?: SourcePosition;
}

const FIELDS = ['type', 'value', 'ttl', 'priority'] as const;
type ChangedField = (typeof FIELDS)[number];

export function changeToJson(change: Change): ChangeJson {
  const { type, name } = subjectOf(change);
  const { action, zone, reason, side, destructive, gap, source } = change;
  return {
    action,
    ...(change.action === 'create' ? {} : { id: change.before.id }),
    type,
    name: presentOwner(name, zone),
    ...(change.action === 'create' ? {} : { before: dataToJson(change.before) }),
    ...(change.action === 'delete' ? {} : { after: dataToJson(change.after) }),
    ...(change.action === 'update'
      ? { changed: FIELDS.filter((field) => change.before[field] !== change.after[field]) }
      : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(side === undefined ? {} : { side }),
    ...(destructive === undefined ? {} : { destructive }),
    ...(gap === undefined ? {} : { gap }),
    ...(source === undefined ? {} : { source: sourceToJson(source) }),
  };
}

export function dataToJson({ type, value, ttl, priority }: DnsRecord): RecordData {
  return { type, value, ttl, ...(priority === undefined ? {} : { priority }) };
}

export function sourceToJson({ file, line, column }: SourcePosition): SourcePosition {
  return { file, line, column };
}
