/** docs/security.md names controls and tests; this holds it against what is there. */
import { describe, expect, it } from 'vitest';
import { cellsOf, expectNumbered, expectTests, rowsOf } from './support/page-rows.ts';

const rows = rowsOf('docs/security.md', 'S');

describe('docs/security.md', () => {
  it('has each row of the list once, in order', () => {
    expectNumbered(rows, 'S', 35);
  });

  it.each(rows)('%s', (row) => {
    const [, , control = '', test = ''] = cellsOf(row);
    expect(control).not.toBe('');
    const files = [...row.matchAll(/`((?:src|test|\.github)\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(files.some((file) => file.endsWith('.test.ts')) || test === 'not built yet').toBe(true);
    expectTests(test, files);
  });
});
