/** A ttl as a zone file would write it. */

const UNITS = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** Seconds in words of units, at most two of them (`1h30m`); plain seconds where that would need more (`86399s`). */
export function presentTtl(seconds: number): string {
  let rest = seconds;
  let text = '';
  let units = 0;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count <= 0) continue;
    text += `${count}${unit}`;
    rest -= count * length;
    units++;
  }
  return units === 1 || units === 2 ? text : `${seconds}s`;
}
