/** Reads what the runner gives: the event, the workspace, both services; a session for the mode to work in. */
import { realpathSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Host } from '../cli/host.ts';
import { sleeper } from '../cli/sleep.ts';
import type { FileOptions } from '../cli/workspace.ts';
import { DnssyncError, systemWords } from '../errors.ts';
import { isBelow } from '../load/is-below.ts';
import { readShard } from '../plan/shard.ts';
import { readEvent } from './event.ts';
import { github } from './github.ts';
import type { Inputs } from './inputs.ts';
import type { Session } from './session.ts';
import { wordsOf } from './words.ts';

/** Enters the working directory. Rejects with a usage error that names what of the workflow cannot be used. */
export async function openSession(host: Host, inputs: Inputs): Promise<Session> {
  const { env } = host;
  const payload = env.GITHUB_EVENT_PATH ? await readPayload(env.GITHUB_EVENT_PATH) : undefined;
  enterFolder(env.GITHUB_WORKSPACE ?? '.', inputs['working-directory']);
  const folder = join(env.RUNNER_TEMP ?? tmpdir(), 'dnssync', inputs.key.replace(/[^\w.-]/g, '_'));
  await mkdir(folder, { recursive: true });
  const api = env.GITHUB_API_URL ?? 'https://api.github.com';
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
  const token = inputs['github-token'];
  return {
    host: { ...host, env: serviceEnvironment(env, inputs) },
    inputs,
    event: readEvent(env.GITHUB_EVENT_NAME ?? '', payload),
    github:
      token === '' || repo === ''
        ? undefined
        : github({
            apiUrl: api,
            graphqlUrl: env.GITHUB_GRAPHQL_URL ?? `${api}/graphql`,
            token,
            owner,
            repo,
            sleep: sleeper(host.stopSignal()),
          }),
    files: filesOf(inputs),
    zones: wordsOf(inputs.zones),
    folder,
    runUrl: env.GITHUB_RUN_ID ? `${server}/${owner}/${repo}/actions/runs/${env.GITHUB_RUN_ID}` : undefined,
  };
}

async function readPayload(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'it is no JSON' : systemWords(cause);
    throw new DnssyncError(`cannot read the event that GITHUB_EVENT_PATH names: ${why}`, {
      code: 'usage',
      cause,
    });
  }
}

/** Outside of the workspace there is nothing of this repository, and a link must not lead there. */
function enterFolder(workspace: string, folder: string): void {
  const input = "input 'working-directory'";
  try {
    process.chdir(resolve(workspace, folder));
  } catch (cause) {
    throw new DnssyncError(`${input}: ${systemWords(cause)}: ${folder}`, { code: 'usage', cause });
  }
  if (!isBelow(process.cwd(), realpathSync(workspace)))
    throw new DnssyncError(`${input}: ${folder} is outside of the workspace`, { code: 'usage' });
}

/** Only the inputs name the service: a variable left in some workflow must not decide where a plan goes. */
function serviceEnvironment(env: Host['env'], inputs: Inputs): Host['env'] {
  return {
    ...env,
    VPS_API_TOKEN: inputs['api-token'] || undefined,
    VPS_API_URL: inputs['api-url'] || undefined,
  };
}

function filesOf({ config, shard }: Inputs): FileOptions {
  const part = shard === '' ? undefined : readShard(shard);
  if (part !== undefined && 'problem' in part)
    throw new DnssyncError(`input 'shard': ${part.problem}`, { code: 'usage' });
  return { ...(config === '' ? {} : { config }), ...(part === undefined ? {} : { shard: part }) };
}
