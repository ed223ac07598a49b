/** The one place that says, per record type, which texts mean the same DNS data (dns-rules section 2). */

import type { RecordType } from './record.ts';
import { readA } from './value/a.ts';
import { readAaaa } from './value/aaaa.ts';
import { readCaa } from './value/caa.ts';
import { readMxTarget, readTarget } from './value/host.ts';
import { readSrv } from './value/srv.ts';
import { readTxt } from './value/txt.ts';

/**
 * What reading a value gives. `value` is canonical: two texts mean the same data exactly if their values are equal,
 * reading a canonical value gives it back, and it is the text that is sent to the API.
 */
export type ValueReading =
  | { readonly value: string; readonly problem?: undefined }
  | { readonly problem: ValueProblem; readonly value?: undefined };

export interface ValueProblem {
  /** Rule name, as in dns-rules section 3. */
  readonly code: string;
  readonly message: string;
}

const READERS: Readonly<Record<RecordType, (text: string) => ValueReading>> = {
  A: readA,
  AAAA: readAaaa,
  CNAME: (text) => readTarget(text, 'CNAME'),
  MX: readMxTarget,
  TXT: readTxt,
  NS: (text) => readTarget(text, 'NS'),
  SRV: readSrv,
  CAA: readCaa,
};

/**
 * Reads the text of a value, as the API carries it (MX: the exchange; SRV: `weight port target`; priority apart).
 * Used for both sides; what only an author may not write is judged in load/.
 */
export function readValue(type: RecordType, text: string): ValueReading {
  return READERS[type](text);
}

/** The in-zone or outside name a record points at, or undefined where its type has none or it is unreadable. */
export { targetOf } from './value/target.ts';
