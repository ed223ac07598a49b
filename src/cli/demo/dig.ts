/** What `dig` says: the real program, asked for one RRset after the other. */
import { execFile } from 'node:child_process';
import type { ChangedRrset } from './changed-rrsets.ts';

export interface Answer {
  /** The RCODE by its name (RFC 1035 section 4.1.1), as dig prints it. */
  readonly status: string;
  /** The lines of the answer section, each in five fields: owner, ttl, class, type, data. */
  readonly lines: readonly (readonly string[])[];
}

export class Dig {
  readonly #server: readonly string[];

  readonly #env: NodeJS.ProcessEnv;

  /** @param dns `ADDRESS:PORT` */
  constructor(dns: string, env: NodeJS.ProcessEnv) {
    this.#env = env;
    const [address, port = ''] = dns.split(':');
    this.#server = [`@${address}`, '-p', port];
  }

  /** As a person types it. */
  get command(): string {
    return ['dig', ...this.#server].join(' ');
  }

  /** Undefined where the program is not installed. */
  async ask({ owner, type }: Pick<ChangedRrset, 'owner' | 'type'>): Promise<Answer | undefined> {
    const args = [...this.#server, '+noall', '+answer', '+comments', '+time=2', owner, type];
    const text = await new Promise<string | undefined>((resolve) => {
      execFile('dig', args, { env: this.#env }, (error, stdout) =>
        resolve(error?.code === 'ENOENT' ? undefined : stdout),
      );
    });
    if (text === undefined) return undefined;
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
    return {
      status: /status: (\w+)/.exec(text)?.[1] ?? 'no answer',
      lines: lines.map((line) => /^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line)?.slice(1) ?? [line]),
    };
  }
}
