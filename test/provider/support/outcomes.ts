/** Outcomes of requests, as tests of what stands above the wire need them. */
import type { Outcome, Problem, Refusal } from '../../../src/provider/request.ts';

export const value: Outcome<never> = { kind: 'value', status: 200, value: 'the value' as never };

export function refusal(status: number, more: Partial<Refusal> = {}): Refusal {
  return {
    kind: 'refusal',
    status,
    problem: { message: 'the API says no' },
    body: 'no explanation',
    date: 'Sun, 06 Nov 1994 08:49:37 GMT',
    ...more,
  };
}

export function saying(message: string, code?: string): { problem: Problem } {
  return { problem: { message, ...(code === undefined ? {} : { code }) } };
}

export const silence = (code: string): Outcome<never> => ({ kind: 'silence', code });

export const unreadable = (status: number): Outcome<never> => ({
  kind: 'unreadable',
  status,
  problem: 'the answer is no JSON (3 bytes)',
});
