/** The journal of a run: one line before each call that writes, and one after it, as JSON. */
import type { DnsRecord } from '../model/record.ts';

/** What is about to be sent. */
export type JournalCall =
  | { readonly call: 'create-zone'; readonly zone: string }
  | { readonly call: 'delete-zone'; readonly zone: string; readonly id: string }
  | { readonly call: 'create'; readonly zone: string; readonly record: DnsRecord }
  | { readonly call: 'update'; readonly zone: string; readonly id: string; readonly record: DnsRecord }
  | { readonly call: 'delete'; readonly zone: string; readonly id: string };

export type CallResult =
  /** `id` is the uuid of what was created. */
  | { readonly state: 'done'; readonly id?: string }
  | { readonly state: 'failed' | 'unknown'; readonly code: string; readonly message: string };

interface Stamped {
  /** Joins the two lines of one call. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export type JournalLine = (Stamped & { readonly state: 'intent' } & JournalCall) | (Stamped & CallResult);

/** A call of the journal with what became of it; `intent` where no line says. */
export type JournalEntry = JournalCall & { readonly result: CallResult | { readonly state: 'intent' } };

export interface JournalReading {
  readonly entries: readonly JournalEntry[];
  /** Present where lines may be lost, so that what no entry tells of may have been sent all the same. */
  readonly gap?: 'missing' | 'torn';
}

/**
 * Reads a journal as far as it can be read: a process that was killed leaves its last line torn, and whoever wants to
 * know what happened wants the rest.
 *
 * @param text undefined where there is none
 */
export function readJournal(text: string | undefined): JournalReading {
  if (text === undefined) return { entries: [], gap: 'missing' };
  const entries = new Map<number, JournalEntry>();
  const lines = text.split('\n');
  // The last line ends, too: what stands behind it was not written to its end.
  let isTorn = lines.at(-1) !== '';
  if (!isTorn) lines.pop();
  for (const line of lines) {
    const json = readLine(line);
    const entry = json && entries.get(json.seq);
    if (json?.state === 'intent') {
      const { seq, at: _, state: __, ...call } = json;
      entries.set(seq, { ...call, result: { state: 'intent' } });
    } else if (json !== undefined && entry !== undefined) {
      const { seq, at: _, ...result } = json;
      entries.set(seq, { ...entry, result });
    } else {
      isTorn = true;
    }
  }
  return { entries: [...entries.values()], ...(isTorn && { gap: 'torn' }) };
}

const CALLS: readonly unknown[] = ['create-zone', 'delete-zone', 'create', 'update', 'delete'];
const RESULTS: readonly unknown[] = ['done', 'failed', 'unknown'];

function readLine(line: string): JournalLine | undefined {
  let json: Record<string, unknown>;
  try {
    json = Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof json.seq !== 'number') return undefined;
  if (RESULTS.includes(json.state)) {
    const isTold =
      json.state === 'done' || [json.code, json.message].every((text) => typeof text === 'string');
    return isTold ? (json as unknown as JournalLine) : undefined;
  }
  if (json.state !== 'intent' || !CALLS.includes(json.call) || typeof json.zone !== 'string')
    return undefined;
  const isWhole =
    json.call === 'create-zone' ||
    ((json.call === 'create' || typeof json.id === 'string') &&
      (json.call === 'delete' || json.call === 'delete-zone' || isRecord(json.record)));
  return isWhole ? (json as unknown as JournalLine) : undefined;
}

function isRecord(json: unknown): boolean {
  const { type, name, value, ttl } = Object(json) as Record<string, unknown>;
  return [type, name, value].every((text) => typeof text === 'string') && typeof ttl === 'number';
}
