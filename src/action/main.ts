/** The entry of the Action: reads what the runner gives, runs one mode, and says in each of the runner's ways how it ended. */
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT } from '../cli/exit-code.ts';
import { renderFailure } from '../cli/failure.ts';
import { type Host, processHost } from '../cli/host.ts';
import { sleeper } from '../cli/sleep.ts';
import type { FileOptions } from '../cli/workspace.ts';
import { DnssyncError, isDnssyncError } from '../errors.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { readShard } from '../plan/shard.ts';
import { renderDiagnosticsGithub } from '../render/diagnostics-github.ts';
import { readEvent } from './event.ts';
import { github } from './github.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { runMode } from './modes/mode.ts';
import { type FailureReason, OUTPUTS } from './outputs.ts';
import { redacted } from './redacted.ts';
import { appendTo, maskCommands, outputLines } from './runner.ts';
import type { Ended, Session } from './session.ts';
import { wordsOf } from './words.ts';

const host = processHost(process.argv[1] ?? '');

async function run(): Promise<void> {
  const secrets = ['INPUT_API-TOKEN', 'INPUT_GITHUB-TOKEN'].map((name) => (host.env[name] ?? '').trim());
  for (const secret of secrets.filter((text) => text !== '')) {
    // Before anything else is said; and what is not a log (comments, files) nobody but we can keep clean.
    host.stdout.writeCommands(maskCommands(secret));
    host.conceal({ redact: (text) => text.replaceAll(secret, '***') });
  }
  const read = readInputs(host.env);
  if ('problems' in read) {
    host.stdout.writeCommands(renderDiagnosticsGithub(read.problems.map(asError)));
    return end({ result: 'error', reason: 'validation', outputs: {}, summary: '' });
  }
  try {
    await end(await runMode(await openSession(read.inputs)));
  } catch (error) {
    host.stderr.write(renderFailure(error, host));
    const message = isDnssyncError(error) ? error.message : 'a bug in dnssync; the log has the details';
    host.stdout.writeCommands(renderDiagnosticsGithub([asError(message)]));
    const reason = isDnssyncError(error) ? reasonOf(error) : 'internal';
    await end({ result: 'error', reason, outputs: {}, summary: '' });
  }
}

async function openSession(inputs: Inputs): Promise<Session> {
  const { env } = host;
  const payload = env.GITHUB_EVENT_PATH
    ? JSON.parse(await readFile(env.GITHUB_EVENT_PATH, 'utf8'))
    : undefined;
  const workspace = env.GITHUB_WORKSPACE ?? '.';
  process.chdir(resolve(workspace, inputs['working-directory']));
  const folder = join(env.RUNNER_TEMP ?? tmpdir(), 'dnssync', inputs.key.replace(/[^\w.-]/g, '_'));
  await mkdir(folder, { recursive: true });
  const { api, server } = {
    api: env.GITHUB_API_URL ?? 'https://api.github.com',
    server: env.GITHUB_SERVER_URL ?? 'https://github.com',
  };
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

async function end({ result, reason, outputs, summary }: Ended): Promise<void> {
  const { env } = host;
  const empty = Object.fromEntries(Object.keys(OUTPUTS).map((name) => [name, '']));
  const all = { ...empty, ...outputs, result, 'failure-reason': reason ?? '' };
  await appendTo(env.GITHUB_STEP_SUMMARY, redacted(host, summary));
  await appendTo(env.GITHUB_OUTPUT, redacted(host, outputLines(all)));
  process.exitCode = host.stoppedWith() ?? (reason === undefined ? EXIT.done : EXIT.couldNot);
}

function reasonOf({ code }: DnssyncError): FailureReason {
  if (code === 'auth' || code === 'permission' || code === 'stopped') return code;
  if (code === 'usage') return 'validation';
  return 'api';
}

function asError(message: string): Diagnostic {
  return { severity: 'error', rule: 'dnssync', message };
}

void run();
