/** All faults of a sandbox: those on order, those by seed and rate, what is held, and how many came of each kind. */
import type { Request } from '../http/message.ts';
import type { FaultDetails } from './kinds.ts';
import type { Mix } from './mix.ts';

/** A fault that comes once, with the nth request that matches. */
export interface OrderedFault extends FaultDetails {
  readonly kind: string;
  /** Any method where undefined. */
  readonly method: string | undefined;
  /** Matched against the path with its query. */
  readonly path: RegExp;
  /** Which of the matching requests, from 1. */
  readonly nth: number;
  /** Matching requests so far, and whether the fault has come. */
  seen: number;
  fired: boolean;
}

/** A fault that befalls a request. */
export interface DrawnFault {
  readonly kind: string;
  readonly details: FaultDetails;
}

export class Faults {
  #ordered: OrderedFault[] = [];
  #mix: Mix | undefined;
  #held: (() => void)[] = [];
  readonly #fired = new Map<string, number>();

  get ordered(): readonly OrderedFault[] {
    return this.#ordered;
  }

  get mix(): Mix | undefined {
    return this.#mix;
  }

  /** Requests that stand still until {@link release}. */
  get held(): number {
    return this.#held.length;
  }

  /** How many came, by kind. */
  get fired(): ReadonlyMap<string, number> {
    return this.#fired;
  }

  add(fault: OrderedFault): void {
    this.#ordered.push(fault);
  }

  use(mix: Mix): void {
    this.#mix = mix;
  }

  /** No fault comes any more; what is held stays so. */
  clear(): void {
    this.#ordered = [];
    this.#mix = undefined;
  }

  /** Counts anew, and the mix draws as it did at first. */
  restart(): void {
    this.#fired.clear();
    this.#mix?.restart();
  }

  /** The fault that befalls this request: one on order that is due, or else what the mix draws. */
  draw(request: Request): DrawnFault | undefined {
    const drawn = this.#mix?.draw(request);
    const due = this.#due(request);
    const kind = due?.kind ?? drawn;
    if (kind === undefined) return undefined;
    this.#fired.set(kind, (this.#fired.get(kind) ?? 0) + 1);
    return { kind, details: due ?? {} };
  }

  /** Resolves with the next {@link release}. */
  hold(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  /** Lets everything go that is held; gives how many that were. */
  release(): number {
    const held = this.#held;
    this.#held = [];
    for (const resolve of held) resolve();
    return held.length;
  }

  /** Every fault counts for itself; the first one due comes, once. */
  #due(request: Request): OrderedFault | undefined {
    let due: OrderedFault | undefined;
    for (const fault of this.#ordered) {
      if (fault.fired || !matches(fault, request)) continue;
      fault.seen++;
      if (due !== undefined || fault.seen < fault.nth) continue;
      fault.fired = true;
      due = fault;
    }
    return due;
  }
}

function matches(fault: OrderedFault, request: Request): boolean {
  return (fault.method === undefined || fault.method === request.method) && fault.path.test(request.target);
}
