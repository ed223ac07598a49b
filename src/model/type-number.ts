/** The numbers of the types that dnssync keeps, and of SOA: IANA, DNS Resource Record TYPEs. */
import type { RecordType } from './record.ts';

export const TYPES_BY_NUMBER: ReadonlyMap<number, RecordType | 'SOA'> = new Map<number, RecordType | 'SOA'>([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [33, 'SRV'],
  [257, 'CAA'],
]);
