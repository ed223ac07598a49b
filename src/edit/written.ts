/** The parts of values as people write them in zone files. */
import { valueText } from '../convert/zone-file.ts';

export interface ValueFields {
  readonly value: string;
  readonly priority?: number;
}

/** A host name of a value, canonical there, as people write it. */
export function hostText(host: string): string {
  return valueText({ type: 'CNAME', value: host });
}

/** The parts of a canonical SRV value. */
export function srvFields(value: string): { weight: string; port: string; target: string } {
  const [weight = '', port = '', target = ''] = value.split(' ');
  return { weight, port, target };
}
