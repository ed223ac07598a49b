import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedWait, backoff } from '../../src/provider/backoff.ts';
import { refusal, saying } from './support/outcomes.ts';

describe('the wait that a 429 or 503 asks for', () => {
  const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
  const throttled = (seconds: string): string =>
    `Request was throttled. Expected available in ${seconds} seconds.`;

  it.each([
    ['seconds', '12', 12],
    ['seconds with blanks', ' 12 ', 12],
    ['a fraction', '0.5', 0.5],
    ['a fraction of several digits', '1.25', 1.25],
    ['a day', '86400', 86400],
    ['a date, against the Date of the answer', 'Sun, 06 Nov 1994 08:50:07 GMT', 30],
    ['an obsolete date', 'Sunday, 06-Nov-94 08:49:47 GMT', 10],
    ['a date that names another time zone as well', 'Sun, 06 Nov 1994 10:50:07 GMT+0100', undefined],
    ['nothing', '0', undefined],
    ['a negative number', '-5', undefined],
    ['a past date', 'Sun, 06 Nov 1994 08:49:00 GMT', undefined],
    ['garbage', 'soon', undefined],
    ['garbage with a digit, which Date.parse would read', 'version 5', undefined],
    ['a number beyond reason', '1'.repeat(400), undefined],
    ['a number in another notation', '1e9', undefined],
  ])('reads %s', (_name, retryAfter, seconds) => {
    expect(askedWait(refusal(429, { retryAfter, date }))).toBe(seconds);
  });

  it('reads the text of Django REST Framework where the header is missing or says nothing', () => {
    expect(askedWait(refusal(429, saying(throttled('17'))))).toBe(17);
    expect(askedWait(refusal(429, { retryAfter: '0', ...saying(throttled('17')) }))).toBe(17);
    expect(askedWait(refusal(429, saying('Expected available in 1 second.')))).toBe(1);
    expect(askedWait(refusal(429, saying(throttled('0'))))).toBeUndefined();
    expect(askedWait(refusal(429, { problem: undefined }))).toBeUndefined();
  });

  it('prefers the header', () => {
    expect(askedWait(refusal(429, { retryAfter: '3', ...saying(throttled('17')) }))).toBe(3);
  });

  it('is a positive number or nothing, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string(), (retryAfter) => {
        const wait = askedWait(refusal(429, { retryAfter }));
        expect(wait === undefined || wait > 0).toBe(true);
      }),
    );
  });
});

describe('the wait of our own choice', () => {
  it('doubles its bound with each attempt, up to 20 seconds', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => backoff(0.25, attempt, 1));
    expect(bounds).toEqual([0.25, 0.5, 1, 2, 4, 8, 16, 20, 20]);
  });

  it('takes any share of the bound, none of it included', () => {
    expect([0, 0.25, 0.5].map((chance) => backoff(1, 3, chance))).toEqual([0, 1, 2]);
  });
});
