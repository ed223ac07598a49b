/** Pages of docs/ whose tables name tests: their rows, held against the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** The lines of a table whose first cell is this letter and a number. */
export function rowsOf(page: string, letter: string): string[] {
  return readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => new RegExp(`^\\| ${letter}\\d+ `).test(line));
}

export function expectNumbered(rows: readonly string[], letter: string, count: number): void {
  const numbers = Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
  expect(rows.map((row) => row.split(' ')[1])).toEqual(numbers);
}

/** The cells of a row, without the empty ones at its ends. */
export function cellsOf(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Each file is there, and each title in quotes stands in one of the test files. */
export function expectTests(cell: string, files: readonly string[]): void {
  for (const file of files) expect(existsSync(file), file).toBe(true);
  const tests = files.filter((file) => /\.test\.ts$/.test(file));
  const text = tests.map((file) => readFileSync(file, 'utf8').replaceAll("\\'", "'")).join('\n');
  for (const [, title = ''] of cell.matchAll(/"([^"]+)"/g)) expect(text, title).toContain(title);
}
