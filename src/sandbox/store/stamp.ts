/** `created_at` as text and as a number: ISO 8601 in UTC with microseconds, as Django REST Framework writes it. */

/** @param micro microseconds since 1970 */
export function stampOf(micro: number): string {
  const whole = new Date(Math.floor(micro / 1000)).toISOString().slice(0, -1);
  return `${whole}${String(micro % 1000).padStart(3, '0')}Z`;
}

/** Microseconds since 1970 of what {@link stampOf} wrote; 0 for any other text. */
export function microOf(stamp: string): number {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(\d{3})Z$/.exec(stamp);
  return parts === null ? 0 : Date.parse(`${parts[1]}Z`) * 1000 + Number(parts[2]);
}
