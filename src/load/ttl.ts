/** TTLs as people write them: seconds, or units as in zone files. */

/** RFC 2181 §8: 31 bits; BIND takes greater ones for 0. */
const GREATEST = 2_147_483_647;

/** Of the text; more than any time needs. */
const LONGEST = 100;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

/** `300`, `5m` or `1h30m` in seconds, or what is wrong with it. */
export function readTtl(text: string): number | { readonly rule: string; readonly message: string } {
  // Regular expressions take memory of the stack for each round of a group: five million octets are too many.
  if (text.length > LONGEST || !/^(?:\d+|(?:\d+[smhdw])+)$/.test(text)) {
    const message = `ttl '${text}' is not a time; write seconds (300) or units (5m, 1h30m, 1d)`;
    return { rule: 'ttl-syntax', message };
  }
  let seconds = 0;
  for (const [, count, unit = 's'] of text.matchAll(/(\d+)([smhdw])?/g)) {
    seconds += Number(count) * (UNITS.get(unit) ?? 1);
  }
  if (seconds <= GREATEST) return seconds;
  return { rule: 'ttl-range', message: `ttl ${text} is not a whole number of seconds 0…${GREATEST}` };
}
