/** Serial numbers of a zone, which count in a circle (RFC 1982 §3.2). */

/** Whether `a` is later than `b`; two that are exactly half the circle apart have no order. */
export function isLater(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}

/** Those of the serials than which another is later. */
export function lagging(serials: readonly number[]): ReadonlySet<number> {
  const different = new Set(serials);
  return new Set([...different].filter((serial) => [...different].some((other) => isLater(other, serial))));
}
