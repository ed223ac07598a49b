/** How the service reads owner names: folded to lower case and shortened against the zone. */

/** Lowers ASCII letters only (RFC 4343 §3). */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Whether a name without final dot is the zone or stands below it, at a label boundary. */
export function isInZone(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/**
 * The one form in which an owner name is kept: `@`, or relative to the zone. The zone is taken off once; a name that
 * would then read as absolute again (`www.example.com.example.com`) keeps its full form. Total and idempotent.
 */
export function shortName(text: string, domain: string): string {
  const folded = foldCase(text);
  const name = folded.length > 1 && folded.endsWith('.') ? folded.slice(0, -1) : folded;
  if (name === domain) return '@';
  if (!isInZone(name, domain)) return name;
  const relative = name.slice(0, -domain.length - 1);
  return isInZone(relative, domain) ? name : relative;
}

/** The owner name in full, without final dot, of a name that {@link shortName} gave. */
export function fullName(short: string, domain: string): string {
  if (short === '@') return domain;
  return isInZone(short, domain) ? short : `${short}.${domain}`;
}
