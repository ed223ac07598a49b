/** A real `named` on a free port of 127.0.0.1, without root: started, told to load, asked what it serves, ended. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { spawnGuarded } from './guard.ts';
import { namedConf, rndcKey } from './named-conf.ts';
import { NamedLog } from './named-log.ts';
import { runProgram } from './programs.ts';

export interface NamedParts {
  /** Paths of the programs. */
  readonly named: string;
  readonly rndc: string;
  /** Holds zones.conf and the zone files. */
  readonly folder: string;
}

/** Milliseconds that a start may take, and the loading of a zone. */
const patience = 30_000;

export class Named {
  readonly port: number;
  readonly #parts: NamedParts;
  readonly #rndcPort: number;
  readonly #child: ChildProcess;
  readonly #log = new NamedLog();
  readonly #resolver = new Resolver({ timeout: 1000, tries: 2 });
  readonly #over = new AbortController();
  readonly #exited: Promise<unknown>;
  #runs = true;

  private constructor(parts: NamedParts, port: number, rndcPort: number) {
    this.#parts = parts;
    this.port = port;
    this.#rndcPort = rndcPort;
    this.#resolver.setServers([`127.0.0.1:${port}`]);
    // One worker is plenty, and makes its log read in order.
    const args = ['-g', '-n', '1', '-c', 'named.conf', '-p', String(port)];
    this.#child = spawnGuarded(parts.named, args, parts.folder);
    if (this.#child.stderr !== null) {
      createInterface({ input: this.#child.stderr }).on('line', (line) => this.#log.hear(line));
    }
    // A pipe to a process that has gone is no news.
    this.#child.stdin?.on('error', () => undefined);
    this.#exited = once(this.#child, 'close').catch(() => undefined);
    void this.#exited.then(() => {
      this.#runs = false;
    });
  }

  /** Starts it and waits until it runs. Throws an Error in its own words where it does not. */
  static async start(parts: NamedParts): Promise<Named> {
    const secret = randomBytes(32).toString('base64');
    await writeFile(join(parts.folder, 'rndc.key'), rndcKey(secret), { mode: 0o600 });
    for (let tries = 0; ; tries++) {
      const [port, rndcPort] = [await freePort(), await freePort()];
      await writeFile(join(parts.folder, 'named.conf'), namedConf(rndcPort), { mode: 0o600 });
      const named = new Named(parts, port, rndcPort);
      const trouble = await named.#comingUp();
      if (trouble === undefined) return named;
      await named.stop();
      // Another process may have been faster with one of the ports.
      if (!trouble.includes('in use') || tries === 4) throw new Error(trouble);
    }
  }

  /** Undefined when it runs and listens; what went wrong otherwise. */
  async #comingUp(): Promise<string | undefined> {
    for (let waited = 0; waited < patience; waited += 20) {
      const { running, trouble } = this.#log.starting();
      if (running) return trouble?.includes('in use') === true ? trouble : undefined;
      if (!this.#runs) return trouble ?? 'it ended at once';
      await sleep(20);
    }
    return 'it did not come up';
  }

  /** Settles when it has ended, whether or not it was to. */
  get exited(): Promise<unknown> {
    return this.#exited;
  }

  /** Takes zones.conf as it now is; loads what is new there, drops what is gone. */
  async reconfigure(): Promise<void> {
    await this.#rndc('reconfig');
  }

  /** Loads the file of a zone that zones.conf lists. */
  async reload(domain: string): Promise<void> {
    await this.#rndc('reload', domain);
  }

  /** Before a file is put in place: complaints from then on are about that file. */
  expect(domain: string): void {
    this.#log.forget(domain);
  }

  /** Waits until it serves this serial. @returns why it does not; undefined where it does */
  async refusalOf(domain: string, serial: number): Promise<string | undefined> {
    let pause = 5;
    for (let waited = 0; waited < patience; waited += pause) {
      if ((await this.serialOf(domain)) === serial) return undefined;
      if (!this.#runs) return 'named is not running';
      const refusal = this.#log.refusal(domain);
      if (refusal !== undefined) return refusal;
      pause = Math.min(2 * pause, 100);
      await sleep(pause);
    }
    return `named has not loaded it in ${patience / 1000} seconds`;
  }

  /** The serial that it serves; undefined where it does not serve the zone. */
  async serialOf(domain: string): Promise<number | undefined> {
    return await this.#resolver.resolveSoa(domain).then(
      ({ serial }) => serial,
      () => undefined,
    );
  }

  async stop(): Promise<void> {
    this.#over.abort();
    this.#resolver.cancel();
    this.#child.stdin?.end();
    await this.#exited;
  }

  /** What it answers is not looked at: `reload` says OK to what it then does not load. */
  async #rndc(...command: string[]): Promise<void> {
    const args = ['-s', '127.0.0.1', '-p', String(this.#rndcPort), '-k', 'rndc.key', ...command];
    await runProgram(this.#parts.rndc, args, { cwd: this.#parts.folder, signal: this.#over.signal });
  }
}
