/** The entry of the Action: reads what the runner gives, runs one mode, and says in each of the runner's ways how it ended. */
import { realpathSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT } from '../cli/exit-code.ts';
import { renderFailure } from '../cli/failure.ts';
import { type Host, processHost } from '../cli/host.ts';
import { sleeper } from '../cli/sleep.ts';
import type { FileOptions } from '../cli/workspace.ts';
import { DnssyncError, isDnssyncError, systemWords } from '../errors.ts';
import { isBelow } from '../load/is-below.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { readShard } from '../plan/shard.ts';
import { renderDiagnosticsGithub } from '../render/diagnostics-github.ts';
import { codeSpan } from '../render/markup.ts';
import { messageText } from '../render/message.ts';
import { readEvent } from './event.ts';
import { github } from './github.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { runMode } from './modes/mode.ts';
import { type FailureReason, OUTPUTS } from './outputs.ts';
import { warnOfTarget } from './pull-request-target.ts';
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
  const ended = 'problems' in read ? failed(read.problems, 'validation') : await outcomeOf(read.inputs);
  await end(ended);
  await ended.afterwards?.();
}

async function outcomeOf(inputs: Inputs): Promise<Ended> {
  try {
    const session = await openSession(inputs);
    await warnOfTarget(session);
    return await runMode(session);
  } catch (error) {
    host.stderr.write(renderFailure(error, host));
    if (!isDnssyncError(error)) return failed(['a bug in dnssync; the log has the details'], 'internal');
    return failed([error.message], reasonOf(error));
  }
}

function failed(problems: readonly string[], reason: FailureReason): Ended {
  host.stdout.writeCommands(renderDiagnosticsGithub(problems.map(asError)));
  const lines = problems.map((problem) => `- ${codeSpan(messageText(problem))}\n`);
  const summary = `### dnssync could not do its work\n\n${lines.join('')}`;
  return { result: reason === 'refused' ? 'refused' : 'error', reason, outputs: {}, summary };
}

async function openSession(inputs: Inputs): Promise<Session> {
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

async function end({ result, reason, outputs, summary }: Ended): Promise<void> {
  const { env } = host;
  const empty = Object.fromEntries(Object.keys(OUTPUTS).map((name) => [name, '']));
  const all = { ...empty, ...outputs, result, 'failure-reason': reason ?? '' };
  await appendTo(env.GITHUB_OUTPUT, redacted(host, outputLines(all)));
  await appendTo(env.GITHUB_STEP_SUMMARY, redacted(host, summary));
  process.exitCode = host.stoppedWith() ?? (reason === undefined ? EXIT.done : EXIT.couldNot);
}

function reasonOf({ code }: DnssyncError): FailureReason {
  if (code === 'auth' || code === 'permission' || code === 'stopped' || code === 'refused') return code;
  if (code === 'usage' || code === 'git') return 'validation';
  return 'api';
}

function asError(message: string): Diagnostic {
  return { severity: 'error', rule: 'dnssync', message };
}

/** A proxy that has taken a call and never answers would hold the process for minutes (milliseconds). */
const LAST_WAIT = 5000;

void run()
  .catch((error: unknown) => {
    host.stderr.write(renderFailure(error, host));
    process.exitCode = EXIT.couldNot;
  })
  .then(() => {
    setTimeout(() => process.exit(), LAST_WAIT).unref();
  });
