/** docs/security.md names controls and tests; this holds it against what is there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/security.md', 'utf8');
const rows = page.split('\n').filter((line) => /^\| S\d+ /.test(line));

describe('docs/security.md', () => {
  it('has each row of the list once, in order', () => {
    expect(rows.map((row) => row.split(' ')[1])).toEqual(
      Array.from({ length: 35 }, (_, index) => `S${index + 1}`),
    );
  });

  it.each(rows)('%s', (row) => {
    const [, , , control = '', test = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
    expect(control).not.toBe('');
    const files = [...row.matchAll(/`((?:src|test|\.github)\/[^`]+)`/g)].map(([, file = '']) => file);
    for (const file of files) expect(existsSync(file), file).toBe(true);
    const tests = files.filter((file) => /\.test\.ts$/.test(file));
    expect(tests.length > 0 || test === 'not built yet').toBe(true);
    const text = tests.map((file) => readFileSync(file, 'utf8').replaceAll("\\'", "'")).join('\n');
    for (const [, title = ''] of test.matchAll(/"([^"]+)"/g)) expect(text, title).toContain(title);
  });
});
