import { describe, expect, it } from 'vitest';
import { RetryBudget } from '../../src/provider/budget.ts';

describe('the retry budget', () => {
  it('allows 30 repeats while nothing succeeds, then pauses', () => {
    const budget = new RetryBudget();
    const allowed = Array.from({ length: 30 }, () => budget.spend(10, 0, 1));
    expect(new Set(allowed)).toEqual(new Set(['retry']));
    expect(budget.spend(10, 0, 1)).toBe('pause');
  });

  it('allows ten more after each of three pauses, and then gives up', () => {
    const budget = new RetryBudget();
    const allowances: string[] = [];
    for (let second = 1; allowances.at(-1) !== 'give-up'; second++) {
      allowances.push(budget.spend(10, second, second));
    }
    const retries = (count: number): string[] => Array.from({ length: count }, () => 'retry');
    expect(allowances).toEqual([
      ...retries(30),
      'pause',
      ...retries(10),
      'pause',
      ...retries(10),
      'pause',
      ...retries(10),
      'give-up',
    ]);
  });

  it('counts one pause for all calls that were under way when it began', () => {
    const budget = new RetryBudget();
    budget.spend(300, 0, 0);
    expect(budget.spend(10, 1, 2)).toBe('pause');
    budget.spend(100, 3, 3);
    expect([1, 1, 2].map((sentAt) => budget.spend(10, sentAt, 4))).toEqual(['retry', 'retry', 'retry']);
    expect(budget.spend(10, 3, 5)).toBe('pause');
  });

  it('saves nothing up: after any number of successes it allows 30 repeats', () => {
    const budget = new RetryBudget();
    for (let call = 0; call < 1000; call++) budget.earn(0);
    const allowed = Array.from({ length: 31 }, () => budget.spend(10, 0, 1));
    expect(allowed.indexOf('pause')).toBe(30);
  });

  it('begins anew after a success, and never runs dry while a quarter of the calls fail', () => {
    const budget = new RetryBudget();
    const allowances = new Set<string>();
    for (let call = 0; call < 50_000; call++) {
      let spent = 0;
      if (call % 4 === 0) {
        allowances.add(budget.spend(10, call, call));
        spent = 10;
      }
      budget.earn(spent);
    }
    expect(allowances).toEqual(new Set(['retry']));
  });
});
