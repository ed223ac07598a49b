/** The vendor's own client, vps-mcp from PyPI, unmodified: installs it into node_modules and speaks MCP to it over stdio. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { installVenv, venvProgram } from './python-venv.ts';

const requirements = new URL('../sandbox/vps-mcp.requirements.txt', import.meta.url);
const running = new Set<ChildProcess>();
// What a failed test leaves running ends with its file.
afterAll(() => {
  for (const child of running) child.kill('SIGTERM');
});

/** Installs the client unless it is there; says why where it cannot be had, which is no failure of ours. */
export function installVendorClient(): Promise<{ readonly missing?: string }> {
  return installVenv('vps-mcp', requirements, 'vps_mcp.server');
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
  const child = spawn(venvProgram('vps-mcp', 'vps-mcp'), [], { env, stdio: ['pipe', 'pipe', 'pipe'] });
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
