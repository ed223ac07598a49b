/** What a run's folder tells, when the run was cut off and when the folder is a copy that anybody may have edited. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReportFile } from '../../src/load/report-file.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { renderReport } from '../../src/render/report.ts';
import { reportToJson } from '../../src/render/report-json.ts';
import { safeJson } from '../../src/render/safe.ts';
import { whatHappened } from '../../src/runs/happened.ts';
import { readJournal } from '../../src/runs/journal.ts';
import { readRunHead } from '../../src/runs/run.ts';
import { create, live, remove, rr, update } from '../render/sample-plan.ts';

const ZONE = 'example.com.' as Fqdn;
const old = live(rr('old', 'A', '192.0.2.1'), 'r-old');
const was = live(rr('www', 'A', '192.0.2.1'), 'r-www');
const now = rr('www', 'CNAME', 'example.net');
const fresh = rr('new', 'A', '192.0.2.1');
const plan: SavedPlan = {
  apiOrigin: 'https://api.test',
  createdAt: '2026-11-26T12:00:00.000Z',
  zones: [{ name: ZONE, action: 'create', liveHash: '', desiredHash: '' }],
  steps: [create(fresh), { ...update(was, now), before: was }, { ...remove(old), before: old }].map(
    (change) => ({
      change,
    }),
  ) as SavedPlan['steps'],
  unplanned: [],
};

/** The outcomes after these lines, in the order of the plan, the zone's first. */
function statuses(...lines: object[]): string[] {
  const text = lines
    .map((line, seq) => `${JSON.stringify({ seq, at: '', zone: 'example.com', ...line })}\n`)
    .join('');
  const { zones, steps } = whatHappened(plan, readJournal(text));
  return [...zones, ...steps].map(({ outcome }) => outcome.status);
}

const pair = (seq: number, call: object, result: object): object[] => [
  { seq, state: 'intent', ...call },
  { seq, ...result },
];
const done = { state: 'done' };

describe('a run that was cut off', () => {
  it('has tried nothing that its journal does not name', () => {
    expect(statuses()).toEqual(['not-tried', 'not-tried', 'not-tried', 'not-tried']);
  });

  it('may have done anything that its journal does not name, where that is torn or gone', () => {
    const first = JSON.stringify({
      seq: 1,
      at: '',
      zone: 'example.com',
      state: 'intent',
      call: 'create-zone',
    });
    for (const text of [undefined, first, `${first.slice(0, -9)}\n`, `x\n${first}\n`]) {
      const { zones, steps, stopped } = whatHappened(plan, readJournal(text));
      expect([...zones, ...steps].map(({ outcome }) => outcome.status)).toEqual(Array(4).fill('unknown'));
      expect(stopped).toMatch(text === undefined ? /its journal is missing/ : /its journal is torn/);
    }
  });

  it('that was to make a record twice has done so as often as the journal says', () => {
    const twice = { ...plan, zones: [], steps: [...plan.steps.slice(0, 1), ...plan.steps.slice(0, 1)] };
    const [intent, result] = pair(1, { call: 'create', record: fresh, zone: 'example.com', at: '' }, done);
    const again = { ...intent, seq: 2 };
    const told = (...lines: (object | undefined)[]) =>
      whatHappened(twice, readJournal(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
        .steps.map(({ outcome }) => outcome.status)
        .sort();
    expect(told(intent, result)).toEqual(['done', 'not-tried']);
    expect(told(intent, again, result)).toEqual(['done', 'unknown']);
    expect(told(intent, again, result, { ...result, seq: 2 })).toEqual(['done', 'done']);
  });

  it('has done what was answered, and what was asked and not answered is unknown', () => {
    expect(
      statuses(
        ...pair(1, { call: 'create-zone' }, done),
        ...pair(2, { call: 'create', record: fresh }, done),
        { seq: 3, state: 'intent', call: 'update', id: 'r-www', record: now },
        ...pair(4, { call: 'delete', id: 'r-old' }, { state: 'failed', code: 'api', message: 'HTTP 500' }),
      ),
    ).toEqual(['done', 'done', 'unknown', 'failed']);
  });

  it('may have done at the second attempt what the first did not', () => {
    expect(
      statuses(
        ...pair(
          1,
          { call: 'create', record: fresh },
          { state: 'unknown', code: 'network', message: 'reset' },
        ),
        ...pair(2, { call: 'create', record: fresh }, done),
      )[1],
    ).toBe('done');
  });

  it('between the two halves of a change of type has done half of it', () => {
    const refused = pair(
      1,
      { call: 'update', id: 'r-www', record: now },
      { state: 'failed', code: 'rejected', message: 'no' },
    );
    const half = pair(2, { call: 'delete', id: 'r-www' }, done);
    expect(statuses(...half)[2]).toBe('failed');
    expect(statuses(...refused, ...half)[2]).toBe('failed');
    expect(statuses(...refused, ...half, ...pair(3, { call: 'create', record: now }, done))[2]).toBe('done');
  });
});

describe('a report read back', () => {
  const report = {
    zones: [{ zone: ZONE, action: 'create' as const, outcome: { status: 'done' as const } }],
    steps: [
      { change: create(fresh), outcome: { status: 'done' as const, note: 'found' } },
      { change: update(was, now), outcome: { status: 'unknown' as const, message: 'lost' } },
      {
        change: remove(old),
        outcome: {
          status: 'failed' as const,
          code: 'api',
          message: 'no',
          hint: 'wait',
          wrote: true as const,
        },
      },
    ],
    verification: { status: 'unread' as const, message: 'the service is away' },
    stopped: 'stopped by SIGTERM',
  };

  it('says what it said', () => {
    const text = safeJson(reportToJson(report));
    const back = readReportFile(text);
    expect(back && reportToJson(back)).toEqual(JSON.parse(text));
  });

  it('that was cut or edited is none, or can be shown', () => {
    const text = safeJson(reportToJson(report));
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 4 }), fc.nat(4), (at, put, cut) => {
        const back = readReportFile(text.slice(0, at) + put + text.slice(at + cut));
        if (back !== undefined) expect(renderReport(back, { color: false })).toContain('Apply:');
      }),
      { numRuns: 500 },
    );
  });

  it('of any JSON is none, or can be shown; so are heads and journals', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (text, value) => {
        const json = JSON.stringify({
          formatVersion: '1.0',
          zones: [value],
          changes: [value],
          verification: value,
        });
        for (const file of [text, json]) {
          const back = readReportFile(file);
          if (back !== undefined) renderReport(back, { color: false });
          readRunHead(file);
          renderReport(whatHappened(plan, readJournal(file)), { color: false });
        }
      }),
    );
  });
});
