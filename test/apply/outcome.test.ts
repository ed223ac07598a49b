import { expect, it } from 'vitest';
import { outcomeOf } from '../../src/apply/outcome.ts';
import { DnssyncError } from '../../src/errors.ts';

it.each([
  [
    'that was lost',
    new DnssyncError('reset', { code: 'network', outcome: 'unknown', hint: 'wait' }),
    { status: 'unknown', message: 'reset' },
  ],
  [
    'that was never made',
    new DnssyncError('stopped by SIGINT', { code: 'stopped' }),
    { status: 'not-tried', reason: 'stopped by SIGINT' },
  ],
  [
    'that was stopped after it was sent',
    new DnssyncError('stopped by SIGINT', { code: 'stopped', outcome: 'unknown' }),
    { status: 'unknown', message: 'stopped by SIGINT' },
  ],
  [
    'that was refused',
    new DnssyncError('HTTP 403', { code: 'permission', hint: 'make a token' }),
    { status: 'failed', code: 'permission', message: 'HTTP 403', hint: 'make a token' },
  ],
  [
    'that was refused without a way out',
    new DnssyncError('HTTP 400', { code: 'rejected' }),
    { status: 'failed', code: 'rejected', message: 'HTTP 400' },
  ],
])('tells of a call %s', (_, error, outcome) => {
  expect(outcomeOf(error)).toEqual(outcome);
});
