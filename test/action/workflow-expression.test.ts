// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows, not of ours
/** The model of GitHub's expressions says what GitHub would, and refuses what it does not know. */
import { describe, expect, it } from 'vitest';
import { condition, evaluate, interpolate } from '../support/workflow-expression.ts';

const contexts = {
  github: { event_name: 'push', event: { pull_request: { number: 12 } } },
  needs: { gate: { outputs: { destructive: 'true', none: '' } } },
  runner: { temp: '/tmp' },
};
const succeeded = { success: () => true, cancelled: () => false, always: () => true };
const failed = { ...succeeded, success: () => false };

describe('an expression', () => {
  it.each([
    ["github.event_name == 'PUSH'", true],
    ["github.event_name == 'push' && 'a' || 'b'", 'a'],
    ["github.event_name == 'schedule' && 'a' || 'b'", 'b'],
    // && binds more than ||.
    ['true || false && false', true],
    ['(true || false) && false', false],
    ['!github.event.repository.fork', true],
    ["github.event.repository.name == ''", true],
    ["needs.gate.outputs.none != ''", false],
    ['github.event.pull_request.number', 12],
    ["'it''s'", "it's"],
  ])('%s', (text, value) => {
    expect(evaluate(text, contexts, {})).toBe(value);
  });

  it.each([
    'secrets.TOKEN',
    "contains(github.event_name, 'p')",
    "github.event_name = 'push'",
    'github.event.*.number',
    "github['event_name']",
    "github.event == 'push'",
    '(true',
    'true false',
    '',
  ])('%j is refused', (text) => {
    expect(() => evaluate(text, contexts, {})).toThrow();
  });

  it('stands in texts', () => {
    expect(interpolate('${{ runner.temp }}/a-${{ github.nothing }}', contexts)).toBe('/tmp/a-');
    expect(() => interpolate('${{ github.event }}', contexts)).toThrow('no text');
  });
});

describe('a condition', () => {
  it('asks for success, unless it asks itself', () => {
    expect(condition("github.event_name == 'push'", contexts, succeeded)).toBe(true);
    expect(condition("github.event_name == 'push'", contexts, failed)).toBe(false);
    expect(condition('${{ !cancelled() }}', contexts, failed)).toBe(true);
  });

  it('that is a text to GitHub, and so always true, is refused', () => {
    expect(() => condition("${{ github.event_name }} == 'push'", contexts, succeeded)).toThrow('always true');
    expect(() => condition('${{ false }} ', contexts, succeeded)).not.toThrow();
  });
});
