/** The name of a run: when it began, to the millisecond, and four characters against chance; names sort by time. */

const FORM = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z-[0-9a-f]{4}$/;

/**
 * @param startedAt ISO 8601 in UTC with milliseconds
 * @param random four hexadecimal digits
 */
export function runIdOf(startedAt: string, random: string): string {
  return `${startedAt.replaceAll(/[-:]/g, '')}-${random}`;
}

export function isRunId(text: string): boolean {
  return FORM.test(text);
}
