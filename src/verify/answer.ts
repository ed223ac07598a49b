/** A question to a name server and its answer, as far as verifying looks at them. */
import type { Fqdn } from '../model/name.ts';
import type { ServerAddress } from '../model/name-server.ts';
import type { RecordData, RecordType } from '../model/record.ts';

export interface DnsQuestion {
  readonly name: Fqdn;
  readonly type: RecordType | 'SOA';
}

export interface DnsAnswer {
  /** `NOERROR`, `NXDOMAIN`, `REFUSED`, …. */
  readonly rcode: string;
  /** AA: the server answers from a zone of its own (RFC 1035 §4.1.1). */
  readonly authoritative: boolean;
  /** TC: there is more than fits. */
  readonly truncated: boolean;
  readonly answers: readonly AnswerRecord[];
  readonly authorities: readonly AnswerRecord[];
  readonly additionals: readonly AnswerRecord[];
}

/** A resource record; its value is canonical, as in the model. */
export interface AnswerRecord extends Omit<RecordData, 'type'> {
  /** Lower case, with a final dot. */
  readonly name: string;
  /** For a SOA the value is its serial. */
  readonly type: RecordType | 'SOA';
}

/** The end of a question: an answer, or why there is none. */
export type Reply =
  | { readonly answer: DnsAnswer; readonly failure?: undefined }
  | { readonly failure: AskFailure; readonly answer?: undefined };

export interface AskFailure {
  readonly code: 'timeout' | 'network' | 'unroutable' | 'garbage' | 'stopped';
  readonly message: string;
}

/** The port to the servers: never rejects. */
export interface Asker {
  /** @param tcp whether to begin with TCP: for long answers, and for many questions */
  ask(server: ServerAddress, question: DnsQuestion, tcp?: boolean): Promise<Reply>;
}
