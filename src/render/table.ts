/** Columns of text, aligned by the width a terminal gives them. */
import { displayWidth, padTo } from './width.ts';

/** The rows as lines; cells have passed {@link safe} and carry no colour, which `paint` adds. */
export function tableLines(
  rows: readonly (readonly string[])[],
  paint: (line: string, row: number) => string,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
    }
  }
  return rows.map((row, index) => {
    const cells = row.map((cell, column) => padTo(cell, widths[column] ?? 0));
    return paint(cells.join('  ').trimEnd(), index);
  });
}
