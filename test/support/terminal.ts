/** A terminal with a person at it, for commands that are run inside the test. */
import type { Host } from '../../src/cli/host.ts';
import { Outlet } from '../../src/cli/outlet.ts';

export interface Terminal {
  readonly host: Host;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly questions: readonly string[];
}

/** @param answer given to each question; what it does first happens while the person thinks */
export function terminal(
  env: Readonly<Record<string, string>>,
  answer: (question: string) => string | undefined | Promise<string | undefined>,
): Terminal {
  const text = { stdout: '', stderr: '' };
  const outlet = new Outlet();
  const stream = (name: keyof typeof text) =>
    outlet.stream(
      (more) => {
        text[name] += more;
      },
      { isTerminal: true, width: 100 },
    );
  const questions: string[] = [];
  const host: Host = {
    env: { ...env, NO_COLOR: '1' },
    program: '',
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    streamTo: (send) => outlet.stream(send),
    conceal: (secret) => outlet.conceal(secret),
    redact: (text) => outlet.redact(text),
    canAsk: true,
    ask: async (question) => {
      questions.push(question.trim());
      return answer(question);
    },
    stopSignal: () => new AbortController().signal,
    hurrySignal: () => new AbortController().signal,
    stoppedWith: () => undefined,
    writesBegin: () => undefined,
    isWriting: () => false,
    breakOff: () => undefined,
    failed: () => 1,
    now: () => 0,
  };
  return { host, stdout: () => text.stdout, stderr: () => text.stderr, questions };
}
