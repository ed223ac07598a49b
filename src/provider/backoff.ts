/** How long to wait before a request is sent again: what the service asks for, or else our own guess. */
import type { Refusal } from './request.ts';

/** The longest wait of our own choice (seconds). */
const CAP = 20;

/**
 * Full jitter: anything between nothing and a bound that doubles with each attempt, so that clients which failed
 * together do not come back together (seconds).
 *
 * @param attempt counts from 1
 * @param chance at least 0, below 1
 */
export function backoff(base: number, attempt: number, chance: number): number {
  return chance * Math.min(CAP, base * 2 ** (attempt - 1));
}

/**
 * The seconds that a 429 or 503 asks to wait: `Retry-After` as seconds or as a date, which is held against the
 * answer's own `Date` so that clocks need not agree (RFC 9110 §10.2.3), else the text of Django REST Framework, which
 * can come without the header. Undefined where it asks for nothing that can be read, or for nothing at all.
 */
export function askedWait({ retryAfter, date, problem }: Refusal): number | undefined {
  const header = retryAfter === undefined ? undefined : headerSeconds(retryAfter.trim(), date);
  if (header !== undefined && header > 0) return header;
  const text = /available in (\d{1,6}) second/.exec(problem?.message ?? '')?.[1];
  return text === undefined || Number(text) === 0 ? undefined : Number(text);
}

function headerSeconds(header: string, date: string): number | undefined {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(header)) return Number(header);
  // Date.parse alone makes a date of almost anything that holds a digit.
  if (!/\d\d:\d\d:\d\d GMT$/.test(header)) return undefined;
  const seconds = (Date.parse(header) - Date.parse(date)) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}
