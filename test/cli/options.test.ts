import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/color.ts';
import { EXIT, weightiest } from '../../src/cli/exit-code.ts';
import { parseAllowance } from '../../src/cli/options/allowance.ts';
import { parseDuration } from '../../src/cli/options/duration.ts';
import { reportExit } from '../../src/cli/report-exit.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { ApplyReport, Outcome, Verification } from '../../src/model/report.ts';
import { record, ZONE } from '../support/records.ts';

describe('durations', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['2m', 120],
    ['1h30m', 5400],
    ['1d', 86400],
  ])('%s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
  it.each(['', '-1', '1.5h', 'h', '5 m', '1e3', '9'.repeat(40)])('refuses %j', (text) => {
    expect(parseDuration(text)).toHaveProperty('problem');
  });
});

describe('--allow', () => {
  it('adds up over zones, whose names are normalised', () => {
    const first = parseAllowance('Example.COM.=12', undefined);
    expect(parseAllowance('example.net=3', first as ReadonlyMap<Fqdn, number>)).toEqual(
      new Map([
        ['example.com.', 12],
        ['example.net.', 3],
      ]),
    );
  });
  it.each(['example.com', 'example.com=', 'example.com=x', '=3', 'example.com=-1'])('refuses %j', (text) => {
    expect(parseAllowance(text, undefined)).toHaveProperty('problem');
  });
});

describe('the weightiest exit code', () => {
  it('is the highest of 5, 4, 3, 1, then 2, then 0; a signal before all', () => {
    expect(weightiest([0, 2, 1])).toBe(1);
    expect(weightiest([1, 3, 4])).toBe(4);
    expect(weightiest([4, 5, 1])).toBe(5);
    expect(weightiest([2, 0])).toBe(2);
    expect(weightiest([130, 5])).toBe(130);
    expect(weightiest([])).toBe(EXIT.done);
  });
});

describe('the exit code of a report', () => {
  const report = (verification: Verification, ...outcomes: Outcome[]): ApplyReport => ({
    verification,
    zones: [],
    steps: outcomes.map((outcome) => ({
      change: { action: 'create', zone: ZONE, after: record('www 300 A 192.0.2.1') },
      outcome,
    })),
  });
  const unread: Verification = { status: 'unread', message: 'stopped' };
  const refused: Outcome = { status: 'failed', code: 'rejected', message: 'no' };

  it('is 0 only where live has been seen to be equal', () => {
    expect(reportExit(report({ status: 'equal' }, { status: 'done' }))).toBe(0);
    expect(reportExit(report(unread, { status: 'done' }))).toBe(5);
  });
  it('is 5 where something may have been written', () => {
    expect(reportExit(report(unread, { status: 'unknown', message: 'lost' }, refused))).toBe(5);
    expect(reportExit(report(unread, { ...refused, wrote: true }))).toBe(5);
  });
  it('is 1 where nothing was written, and 4 where that was for want of a permission', () => {
    expect(reportExit(report(unread, refused, { status: 'not-tried', reason: 'stopped' }))).toBe(1);
    expect(reportExit(report(unread, { ...refused, code: 'permission' }))).toBe(4);
  });
});

describe('colour', () => {
  const terminal = { isTerminal: true, width: 80, write: () => undefined };
  const pipe = { ...terminal, isTerminal: false };
  it('is for terminals, unless the environment or the option says otherwise', () => {
    expect(wantsColor('auto', terminal, {})).toBe(true);
    expect(wantsColor('auto', pipe, {})).toBe(false);
    expect(wantsColor('auto', terminal, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColor('auto', terminal, { NO_COLOR: '' })).toBe(true);
    expect(wantsColor('auto', pipe, { FORCE_COLOR: '1' })).toBe(true);
    expect(wantsColor('auto', terminal, { FORCE_COLOR: '0' })).toBe(false);
    expect(wantsColor('auto', terminal, { TERM: 'dumb' })).toBe(false);
    expect(wantsColor('always', pipe, { NO_COLOR: '1' })).toBe(true);
    expect(wantsColor('never', terminal, { FORCE_COLOR: '1' })).toBe(false);
  });
});
