import { expect, it } from 'vitest';
import { aboutText, forecastText, rateText } from '../../src/render/duration.ts';

it.each([
  [{ seconds: 18.5, rate: 2 }, 'about 19 s at 2/s'],
  [{ seconds: 0.3 }, 'about 1 s if nothing throttles'],
])('%j is told without claiming more than is known', (forecast, text) => {
  expect(forecastText(forecast)).toBe(text);
});

it.each([
  [0, 'about 1 s'],
  [99, 'about 99 s'],
  [99.1, 'about 2 min'],
  [601, 'about 11 min'],
  [5941, 'about 1 h 40 min'],
  [7200, 'about 2 h'],
])('%d s are %s', (seconds, text) => {
  expect(aboutText(seconds)).toBe(text);
});

it.each([
  [2, '2/s'],
  [9.5, '9.5/s'],
  [9.4832, '9.5/s'],
  [312.4, '312/s'],
  [0.25, '0.25/s'],
  [0.1666, '0.17/s'],
])('%d calls a second are %s', (rate, text) => {
  expect(rateText(rate)).toBe(text);
});
