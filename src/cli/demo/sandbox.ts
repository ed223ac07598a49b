/** The sandbox that the demo runs: started as a process of its own, filled, and looked at through its control port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { DnssyncError } from '../../errors.ts';
import { safe } from '../../render/safe.ts';
import { childEnv } from '../child-env.ts';
import type { Host } from '../host.ts';

/** What the sandbox prints when it is ready (design section 8). */
interface Ready {
  readonly url: string;
  readonly control: string;
  readonly token: string;
  /** `127.0.0.1:PORT`, where BIND serves the zones. */
  readonly dns?: string;
}

/** A record as the control port takes and shows it. */
export interface WireRecord {
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

export interface WireZone {
  readonly domain: string;
  readonly records: readonly WireRecord[];
}

interface Published {
  readonly zones: readonly {
    readonly domain: string;
    readonly state: string;
    readonly refusal: string | null;
  }[];
}

/** Milliseconds in which the service publishes at the latest. */
const PATIENCE = 10_000;

export class DemoSandbox {
  readonly #process: ChildProcess;
  readonly ready: Ready;
  readonly #noDns: () => string | undefined;

  private constructor(process: ChildProcess, ready: Ready, noDns: () => string | undefined) {
    this.#process = process;
    this.ready = ready;
    this.#noDns = noDns;
  }

  static async start(host: Host): Promise<DemoSandbox> {
    const program = join(dirname(host.program), 'sandbox.js');
    const flags = ['--port', '0', '--control-port', '0', '--json', '--named'];
    const child = spawn(process.execPath, [program, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: childEnv(host),
    });
    host.stopSignal().addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    let noDns: string | undefined;
    createInterface({ input: child.stderr }).on('line', (line) => {
      const reason = /^dnssync-sandbox: no DNS: (.*?)(?:; the rest works without it)?$/.exec(line)?.[1];
      if (reason === undefined) host.stderr.write(`${safe(line)}\n`);
      else noDns = reason;
    });
    const died = once(child, 'exit').then(() => {
      throw new DnssyncError('the sandbox did not start', { code: 'network' });
    });
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), died])) as [
      string,
    ];
    died.catch(() => undefined);
    return new DemoSandbox(child, JSON.parse(line) as Ready, () => noDns);
  }

  /** Why no BIND serves the zones, in the sandbox's words; undefined where one does. */
  get noDns(): string | undefined {
    return this.#noDns();
  }

  async seed(zones: readonly WireZone[]): Promise<void> {
    await this.#ask('seed', { zones });
  }

  async state(): Promise<readonly WireZone[]> {
    return ((await this.#ask('state')) as { zones: readonly WireZone[] }).zones;
  }

  /** Waits until DNS serves all that is stored. */
  async published(): Promise<void> {
    for (let waited = 0; ; waited += 20) {
      const { zones } = (await this.#ask('published')) as Published;
      const late = zones.find(({ state }) => state !== 'published');
      if (late === undefined) return;
      if (late.refusal !== null || waited > PATIENCE) {
        const why = late.refusal ?? `not in ${PATIENCE / 1000} seconds`;
        throw new DnssyncError(`BIND does not serve ${late.domain}: ${why}`, { code: 'network' });
      }
      await sleep(20);
    }
  }

  stop(): void {
    this.#process.kill('SIGTERM');
  }

  async #ask(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.ready.control}/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    return await response.json();
  }
}
