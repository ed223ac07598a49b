import { describe, expect, it } from 'vitest';
import { displayWidth, elide, padTo, takeEnd, takeStart } from '../../src/render/width.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['bücher', 6],
    ['日本語', 6],
    ['한글', 4],
    ['e\u0301', 1],
    ['👋', 2],
    ['→…', 2],
    ['ｆｕｌｌ', 8],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

it('pads by columns, not by characters', () => {
  expect(padTo('日本', 6)).toBe('日本  ');
  expect(padTo('longer', 3)).toBe('longer');
});

it('takes what fits and never half a character', () => {
  expect(takeStart('日本語', 3)).toBe('日');
  expect(takeEnd('日本語', 3)).toBe('語');
  expect(takeStart('a👋b', 2)).toBe('a');
  expect(takeEnd('a👋b', 2)).toBe('b');
  expect(takeEnd('a👋b', 3)).toBe('👋b');
  expect(takeEnd('abc', 9)).toBe('abc');
});

it('leaves out the middle of what is too wide', () => {
  expect(elide('0123456789', 10)).toBe('0123456789');
  expect(elide('0123456789a', 10)).toBe('012345…89a');
  expect(displayWidth(elide('日'.repeat(50), 20))).toBeLessThanOrEqual(20);
});
