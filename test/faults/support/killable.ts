/** The sandbox's service on a real port, which kills its caller over a request of the test's choice. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { emptyAnswer, type Reply, type Request } from '../../../src/sandbox/http/message.ts';
import { type Listening, listen } from '../../../src/sandbox/http/server.ts';
import { type CliResult, resultOf, spawnCli } from '../../support/cli-process.ts';
import { openVirtualSandbox, TOKEN, type VirtualSandbox } from './virtual-sandbox.ts';

/** What the request that is killed over has come to, when its sender dies. */
export const PHASES = [
  'never arrived',
  'worked on after the death',
  'worked on, not answered',
  'answered',
] as const;
export type Phase = (typeof PHASES)[number];

interface Trap {
  readonly child: ChildProcess;
  /** From 1, counted from when the trap was set. */
  readonly nth: number;
  readonly phase: Phase;
}

export class KillableService {
  readonly sandbox: VirtualSandbox;
  readonly #port: Listening;
  #trap: Trap | undefined;
  #seen = 0;

  private constructor(sandbox: VirtualSandbox, port: Listening) {
    this.sandbox = sandbox;
    this.#port = port;
  }

  static async open(): Promise<KillableService> {
    const sandbox = await openVirtualSandbox();
    let service: KillableService | undefined;
    const port = await listen({
      port: 0,
      bodyLimit: 1e6,
      handle: (request, closed) => (service as KillableService).#handle(request, closed),
      failed: (error) => Promise.reject(error),
    });
    service = new KillableService(sandbox, port);
    return service;
  }

  get env(): Readonly<Record<string, string>> {
    return { VPS_API_URL: `http://127.0.0.1:${this.#port.port}/api/v1`, VPS_API_TOKEN: TOKEN };
  }

  /** How many requests have come. */
  get seen(): number {
    return this.#seen;
  }

  /** Runs the command line until it dies over its nth request, if it makes so many. */
  async kill(args: readonly string[], cwd: string, nth: number, phase: Phase): Promise<CliResult> {
    this.#seen = 0;
    const child = spawnCli(args, cwd, this.env);
    this.#trap = { child, nth, phase };
    const result = await resultOf(child);
    this.#trap = undefined;
    // What was under way when it died is still worked on.
    while (this.sandbox.log.entries().some(({ status, fault }) => status === null && fault === undefined)) {
      await new Promise((turn) => setImmediate(turn));
    }
    return result;
  }

  async close(): Promise<void> {
    this.#trap?.child.kill('SIGKILL');
    await this.#port.close();
    await this.sandbox.close();
  }

  async #handle(request: Request, closed: Promise<void>): Promise<Reply> {
    this.#seen++;
    const { service } = this.sandbox;
    if (this.#trap === undefined || this.#seen !== this.#trap.nth) return service.reply(request, closed);
    const { child, phase } = this.#trap;
    if (phase === 'answered') {
      void closed.then(() => child.kill('SIGKILL'));
      return service.reply(request, closed);
    }
    const early = phase === 'worked on, not answered' ? await service.reply(request, closed) : undefined;
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    await dead;
    if (phase === 'never arrived') return { answer: emptyAnswer(0), delivery: 'reset' };
    return early ?? service.reply(request, closed);
  }
}
