/** The gate that holds all calls while the service asks for quiet: a throttle counts the account, not the call. */
import { backoff } from './backoff.ts';
import type { Clock } from './clock.ts';

/** First bound of the wait where the service names none (seconds). */
const BASE = 1;

export class Gate {
  readonly #clock: Clock;
  #opensAt = Number.NEGATIVE_INFINITY;
  #closedAt = Number.NEGATIVE_INFINITY;
  /** How often it was closed without a call getting through between. */
  #inARow = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When calls may go out, on the clock's scale. */
  get opensAt(): number {
    return this.#opensAt;
  }

  /**
   * Closes until the time asked for is over, never earlier. Calls that were under way together are refused together:
   * whether this refusal is news, not one more of a burst that is known, is what it returns.
   *
   * @param asked seconds; our own growing guess where undefined
   * @param sentAt when the refused call went out
   */
  close(asked: number | undefined, sentAt: number): boolean {
    const now = this.#clock.now();
    const isNews = sentAt > this.#closedAt;
    if (isNews) {
      this.#closedAt = now;
      this.#inARow++;
    }
    if (!isNews && asked === undefined) return false;
    const chance = this.#clock.random();
    // A little more than asked, so that clients which were told the same do not come back in one instant.
    const wait =
      asked === undefined ? backoff(BASE, this.#inARow, chance) : asked + chance * Math.min(1, asked / 10);
    this.#opensAt = Math.max(this.#opensAt, now + wait);
    return isNews;
  }

  /** A call got through; one that went out before the gate closed says nothing about now. */
  passed(sentAt: number): void {
    if (sentAt > this.#closedAt) this.#inARow = 0;
  }
}
