/** The service as the environment and the options name it. */
import { readFile, stat } from 'node:fs/promises';
import { DnssyncError } from '../errors.ts';
import type { ApplyEvent } from '../model/report.ts';
import { type Connection, connect } from '../provider/connect.ts';
import { proxyFor } from '../provider/vpsorg/proxy.ts';
import { readSettings } from '../provider/vpsorg/settings.ts';
import type { ZoneAnswers } from '../provider/vpsorg/zone-answers.ts';
import { safe } from '../render/safe.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';

export interface ApiOptions {
  readonly tokenFile?: string;
  /** Seconds. */
  readonly maxWait: number;
}

/** Connects; rejects with a usage error where the token or the address cannot be used. Sends nothing yet. */
export async function openConnection(
  host: Host,
  options: ApiOptions & CommonOptions,
  extra: {
    readonly concurrency?: number;
    readonly signal: AbortSignal;
    readonly giveUp?: AbortSignal;
    readonly onEvent: (event: ApplyEvent) => void;
    readonly answers?: ZoneAnswers;
  },
): Promise<Connection> {
  const tokenFileText =
    options.tokenFile === undefined ? undefined : await readTokenFile(host, options.tokenFile);
  const settings = readSettings(host.env, tokenFileText === undefined ? {} : { tokenFileText });
  host.conceal(settings.token);
  const proxy = proxyFor(settings.apiUrl, host.env);
  if (proxy !== undefined && !options.quiet) {
    host.stderr.write(`Calls of the API go through the proxy ${safe(proxy.host)} (${proxy.variable}).\n`);
  }
  return connect({ ...settings, ...extra, maxWaitSeconds: options.maxWait, env: host.env });
}

async function readTokenFile(host: Host, path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      host.stderr.write(`warning: others can read the token file ${safe(path)}; chmod 600 mends that\n`);
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DnssyncError(`cannot read the token file ${path}`, { code: 'usage', cause });
  }
}
