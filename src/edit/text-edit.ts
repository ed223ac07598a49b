/** Edits of a text: what stands between two offsets gives way to another text. */

/** Offsets in UTF-16 code units, `end` exclusive; an insertion where both are one. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after all edits. Insertions at one offset stay in their order; edits that overlap are a bug. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of sorted) {
    if (start < at || end < start) throw new Error(`edits overlap at offset ${start}`);
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
