/** What a zone file is to say of one name and type, whatever it says now. */
import type { Fqdn } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import type { ValueFields } from './written.ts';

export interface WantedRRset {
  readonly name: Fqdn;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** Empty where the RRset is to go. */
  readonly values: readonly WantedValue[];
}

export interface WantedValue extends ValueFields {
  /** The value of the file that this one takes the place of, by {@link valueKey}. */
  readonly was?: string;
}

/** What tells the values of one RRset apart. */
export function valueKey({ value, priority }: ValueFields): string {
  return `${priority ?? ''} ${value}`;
}
