/** A record's data in one line of plain text, with the priority where a zone file has it: `10 mx1.example.com`. */
import type { RecordData } from '../model/record.ts';
import { safe } from './safe.ts';

export function dataText({ value, priority }: Pick<RecordData, 'value' | 'priority'>): string {
  return safe(priority === undefined ? value : `${priority} ${value}`);
}
