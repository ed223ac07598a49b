/** The entry of the Action: runs one mode, and says in each of the runner's ways how it ended. */
import { EXIT } from '../cli/exit-code.ts';
import { renderFailure } from '../cli/failure.ts';
import { processHost } from '../cli/host.ts';
import { type DnssyncError, isDnssyncError } from '../errors.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { renderDiagnosticsGithub } from '../render/diagnostics-github.ts';
import { codeSpan } from '../render/markup.ts';
import { messageText } from '../render/message.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { runMode } from './modes/mode.ts';
import { openSession } from './open-session.ts';
import { type FailureReason, OUTPUTS } from './outputs.ts';
import { warnOfTarget } from './pull-request-target.ts';
import { redacted } from './redacted.ts';
import { appendTo, maskCommands, outputLines } from './runner.ts';
import type { Ended } from './session.ts';

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
    const session = await openSession(host, inputs);
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
