/** How much of a proof is run: the small numbers with every push, all of them with `npm run test:soak`. */

const isSoak = process.env.DNSSYNC_SOAK === '1';

/** Seeds begin here; another start gives other runs. */
export const FIRST_SEED = Number(process.env.DNSSYNC_SEED ?? '1');

export function scaled(small: number, full: number): number {
  return isSoak ? full : small;
}

/** So many seeds, one after the other. */
export function seeds(small: number, full: number): number[] {
  return Array.from({ length: scaled(small, full) }, (_, index) => FIRST_SEED + index);
}

/** A line of figures in the test's output: what a proof measured, and from which seed on. */
export function tell(what: string, figures: Readonly<Record<string, number | string>>): void {
  const texts = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  process.stdout.write(`[${what}] first seed ${FIRST_SEED}: ${texts.join(', ')}\n`);
}
