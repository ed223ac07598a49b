import { expect, it } from 'vitest';
import { Latency } from '../../src/provider/latency.ts';

function after(...answers: number[]): number | undefined {
  const latency = new Latency();
  for (const seconds of answers) latency.answered(seconds);
  return latency.seconds;
}

it.each([
  ['nothing', [], undefined],
  ['the only answer', [0.3], 0.3],
  ['the quicker of two, the first of which opened the connection', [0.3, 0.05], 0.05],
  ['the middle one, whatever the slowest took', [0.05, 30, 0.06], 0.06],
  [
    'what is now, not what was long ago',
    [...Array.from({ length: 500 }, () => 5), ...Array.from({ length: 64 }, () => 0.1)],
    0.1,
  ],
])('tells %s', (_, answers, expected) => {
  expect(after(...answers)).toBe(expected);
});
