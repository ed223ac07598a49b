/** Serials of zones: they only advance, over restarts too, also where a zone is removed and made again. */
import { readFile } from 'node:fs/promises';
import { putInPlace, writeBeside } from '../replace-file.ts';

const modulus = 2 ** 32;

/** How many serials are written down as used at a time. */
const reserve = 1000;

/** RFC 1982 section 3.2: whether `a` comes after `b` on the circle of 32 bits. */
export function isAfter(a: number, b: number): boolean {
  const ahead = (a - b + modulus) % modulus;
  return ahead > 0 && ahead < modulus / 2;
}

/** The clock as BIND's `serial-update-method unixtime` takes it, or one more than the last where that is not later. */
export function serialAfter(last: number | undefined, clock: number): number {
  const time = clock % modulus;
  if (last === undefined || isAfter(time, last)) return time;
  // BIND takes 0 for 'no serial'.
  return (last + 1) % modulus || 1;
}

export class Serials {
  readonly #path: string;
  readonly #clock: () => number;
  #last: number | undefined;
  /** What the file says: a start goes on behind it. */
  #ceiling: number | undefined;
  #written: Promise<void> = Promise.resolve();

  private constructor(path: string, clock: () => number, ceiling: number | undefined) {
    this.#path = path;
    this.#clock = clock;
    this.#last = ceiling;
    this.#ceiling = ceiling;
  }

  /** @param clock whole seconds since 1970 */
  static async open(path: string, clock: () => number): Promise<Serials> {
    const text = await readFile(path, 'utf8').catch(() => '');
    return new Serials(path, clock, /^\d{1,10}\n$/.test(text) ? Number(text) % modulus : undefined);
  }

  /** To be published only after {@link reserved}. */
  next(): number {
    const serial = serialAfter(this.#last, this.#clock());
    this.#last = serial;
    if (this.#ceiling === undefined || isAfter(serial, this.#ceiling)) this.#reserve(serial);
    return serial;
  }

  /** Resolves when no later start can give the serials given so far; rejects where that cannot be written down. */
  reserved(): Promise<void> {
    return this.#written;
  }

  #reserve(serial: number): void {
    const ceiling = (serial + reserve) % modulus;
    this.#ceiling = ceiling;
    this.#written = this.#written
      .catch(() => undefined)
      .then(async () => {
        await writeBeside(this.#path, [`${ceiling}\n`]);
        await putInPlace(this.#path);
      });
    // Who publishes hears of a failure; the next serial is the next try.
    this.#written.catch(() => {
      this.#ceiling = undefined;
    });
  }
}
