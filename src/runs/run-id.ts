/** The name of a run: when it began, to the millisecond, and four characters against chance; names sort by time. */

const FORM = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z-[0-9a-f]{4}$/;

/**
 * @param startedAt ISO 8601 in UTC with milliseconds
 * @param random four hexadecimal digits
 */
export function runIdOf(startedAt: string, random: string): string {
  return `${startedAt.replaceAll(/[-:]/g, '')}-${random}`;
}

/**
 * As {@link runIdOf}, but after the last run there is: a machine's clock may be set back, and the last run is what
 * `undo` takes back and `runs` shows first.
 *
 * @param last the last name there is; undefined where there is none
 */
export function runIdAfter(last: string | undefined, startedAt: string, random: string): string {
  const id = runIdOf(startedAt, random);
  const [, year, month, day, hour, minute, second] = FORM.exec(last ?? '') ?? [];
  if (last === undefined || second === undefined || last < id) return id;
  const then = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(then) ? id : runIdOf(new Date(then + 1).toISOString(), random);
}

export function isRunId(text: string): boolean {
  return FORM.test(text);
}
