/** Starts the built sandbox as a child process on free ports, for tests that speak to it by plain HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** A sandbox that is up and answers. */
export interface RunningSandbox {
  /** Base of the API, `http://127.0.0.1:PORT/api/v1`, as VPS_API_URL takes it. */
  readonly url: string;
  /** Base of the control port, without a final slash. */
  readonly control: string;
  /** The first token given by `--token`, or the one that may do all. */
  readonly token: string;
  /** `127.0.0.1:PORT` of its named; undefined where none runs. */
  readonly dns: string | undefined;
  /** Whether it was asked for a named: without BIND it goes on without one. */
  readonly hasNamed: boolean;
  /** What a client's environment needs: VPS_API_URL and VPS_API_TOKEN. */
  readonly env: { readonly VPS_API_URL: string; readonly VPS_API_TOKEN: string };
  /** One call of the API with the token; the body, where given, is sent as JSON. */
  api(method: string, path: string, body?: unknown): Promise<Response>;
  /** One call of the control port, answered as JSON: a GET, or with a body a POST. Throws unless it is a success. */
  ask<T = unknown>(path: string, body?: unknown): Promise<T>;
  /** Ends it by SIGTERM, or as Ctrl-C does; gives its exit code. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  /** Ends it by SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

/** The line of `--json`. */
interface Ready {
  readonly url: string;
  readonly control: string;
  readonly token: string;
  readonly dns?: string;
}

const bundle = fileURLToPath(new URL('../../lib/sandbox.js', import.meta.url));
const running = new Set<ChildProcess>();
const ready = new Map<string, RunningSandbox>();

/** The sandbox that was started here with this URL. */
export function sandboxAt(url: string | undefined): RunningSandbox | undefined {
  return ready.get(url ?? '');
}

// What a failed test leaves running ends with its file: a worker of vitest's is killed without an 'exit'.
afterAll(() => {
  for (const child of running) child.kill('SIGTERM');
});

/**
 * Starts a sandbox and waits until it is ready.
 * @param args further flags, such as `--data DIR`, `--token vps_x=dns:list`, `--delay 50`
 * @param mostKiB a limit on the size of each file it writes, in place of a full disk: a write fails halfway, as there
 */
export async function startSandbox(args: readonly string[] = [], mostKiB?: number): Promise<RunningSandbox> {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run 'npm run build' first`);
  const command = [process.execPath, bundle, '--port', '0', '--control-port', '0', '--json', ...args];
  const limit = `trap '' XFSZ; ulimit -f ${mostKiB}; exec "$@"`;
  const [program = '', ...rest] = mostKiB === undefined ? command : ['bash', '-c', limit, 'bash', ...command];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const firstLine = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  const line = await Promise.race([firstLine, exited.then(() => undefined)]);
  if (line === undefined) throw new Error(`the sandbox ended before it was ready: ${errors}`);
  const { url, control, token, dns } = JSON.parse(line) as Ready;
  const sandbox: RunningSandbox = {
    url,
    control,
    token,
    dns,
    hasNamed: args.includes('--named'),
    env: { VPS_API_URL: url, VPS_API_TOKEN: token },
    api: (method, path, body) =>
      fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async ask<T>(path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${control}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`control port: ${path} answered ${response.status}: ${text}`);
      return JSON.parse(text) as T;
    },
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  ready.set(url, sandbox);
  return sandbox;
}
