/** Durations on the command line: seconds, or units as in zone files. */

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

/** `90`, `90s`, `2m`, `1h30m` in seconds. */
export function parseDuration(text: string): number | { problem: string } {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/^(\d{1,9}[smhd])+$/.test(text))
    return { problem: `'${text}' is not a duration; write 90s, 2m or 1h30m.` };
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhd])/g))
    seconds += Number(count) * (UNITS[unit ?? ''] ?? 0);
  return seconds;
}
