/** docs/reliability.md names the tests that prove what becomes of each fault; this holds it against what is there. */
import { describe, expect, it } from 'vitest';
import { cellsOf, expectNumbered, expectTests, rowsOf } from './support/page-rows.ts';

const rows = rowsOf('docs/reliability.md', 'F');

describe('docs/reliability.md', () => {
  it('has each row of the fault table once, in order', () => {
    expectNumbered(rows, 'F', 36);
  });

  it.each(rows)('%s', (row) => {
    const [, fault, does, proof = ''] = cellsOf(row);
    expect([fault, does]).not.toContain('');
    const files = [...proof.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, file = '']) => `test/${file}`);
    expect(files).not.toEqual([]);
    expectTests(proof, files);
  });
});
