/** The books of an apply: what may be sent again, and what had no answer and has happened. */
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/apply/ledger.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { type Change, operationId, type Plan } from '../../src/model/plan.ts';
import type { Outcome, ZoneResult } from '../../src/model/report.ts';
import { live, record, ZONE } from '../support/records.ts';

const OTHER = 'example.net.' as Fqdn;
const DONE: Outcome = { status: 'done' };
const UNKNOWN: Outcome = { status: 'unknown', message: 'reset' };
const NOT_TRIED: Outcome = { status: 'not-tried', reason: 'stopped' };
const failed = (code: string): Outcome => ({ status: 'failed', code, message: code });

const A = live('1', 'www 300 A 192.0.2.1');
const create: Change = { action: 'create', zone: ZONE, after: record('www 300 A 192.0.2.1') };
const remove: Change = { action: 'delete', zone: ZONE, before: A };
const update: Change = { action: 'update', zone: ZONE, before: A, after: record('www 300 A 192.0.2.2') };
const swap = { ...update, after: record('www 300 CNAME example.net'), reason: 'type-change' } as const;

function planOf(
  changes: readonly Change[],
  zones: readonly Pick<ZoneResult, 'zone' | 'action'>[] = [],
): Plan {
  return {
    zones: zones.map(({ zone, action }) => ({ name: zone, action })) as unknown as Plan['zones'],
    steps: changes.map((change) => ({ change, dependsOn: [] })),
    unmanagedZones: [],
    errors: [],
    cost: { reads: 0, writes: 0 },
  };
}

/** The books after one pass. */
function booksAfter(
  told: readonly (readonly [Change, Outcome])[],
  zones: readonly ZoneResult[] = [],
): Ledger {
  const ledger = new Ledger(planOf(told.map(([change]) => change)));
  ledger.enter(
    told.map(([change, outcome]) => ({ change, outcome })),
    zones,
    [],
  );
  return ledger;
}

const outcomes = (ledger: Ledger): string[] =>
  ledger.report({ status: 'equal' }).steps.map(({ outcome }) => outcome.status);

describe('what may be sent again', () => {
  it.each([
    ...['rejected', 'permission', 'not-found', 'auth', 'wrong-url', 'stored-otherwise'].map(
      (code) => [`failed: ${code}`, failed(code), 0] as const,
    ),
    ...['network', 'timeout', 'throttled', 'api'].map(
      (code) => [`failed: ${code}`, failed(code), 1] as const,
    ),
    ['done', DONE, 0],
    ['unknown', UNKNOWN, 1],
    ['not tried', NOT_TRIED, 1],
  ] as const)('%s', (_, outcome, times) => {
    expect(booksAfter([[create, outcome]]).admits(operationId(create))).toBe(times);
  });

  it('is what was never tried, as often as it was shown, and nothing that was not', () => {
    const ledger = new Ledger(planOf([remove, remove]));
    expect(ledger.admits(operationId(remove))).toBe(2);
    expect(ledger.admits(operationId(create))).toBe(0);
  });

  it.each([
    ['whose answer was lost', swap, UNKNOWN, 1],
    ['that is half made', swap, { ...failed('network'), wrote: true } as Outcome, 1],
    ['that was refused', swap, failed('rejected'), 0],
    ['that failed before it wrote anything', swap, failed('network'), 0],
    ['that is done', swap, DONE, 0],
    ['that is none: another value, and its answer was lost', update, UNKNOWN, 0],
  ])('is the second half of a change of type %s', (_, change, outcome, times) => {
    const half: Change = { action: 'create', zone: ZONE, after: (change as typeof update).after };
    expect(booksAfter([[change, outcome]]).admits(operationId(half))).toBe(times);
  });

  it('is that second half once, however often the change is told of', () => {
    const half: Change = { action: 'create', zone: ZONE, after: swap.after };
    const ledger = booksAfter([[swap, UNKNOWN]]);
    ledger.enter([{ change: swap, outcome: UNKNOWN }], [], []);
    expect(ledger.admits(operationId(half))).toBe(1);
  });

  it('is counted off by what later passes do', () => {
    const ledger = booksAfter([
      [remove, UNKNOWN],
      [remove, failed('network')],
    ]);
    ledger.enter([{ change: remove, outcome: DONE }], [], []);
    expect(ledger.admits(operationId(remove))).toBe(1);
    expect(outcomes(ledger).sort()).toEqual(['done', 'failed']);
    ledger.enter([{ change: remove, outcome: DONE }], [], []);
    expect(outcomes(ledger)).toEqual(['done', 'done']);
  });

  it('leaves no gap but one that was announced', () => {
    const gap = { ...create, gap: 'www.example.com has no A for about one API call' };
    const ledger = new Ledger(planOf([create, { ...remove, gap: gap.gap }]));
    expect(ledger.announced(create)).toBe(true);
    expect(ledger.announced(gap)).toBe(false);
    expect(ledger.announced({ ...remove, gap: gap.gap })).toBe(true);
    expect(ledger.announced({ ...update, gap: gap.gap })).toBe(false);
  });
});

