/** What a terminal shows after some output: just the control sequences that progress may use, and no other passes. */

/** The lines, without trailing blanks. Throws where a sequence is none of those known, so that nothing slips by. */
export function screenOf(output: string, columns: number): string[] {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const token = /\x1b\[(\d*)([GK])|\x1b\[\d*(?:;\d+)*m|[\s\S]/gu;
  for (const [text, count = '', code] of output.matchAll(token)) {
    const line = lines[row] ?? [];
    lines[row] = line;
    if (code === 'G') column = Number(count || 1) - 1;
    else if (code === 'K') {
      if (count === '2') line.length = 0;
      else line.length = Math.min(line.length, column);
    } else if (text === '\r') column = 0;
    else if (text === '\n') {
      row++;
      column = 0;
      lines[row] ??= [];
    } else if (text.startsWith('\x1b[')) continue;
    else if (text < ' ') throw new Error(`an unknown control: ${JSON.stringify(text)}`);
    else {
      if (column === columns) {
        row++;
        column = 0;
        lines.splice(row, 0, []);
      }
      (lines[row] as string[])[column++] = text;
    }
  }
  return Array.from(lines, (line) =>
    Array.from(line ?? [], (cell) => cell ?? ' ')
      .join('')
      .trimEnd(),
  );
}
