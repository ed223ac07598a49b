/** What happens where no token is given, as on the pull request of a fork: the files are checked, and that is said. */
import type { Ended, Session } from './session.ts';

/** How the mode ends without a token; undefined where there is one. */
export function missingToken({ host, inputs, event }: Session, summary: string): Ended | undefined {
  if (inputs['api-token'] !== '') return undefined;
  const wanted = inputs['on-missing-token'];
  const isForked = event.kind === 'pull_request' && (event.isFork || event.isDependabot);
  const why = isForked ? 'this pull request gets no secrets' : "the input 'api-token' is empty";
  if (wanted === 'validate' || (wanted === 'auto' && event.kind === 'pull_request')) {
    host.stdout.write(`Nothing was planned: ${why}. The files are valid.\n`);
    return { result: 'validated', outputs: {}, summary: `${summary}\nNothing was planned: ${why}.\n` };
  }
  host.stdout.write(`error: ${why}: name the secret that holds a token of the VPS.org API\n`);
  return {
    result: 'error',
    reason: 'auth',
    outputs: {},
    summary: `${summary}\nNothing was planned: ${why}.\n`,
  };
}
