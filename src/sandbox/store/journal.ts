/** The state on disk: one file of checksummed lines, appended with one fsync for all writes that wait together. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { Refusal } from '../refusal.ts';
import { putInPlace, writeBeside } from '../replace-file.ts';
import type { Op } from './op.ts';

/** Operations in one line of a compacted file. */
const opsPerLine = 1000;

/** A file is compacted when it holds this many operations more than twice what the state needs. */
const slack = 100_000;

/**
 * A line is one batch: CRC-32 of its JSON in hex, a blank, the JSON array of its operations. A batch is there as a
 * whole or not at all, so whatever a crash leaves torn is the last line, and nothing in it was answered.
 */
export class Journal {
  readonly #path: string;
  readonly #everything: () => Iterable<Op>;
  #file: FileHandle;
  /** Operations in the file, and how many of them a compacted file would hold. */
  #length: number;
  #needed: number;
  #waiting: Op[] = [];
  #queued = false;
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, everything: () => Iterable<Op>, fresh: CompactFile) {
    this.#path = path;
    this.#everything = everything;
    this.#file = fresh.file;
    this.#length = fresh.length;
    this.#needed = fresh.length;
  }

  /**
   * Reads the file into `apply`, writes it anew in its shortest form, and opens it for appending.
   * @param everything gives the operations that build the state as it is when called
   */
  static async open(path: string, apply: (op: Op) => void, everything: () => Iterable<Op>): Promise<Journal> {
    await replay(path, apply);
    return new Journal(path, everything, await replaceFile(path, compactText(everything())));
  }

  /** Takes operations that the state holds already; {@link flushed} tells when they are on disk. */
  append(ops: readonly Op[]): void {
    for (const op of ops) this.#waiting.push(op);
    // What comes while one batch is being written shares the fsync of the next.
    if (this.#queued) return;
    this.#queued = true;
    // A batch that failed fails all that follow: after a failed fsync nothing is known about what the disk holds.
    this.#last = this.#last.then(() => this.#writeBatch());
    // Whoever waits for flushed() hears of a failure; with nobody waiting it must not end the process unexplained.
    this.#last.catch(() => undefined);
  }

  /** Resolves when all that was appended so far is on disk; rejects where it cannot be written. */
  flushed(): Promise<void> {
    return this.#last;
  }

  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#file.close();
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#queued = false;
    this.#length += batch.length;
    try {
      if (this.#length > 2 * this.#needed + slack) await this.#compact();
      else {
        await this.#file.appendFile(lineOf(batch));
        await this.#file.datasync();
      }
    } catch (error) {
      throw new Refusal(`cannot write ${this.#path}: ${(error as Error).message}`);
    }
  }

  /** In place of an append: the state holds the batch already, so the compacted file does too. */
  async #compact(): Promise<void> {
    const text = compactText(this.#everything());
    await this.#file.close();
    const fresh = await replaceFile(this.#path, text);
    this.#file = fresh.file;
    this.#length = fresh.length;
    this.#needed = fresh.length;
  }
}

interface CompactFile {
  readonly file: FileHandle;
  readonly length: number;
}

interface CompactText {
  readonly lines: readonly string[];
  readonly length: number;
}

function lineOf(ops: readonly Op[]): string {
  const json = JSON.stringify(ops);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** Applies every whole line. A bad last line is what a crash left; a bad line before others is damage. */
async function replay(path: string, apply: (op: Op) => void): Promise<void> {
  const data = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw new Refusal(`cannot read ${path}: ${error.message}`);
  });
  for (let start = 0; start < data.length; ) {
    const newline = data.indexOf(0x0a, start);
    const end = newline < 0 ? data.length : newline;
    const ops = newline < 0 ? undefined : readLine(data.subarray(start, end));
    if (ops === undefined) {
      if (end + 1 >= data.length) return;
      throw new Refusal(
        `${path} is damaged at byte ${start}: put a copy of the file back, or start with another --data folder`,
      );
    }
    for (const op of ops) apply(op);
    start = end + 1;
  }
}

function readLine(line: Buffer): readonly Op[] | undefined {
  const json = line.subarray(9);
  if (line[8] !== 0x20 || crc32(json) !== Number.parseInt(line.toString('latin1', 0, 8), 16))
    return undefined;
  return JSON.parse(json.toString('utf8')) as Op[];
}

/** Built in one go, so that no write can come between its parts. */
function compactText(everything: Iterable<Op>): CompactText {
  const lines: string[] = [];
  let batch: Op[] = [];
  let length = 0;
  for (const op of everything) {
    length++;
    if (batch.push(op) === opsPerLine) {
      lines.push(lineOf(batch));
      batch = [];
    }
  }
  if (batch.length > 0) lines.push(lineOf(batch));
  return { lines, length };
}

async function replaceFile(path: string, text: CompactText): Promise<CompactFile> {
  await writeBeside(path, text.lines);
  await putInPlace(path);
  return { file: await open(path, 'a', 0o600), length: text.length };
}
