/** The process as the commands see it: streams, terminal, environment, signals. The only code that touches `process`. */
import { DnssyncError } from '../errors.ts';
import { sealed } from '../render/sealed.ts';
import { withholdMemory } from './core-dump.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type Concealed, Outlet, type Stream } from './outlet.ts';

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of the running program file, for starting it again or its sandbox beside it. */
  readonly program: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Where a line that renews itself is drawn; absent where whoever draws it must take it away alone. */
  readonly canvas?: Canvas;
  /** A stream that is no terminal and ends in this function. */
  streamTo(send: (text: string) => void): Stream;
  /** From now on, no output holds this. */
  conceal(secret: Concealed): void;
  /** The text without it; what goes into files that no stream writes. */
  redact(text: string): string;
  /** Whether a person can be asked: stdin and stderr are a terminal. */
  readonly canAsk: boolean;
  /** Writes the question to stderr and resolves to the answer, trimmed; undefined where the input ended without one. */
  ask(question: string): Promise<string | undefined>;
  /** Aborted by the first SIGINT or SIGTERM. From the first call on, the signal no longer ends the process by itself. */
  stopSignal(): AbortSignal;
  /** Aborted by the second of them, where writes are under way; where none are, and by the third, the process ends. */
  hurrySignal(): AbortSignal;
  /** The exit code of the signal that came; undefined where none came. */
  stoppedWith(): ExitCode | undefined;
  /** Marks that writes are under way, see {@link Host.failed}; a terminal that is closed does not end them. */
  writesBegin(): void;
  isWriting(): boolean;
  /** Ends the process, whatever it still waits for, and never with success. */
  breakOff(): void;
  /** The exit code of a process that ends without having earned one: 1, and 5 once writes are under way. */
  failed(): ExitCode;
  /** Seconds, from a clock that never steps. */
  now(): number;
}

/** The terminal's last line. */
export interface Canvas {
  /** Writes to stderr's terminal, and to nothing else. */
  draw(text: string): void;
  /** @param hide takes the line away; called before anything is written to either stream */
  beforeWrites(hide: () => void): void;
}

/** npm passes on what the terminal has sent to everybody: one key, two signals within so many seconds. */
const ONE_KEY = 0.5;

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

export function processHost(program: string): Host {
  withholdMemory();
  // A process whose work never settles, or that dies, must not look like success (reliability finding 9).
  process.exitCode = EXIT.couldNot;
  const controller = new AbortController();
  const hurry = new AbortController();
  let listening = false;
  let stoppedWith: ExitCode | undefined;
  let signalledAt = Number.NEGATIVE_INFINITY;
  let failed: ExitCode = EXIT.couldNot;
  const isWriting = (): boolean => failed === EXIT.incomplete;
  const outlet = new Outlet();
  const stderr = streamOf(outlet, process.stderr);

  const onSignal = (signal: keyof typeof SIGNALS): void => {
    if (now() - signalledAt < ONE_KEY) return;
    signalledAt = now();
    const reason = new DnssyncError(`stopped by ${signal}`, { code: 'stopped' });
    if (stoppedWith === undefined) {
      stoppedWith = SIGNALS[signal];
      controller.abort(reason);
    } else if (isWriting() && !hurry.signal.aborted) hurry.abort(reason);
    else process.exit(stoppedWith);
  };

  const hides: (() => void)[] = [];
  const cleared = (stream: Stream): Stream => {
    const afterHiding = (write: (text: string) => void) => (text: string) => {
      for (const hide of hides) hide();
      write(text);
    };
    return {
      ...stream,
      write: afterHiding(stream.write),
      writeCommands: afterHiding(stream.writeCommands),
    };
  };

  return {
    env: process.env,
    program,
    stdout: cleared(
      streamOf(outlet, process.stdout, (message) => {
        stderr.write(`error cannot write the output: ${message}\n`);
        // Half an answer is none; where it is noticed, the command may or may not have ended.
        process.once('exit', (code) => {
          if (code === EXIT.done || code === EXIT.differences) process.exitCode = failed;
        });
      }),
    ),
    stderr: cleared(stderr),
    canvas: {
      // Only here a cursor may move: what is drawn is made of counts and words of our own.
      draw: (text) => void process.stderr.write(text),
      beforeWrites: (hide) => {
        hides.push(hide);
      },
    },
    streamTo: (send) => outlet.stream(send),
    conceal: (secret) => outlet.conceal(secret),
    redact: (text) => outlet.redact(text),
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask: (question) => ask(question, controller.signal),
    stopSignal: () => {
      if (!listening) {
        listening = true;
        process.on('SIGINT', onSignal);
        process.on('SIGTERM', onSignal);
      }
      return controller.signal;
    },
    hurrySignal: () => hurry.signal,
    stoppedWith: () => stoppedWith,
    writesBegin: () => {
      failed = EXIT.incomplete;
      process.exitCode = failed;
      process.on('SIGHUP', () => undefined);
    },
    isWriting,
    breakOff: () => {
      stderr.write(BROKEN_OFF);
      process.exit(stoppedWith ?? failed);
    },
    failed: () => failed,
    now,
  };
}

/** @param onLost told once where text could not be written and somebody still waits for it */
function streamOf(outlet: Outlet, stream: NodeJS.WriteStream, onLost?: (message: string) => void): Stream {
  let isLost = false;
  // A reader that went away (`dnssync apply | head`) must not stop an apply half-way: the text is lost, the work goes on.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    onLost?.(error.message);
  });
  return outlet.stream((text) => void stream.write(text), {
    isTerminal: stream.isTTY === true,
    width: stream.isTTY === true ? stream.columns : undefined,
  });
}

const BROKEN_OFF = `error dnssync did not come to its end and breaks off
  This is a bug in dnssync. What was sent until now stands in its record: dnssync runs show
`;

/** Seconds, from a clock that never steps. */
function now(): number {
  return performance.now() / 1000;
}

async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<undefined>((resolve) => {
      lines.once('close', () => resolve(undefined));
      // Ctrl-C at the prompt is the signal, not an answer.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    });
    const answered = lines.question(sealed(question), { signal }).catch(() => undefined);
    return (await Promise.race([answered, closed]))?.trim();
  } finally {
    lines.close();
  }
}
