import { expect, it } from 'vitest';
import { ttlText } from '../../src/model/ttl.ts';

it.each([
  [0, '0s'],
  [1, '1s'],
  [60, '1m'],
  [90, '90s'],
  [300, '5m'],
  [3600, '1h'],
  [5400, '90m'],
  [86_400, '1d'],
  [604_800, '1w'],
  [2_147_483_647, '2147483647s'],
  [86_399, '86399s'],
  [-1, '-1s'],
])('shows %i seconds as %s', (seconds, text) => {
  expect(ttlText(seconds)).toBe(text);
});
