/** Faults by seed and rate, drawn so that the same requests meet the same faults, in whatever order they come. */
import { createHash } from 'node:crypto';
import type { Request } from '../http/message.ts';
import { Problem } from '../problem.ts';
import { faultKinds } from './kinds.ts';

export interface MixOptions {
  readonly seed: number;
  /** Of requests that meet a fault, 0 to 1. */
  readonly rate: number;
  readonly kinds: readonly string[];
}

/** All but those that stand until somebody lets them go or gives up. */
const standardKinds: readonly string[] = faultKinds.filter((kind) => !/^(hold|hang)-/.test(kind));

const words: readonly string[] = ['seed', 'rate', 'kinds'];

/** Throws a Problem for what makes no mix. */
export function readMix(given: Readonly<Record<string, unknown>>): MixOptions {
  const { seed, rate, kinds = standardKinds } = given;
  const stray = Object.keys(given).find((key) => !words.includes(key));
  if (stray !== undefined) throw wrong(stray, `is not one of ${words.join(', ')}`);
  if (!isNumber(seed) || !Number.isSafeInteger(seed) || seed < 0) {
    throw wrong('seed', 'must be a whole number from 0');
  }
  if (!isNumber(rate) || !(rate >= 0 && rate <= 1)) throw wrong('rate', 'must be a number from 0 to 1');
  if (!isKinds(kinds)) throw wrong('kinds', `must be a list of ${faultKinds.join(', ')}`);
  return { seed, rate, kinds };
}

export class Mix {
  readonly options: MixOptions;
  /** How often each request has come. */
  readonly #occurrences = new Map<string, number>();

  constructor(options: MixOptions) {
    this.options = options;
  }

  /**
   * The kind that befalls this request, from a hash of (seed, method, path, body, occurrence): what other requests do
   * meanwhile changes nothing.
   */
  draw(request: Request): string | undefined {
    const { seed, rate, kinds } = this.options;
    const same = createHash('sha256')
      .update(`${seed}\n${request.method}\n${request.target}\n`)
      .update(request.body ?? '')
      .digest('base64');
    const occurrence = this.#occurrences.get(same) ?? 0;
    this.#occurrences.set(same, occurrence + 1);
    const hash = createHash('sha256').update(`${same}\n${occurrence}`).digest();
    if (hash.readUInt32BE(0) >= rate * 2 ** 32) return undefined;
    return kinds[hash.readUInt32BE(4) % kinds.length];
  }

  /** The same requests meet the same faults again. */
  restart(): void {
    this.#occurrences.clear();
  }
}

function isNumber(given: unknown): given is number {
  return typeof given === 'number';
}

function isKinds(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.length > 0 && given.every((kind) => faultKinds.includes(kind));
}

function wrong(field: string, what: string): Problem {
  return Problem.invalid([{ field, message: `${field} ${what}` }]);
}
