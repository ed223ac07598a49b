/** The journal as a file: a call is on the disk before it goes out. Calls that come together share one flush. */
import { type FileHandle, open } from 'node:fs/promises';
import { DnssyncError, systemWords } from '../../errors.ts';
import type { CallResult, JournalCall, JournalLine } from '../journal.ts';
import type { Journal } from '../journaled.ts';

interface Waiting {
  readonly line: string;
  /** Whether somebody waits for it to be on the disk, and not only in the file. */
  readonly mustLast: boolean;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

export class JournalFile implements Journal {
  readonly #handle: FileHandle;
  readonly #now: () => string;
  #seq = 0;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #broken: DnssyncError | undefined;

  private constructor(handle: FileHandle, now: () => string) {
    this.#handle = handle;
    this.#now = now;
  }

  /** @param now the time as ISO 8601 */
  static async create(path: string, now: () => string): Promise<JournalFile> {
    return new JournalFile(await open(path, 'wx', 0o600), now);
  }

  async intent(call: JournalCall): Promise<number> {
    if (this.#broken !== undefined) throw this.#broken;
    const seq = ++this.#seq;
    await this.#append({ seq, at: this.#now(), state: 'intent', ...call });
    return seq;
  }

  result(seq: number, result: CallResult): void {
    // What breaks here breaks the next intent as well, and is told there.
    if (this.#broken === undefined) {
      this.#append({ seq, at: this.#now(), ...result }).catch(() => undefined);
    }
  }

  /** The same journal for calls that must go out even where the disk is full: their counterpart has been made. */
  lenient(): Journal {
    return {
      intent: (call) => this.intent(call).catch(() => 0),
      result: (seq, result) => this.result(seq, result),
    };
  }

  async close(): Promise<void> {
    await this.#flushing;
    try {
      if (this.#seq > 0) await this.#handle.datasync();
      await this.#handle.close();
    } catch (cause) {
      throw unwritable(cause);
    }
  }

  #append(line: JournalLine): Promise<void> {
    return new Promise((written, failed) => {
      const mustLast = line.state === 'intent';
      this.#waiting.push({ line: `${JSON.stringify(line)}\n`, mustLast, written, failed });
      this.#flushing ??= this.#flush().finally(() => {
        this.#flushing = undefined;
      });
    });
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#handle.appendFile(batch.map(({ line }) => line).join(''));
        if (batch.some(({ mustLast }) => mustLast)) await this.#handle.datasync();
        for (const { written } of batch) written();
      } catch (cause) {
        this.#broken = unwritable(cause);
        for (const { failed } of batch) failed(this.#broken);
      }
    }
  }
}

function unwritable(cause: unknown): DnssyncError {
  return new DnssyncError(`the journal of this run cannot be written: ${systemWords(cause)}`, {
    code: 'stopped',
    hint: 'make room for it, and run dnssync again',
    cause,
  });
}
