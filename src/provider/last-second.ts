/** What the service was seen to take within one second: the least that a limit by the second can be, if nobody shares it. */

const SECOND = 1;
/** So many calls are remembered; who takes more in a second is not paced by a few refusals anyway. */
const MOST = 128;
/** What arrives is not as evenly spread as what is sent: so large a part of the calls may be missed in the count. */
const UNEVEN = 0.2;

export class LastSecond {
  /** When calls were sent, the last one at the end. */
  readonly #sent: number[] = [];
  #since = Number.NEGATIVE_INFINITY;
  #taken = 0;
  #proven = 0;

  /** The most calls that were sent and answered within one second: all of them arrived in it. */
  get proven(): number {
    return this.#proven;
  }

  sent(now: number): void {
    this.#sent.push(now);
    if (this.#sent.length > MOST) this.#sent.shift();
    if (now < this.#since + SECOND) return;
    this.#since = now;
    this.#taken = 0;
  }

  taken(now: number, sentAt: number): void {
    if (sentAt < this.#since || now >= this.#since + SECOND) return;
    this.#taken++;
    this.#proven = Math.min(MOST - 1, Math.max(this.#proven, this.#taken));
  }

  /**
   * Whether calls of ours can be why one was refused. Where clearly fewer of them can have arrived in the second before
   * it than the service has taken in one, no limit by the second was met by us: others used it up, or it was a mishap.
   */
  explains(refusedAt: number, sentAt: number): boolean {
    const since = sentAt - SECOND - (refusedAt - sentAt);
    const others = Math.ceil((1 - UNEVEN) * this.#proven);
    const earliest = this.#sent.at(-1 - others);
    return earliest !== undefined && earliest > since;
  }
}
