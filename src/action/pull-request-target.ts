/** A warning where a workflow gives a token that can write to runs that anybody's pull request starts. */
import { openConnection } from '../cli/connection.ts';
import { isDnssyncError } from '../errors.ts';
import { renderDiagnosticsGithub } from '../render/diagnostics-github.ts';
import { QUIET, seconds } from './look.ts';
import type { Session } from './session.ts';

const WARNING = {
  severity: 'warning',
  rule: 'pull_request_target',
  message:
    'pull_request_target runs with secrets for everybody, and this token of the VPS.org API can write: use pull_request, or a token that can only read',
} as const;

/** `pull_request_target` has the secrets that `pull_request` keeps from forks. What cannot be asked is taken for the worse. */
export async function warnOfTarget(session: Session): Promise<void> {
  const { host, inputs } = session;
  if (host.env.GITHUB_EVENT_NAME !== 'pull_request_target' || inputs['api-token'] === '') return;
  if (!(await mayWrite(session))) return;
  host.stdout.writeCommands(renderDiagnosticsGithub([WARNING]));
}

async function mayWrite(session: Session): Promise<boolean> {
  const { host } = session;
  const options = { ...QUIET, maxWait: seconds(session, 'max-wait') };
  const connection = await openConnection(host, options, {
    signal: host.stopSignal(),
    onEvent: () => undefined,
  });
  try {
    const account = await connection.whoami();
    return account?.permissions?.some((name) => name !== 'dns:list') ?? true;
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    return true;
  }
}
