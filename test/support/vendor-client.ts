/** The vendor's own client, vps-mcp from PyPI, unmodified: installs it into node_modules and speaks MCP to it over stdio. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('../sandbox/vps-mcp.requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../../node_modules/.cache/vps-mcp', import.meta.url));
/** Is written last, with the requirements that are installed: half an installation is begun anew. */
const done = join(folder, 'installed');
const running = new Set<ChildProcess>();
// What a failed test leaves running ends with its file.
afterAll(() => {
  for (const child of running) child.kill('SIGTERM');
});

/** Installs the client unless it is there; says why where it cannot be had, which is no failure of ours. */
export async function installVendorClient(): Promise<{ readonly missing?: string }> {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted && (await isUsable())) return {};
  try {
    const fit =
      'import sys, venv, ensurepip; sys.exit(None if sys.version_info >= (3, 11) else "older than 3.11, which the pinned versions need")';
    await run('python3', ['-c', fit]);
    await run('python3', ['-m', 'venv', '--clear', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--retries', '0', '--timeout', '20'];
    // Wheels only: nothing that comes from there is run in order to be installed.
    await run(join(folder, 'bin/python'), [...pip, '--only-binary', ':all:', '-r', requirements], {
      timeout: 180_000,
    });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string | number; stderr?: string };
    return { missing: stderr.trim().split('\n').at(-1) || `python3: ${code}` };
  }
  writeFileSync(done, wanted);
  return {};
}

/** Whether what is installed still runs: the Python below it may have gone. */
async function isUsable(): Promise<boolean> {
  try {
    await run(join(folder, 'bin/python'), ['-c', 'import vps_mcp.server']);
    return true;
  } catch {
    return false;
  }
}

export interface VendorClient {
  /** Names of all its tools. */
  tools(): Promise<string[]>;
  /** Calls a tool and gives the text that it answers. Rejects where the tool itself failed. */
  call(tool: string, given?: Readonly<Record<string, unknown>>): Promise<string>;
  stop(): Promise<void>;
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  // biome-ignore lint/suspicious/noExplicitAny: each method has a result of its own
  readonly result?: any;
}

/** Starts it as an assistant's host does. */
export async function startVendorClient(env: {
  readonly VPS_API_URL: string;
  readonly VPS_API_TOKEN: string;
}): Promise<VendorClient> {
  // Nothing else of our environment: a proxy's variables would send what is for this machine elsewhere.
  const child = spawn(join(folder, 'bin/vps-mcp'), [], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = JSON.parse(line) as Reply;
    if (reply.id === undefined) return;
    waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      for (const { reject } of waiting.values()) reject(new Error(`vps-mcp ended with ${code}: ${errors}`));
      resolve();
    });
  });

  const write = (message: object): void => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  let last = 0;
  const ask = async (method: string, params: object = {}): Promise<Reply['result']> => {
    const id = ++last;
    const reply = await new Promise<Reply>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      write({ id, method, params });
    });
    if (reply.error !== undefined) throw new Error(reply.error.message);
    return reply.result;
  };
  await ask('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '0' },
  });
  write({ method: 'notifications/initialized' });
  return {
    async tools() {
      const { tools } = await ask('tools/list');
      return tools.map(({ name }: { name: string }) => name);
    },
    async call(tool, given = {}) {
      const { content, isError } = await ask('tools/call', { name: tool, arguments: given });
      const text: string = content.map((one: { text: string }) => one.text).join('\n');
      if (isError) throw new Error(text);
      return text;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