describe('a zone', () => {
  const zone = (action: ZoneResult['action'], outcome: Outcome) =>
    booksAfter([], [{ zone: ZONE, action, outcome }]);

  it.each([
    ['create', DONE, false],
    ['create', UNKNOWN, false],
    ['create', failed('rejected'), false],
    ['create', failed('network'), true],
    ['create', NOT_TRIED, true],
    ['delete', DONE, false],
    ['delete', UNKNOWN, true],
    ['delete', failed('permission'), false],
    ['delete', failed('timeout'), true],
  ] as const)('whose %s came to %j may be asked for again: %s', (action, outcome, admits) => {
    expect(zone(action, outcome).admitsZone(ZONE)).toBe(admits);
  });

  it('of which nothing is known may be asked for', () => {
    expect(booksAfter([]).admitsZone(ZONE)).toBe(true);
  });

  it('is one of our making only where its creation is done', () => {
    expect(zone('create', DONE).hasMadeZone()).toBe(true);
    expect(zone('create', UNKNOWN).hasMadeZone()).toBe(false);
    expect(zone('delete', DONE).hasMadeZone()).toBe(false);
  });

  it('is gone, or may be, where its deletion was sent', () => {
    expect(zone('delete', DONE).dropped()).toEqual([ZONE]);
    expect(zone('delete', UNKNOWN).dropped()).toEqual([ZONE]);
    expect(zone('delete', NOT_TRIED).dropped()).toEqual([]);
    expect(zone('create', DONE).dropped()).toEqual([]);
  });

  it('is taken for gone where that is done, and for nothing else', () => {
    expect(zone('delete', DONE).own.isGone(ZONE)).toBe(true);
    expect(zone('delete', UNKNOWN).own.isGone(ZONE)).toBe(false);
    expect(zone('create', DONE).own.isGone(ZONE)).toBe(false);
  });

  it('whose deletion had no answer is gone where no plan asks for it any more', () => {
    const status = (remaining: Plan, action: ZoneResult['action'] = 'delete') => {
      const ledger = zone(action, UNKNOWN);
      ledger.settleUnknown(remaining);
      return ledger.report({ status: 'equal' }).zones.map(({ outcome }) => outcome.status);
    };
    expect(status(planOf([]))).toEqual(['done']);
    expect(status(planOf([], [{ zone: ZONE, action: 'delete' }]))).toEqual(['unknown']);
    expect(status(planOf([], [{ zone: OTHER, action: 'delete' }]))).toEqual(['done']);
    expect(status(planOf([], [{ zone: ZONE, action: 'create' }]))).toEqual(['done']);
    // Whether a creation took place is another list's to tell.
    expect(status(planOf([]), 'create')).toEqual(['unknown']);
  });
});

describe('what had no answer', () => {
  const settled = (told: readonly (readonly [Change, Outcome])[], remaining: readonly Change[]): string[] => {
    const ledger = booksAfter(told);
    ledger.settleUnknown(planOf(remaining));
    return outcomes(ledger);
  };

  it('has happened where it is no longer asked for', () => {
    expect(settled([[create, UNKNOWN]], [])).toEqual(['done']);
    expect(settled([[create, UNKNOWN]], [create])).toEqual(['unknown']);
    const ledger = booksAfter([[create, UNKNOWN]]);
    ledger.settleUnknown(planOf([]));
    expect(ledger.report({ status: 'equal' }).steps[0]?.outcome).toEqual({
      status: 'done',
      note: 'seen in live after its answer was lost',
    });
  });

  it('is told from its opposite, from another ttl, and from the same in another zone', () => {
    expect(settled([[create, UNKNOWN]], [remove])).toEqual(['done']);
    expect(settled([[remove, UNKNOWN]], [create])).toEqual(['done']);
    expect(settled([[create, UNKNOWN]], [{ ...create, zone: OTHER }])).toEqual(['done']);
    expect(settled([[remove, UNKNOWN]], [{ ...remove, zone: OTHER }])).toEqual(['done']);
    const longer = { ...create, after: record('www 600 A 192.0.2.1') };
    expect(settled([[create, UNKNOWN]], [longer])).toEqual(['done']);
    const another = { ...create, after: record('ftp 300 A 192.0.2.1') };
    expect(settled([[create, UNKNOWN]], [another])).toEqual(['done']);
  });

  it('has not happened where what is to be there is asked for from another state', () => {
    const swapped: Change = { ...update, before: live('1', 'www 300 A 203.0.113.1') };
    expect(settled([[update, UNKNOWN]], [swapped])).toEqual(['unknown']);
  });

  it('of several alike: what surely did not happen is asked for first, and what is done is not', () => {
    expect(
      settled(
        [
          [remove, UNKNOWN],
          [remove, failed('network')],
        ],
        [remove],
      ),
    ).toEqual(['done', 'failed']);
    expect(
      settled(
        [
          [remove, UNKNOWN],
          [remove, failed('network')],
        ],
        [remove, remove],
      ),
    ).toEqual(['unknown', 'failed']);
    expect(
      settled(
        [
          [remove, UNKNOWN],
          [remove, DONE],
        ],
        [remove],
      ),
    ).toEqual(['unknown', 'done']);
    expect(
      settled(
        [
          [remove, UNKNOWN],
          [remove, UNKNOWN],
        ],
        [remove],
      ),
    ).toEqual(['unknown', 'done']);
  });
});

describe('the report', () => {
  it('holds the steps that were told of, in the order of the plan, and why the run ended', () => {
    const ledger = new Ledger(planOf([create, remove, update]));
    ledger.enter(
      [
        { change: update, outcome: NOT_TRIED },
        { change: create, outcome: DONE },
      ],
      [],
      [{ id: 'z', name: ZONE }],
    );
    const report = ledger.report({ status: 'unread', message: 'stopped' }, 'stopped');
    expect(report.steps.map(({ change }) => change.action)).toEqual(['create', 'update']);
    expect(report.stopped).toBe('stopped');
    expect(ledger.report({ status: 'equal' })).not.toHaveProperty('stopped');
    expect(ledger.touched()).toEqual([{ id: 'z', name: ZONE }]);
  });
});
