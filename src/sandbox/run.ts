/** One run of the sandbox: from its command line to its exit code. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, basePath } from './api/api.ts';
import { Bind } from './bind/bind.ts';
import { findPrograms } from './bind/programs.ts';
import { Checker } from './control/checker.ts';
import { Control } from './control/control.ts';
import { useMix } from './control/faults.ts';
import { RequestLog } from './control/request-log.ts';
import { Faults } from './faults/faults.ts';
import { help } from './help.ts';
import { type Listening, listen } from './http/server.ts';
import { type Options, readOptions, type TokenOption } from './options.ts';
import { Refusal } from './refusal.ts';
import { Service } from './service.ts';
import { LaggingReads } from './store/lagging-reads.ts';
import { Store } from './store/store.ts';
import { Throttle } from './throttle.ts';
import { allPermissions, Tokens } from './tokens.ts';

export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Ends the run in good order. */
  readonly stop: AbortSignal;
}

const MiB = 1024 * 1024;

/**
 * Runs until it is stopped.
 * @returns the exit code: 0 stopped, 1 it could not go on, 3 the command line is wrong
 */
export async function runSandbox(argv: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options.help) {
      io.out(help);
      return 0;
    }
    return await withFolder(options.data, (folder) => serve(options, folder, io));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    io.err(`dnssync-sandbox: ${error.message}\n`);
    return error.exitCode;
  }
}

/** Uses the folder given, or one that is gone afterwards. */
async function withFolder(
  given: string | undefined,
  use: (folder: string) => Promise<number>,
): Promise<number> {
  if (given !== undefined) return await use(given);
  const folder = await mkdtemp(join(tmpdir(), 'dnssync-sandbox-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function serve(options: Options, folder: string, io: Io): Promise<number> {
  const { settings } = options;
  const given: readonly TokenOption[] =
    options.tokens.length > 0 ? options.tokens : [{ secret: newSecret(), permissions: allPermissions }];
  const tokens = new Tokens();
  for (const { secret, permissions } of given) tokens.add(secret, permissions);

  const store = await Store.open(folder, Date.now);
  let bind: Bind | undefined;
  const ports: Listening[] = [];
  const broken = new AbortController();
  function failed(error: Error): void {
    if (broken.signal.aborted) return;
    if (error instanceof Refusal) broken.abort();
    io.err(`dnssync-sandbox: ${error instanceof Refusal ? error.message : error.stack}\n`);
  }
  try {
    const now = () => performance.now();
    const faults = new Faults();
    if (options.faults !== undefined) useMix(faults, store, options.faults);
    const log = new RequestLog(now);
    const reads = new LaggingReads(store, () => settings.read_lag, now);
    const api = new Api({ store, reads, tokens, throttle: new Throttle(), settings, now });
    const checker = new Checker(store.state);
    store.observe(checker);
    const service = new Service({ api, store, faults, log, checker, settings, sleep: pause });
    // Without a folder of the user's nobody would look at the zone files.
    if (options.named || options.data !== undefined) {
      bind = await Bind.open({
        store,
        folder: join(folder, 'bind'),
        programs: await findPrograms(process.env.PATH ?? ''),
        serve: options.named,
        delay: () => settings.publish_delay,
        tell: (line) => io.err(`dnssync-sandbox: ${line}\n`),
      });
    }
    const control = new Control({ store, faults, log, checker, settings, bind }, later);
    const apiPort = await listen({
      port: options.port,
      bodyLimit: MiB,
      handle: (request, closed) => service.reply(request, closed),
      failed,
    });
    ports.push(apiPort);
    const controlPort = await listen({
      port: options.controlPort,
      bodyLimit: 64 * MiB,
      handle: (request) => control.reply(request),
      failed,
    });
    ports.push(controlPort);

    const ready: Ready = {
      url: `http://127.0.0.1:${apiPort.port}${basePath}`,
      control: `http://127.0.0.1:${controlPort.port}`,
      token: given[0]?.secret ?? '',
      ...(bind?.dns === undefined ? {} : { dns: bind.dns }),
    };
    io.out(options.json ? `${JSON.stringify(ready)}\n` : greeting(ready, options.data));
    const over = AbortSignal.any([io.stop, broken.signal]);
    if (!over.aborted) await once(over, 'abort');
    return broken.signal.aborted ? 1 : 0;
  } finally {
    await Promise.all(ports.map((port) => port.close()));
    await bind?.close();
    await store.close();
  }
}

/** Does not keep the process alive when everything else has ended. */
function pause(milliseconds: number): Promise<unknown> {
  return sleep(milliseconds, undefined, { ref: false });
}

function later(milliseconds: number, work: () => void): void {
  setTimeout(work, milliseconds).unref();
}

/** What a client needs to know, and the line that `--json` prints. */
interface Ready {
  readonly url: string;
  readonly control: string;
  readonly token: string;
  readonly dns?: string;
}

function greeting(ready: Ready, data: string | undefined): string {
  return `The sandbox speaks the VPS.org DNS API at ${ready.url}
${data === undefined ? 'What is stored is gone when it ends; --data DIR keeps it.' : `What is stored is kept in ${data}.`}

Paste this where the client runs:

  export VPS_API_URL=${ready.url}
  export VPS_API_TOKEN=${ready.token}
${ready.dns === undefined ? '' : dnsHint(ready.dns)}
Live page and controls: ${ready.control}/   Stop: Ctrl-C
`;
}

function dnsHint(dns: string): string {
  const [host, port] = dns.split(':');
  return `
The zones are served by BIND at ${dns}: dig @${host} -p ${port} NAME
For dnssync verify to ask there, put this into dnssync.yaml:

  nameservers: [${dns}]
`;
}

/** Not kept anywhere: as with the vendor, a token is shown once. */
function newSecret(): string {
  return `vps_${randomBytes(16).toString('hex')}`;
}
