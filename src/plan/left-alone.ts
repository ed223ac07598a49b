/** Says of a live record that stays beside the file's why it does, and what to do where the two conflict. */
import type { LeftAlone } from '../model/plan.ts';
import { isRecordType, type LiveRecord } from '../model/record.ts';
import { type DesiredZone, domainOf, type UnmanagedRecord } from '../model/zone.ts';
import { placeOf } from './protect.ts';

export interface KeptWords {
  /** In brackets after what is wrong. */
  readonly beside: string;
  readonly hint: string;
}

/** @param left why it is left alone, where it is of a type that is managed here */
export function keptWords(
  kept: LiveRecord | UnmanagedRecord,
  left: LeftAlone | undefined,
  zone: DesiredZone,
): KeptWords {
  const { why, wayOut } = reasonOf(kept, left, zone);
  return { beside: `the live ${kept.type} of ${domainOf(kept.name)}, which ${why}`, hint: wayOut };
}

interface Reason {
  /** Goes on after 'which'. */
  readonly why: string;
  readonly wayOut: string;
}

function reasonOf(
  { type, name }: LiveRecord | UnmanagedRecord,
  left: LeftAlone | undefined,
  zone: DesiredZone,
): Reason {
  const either = `delete the live ${type} at the vendor, take the other record out of the file, or`;
  if (left?.pattern !== undefined) {
    const why = `is ignored by '${left.pattern.text}' (${placeOf(left.pattern)})`;
    return { why, wayOut: `${either} narrow the pattern` };
  }
  if (left !== undefined) {
    const why = 'the file does not declare and mode: additive leaves';
    return { why, wayOut: `${either} write mode: full in the file` };
  }
  if (!isRecordType(type)) {
    const wayOut = `delete the ${type} record at the vendor, or take the other record out of the file`;
    return { why: 'is not managed here', wayOut };
  }
  if (type === 'NS' && name === zone.name) {
    const wayOut = 'change the file: name servers of the zone that it does not declare are the vendor’s';
    return { why: 'is the vendor’s', wayOut };
  }
  return { why: '--target leaves out', wayOut: `name it as well: --target ${domainOf(name)}` };
}
