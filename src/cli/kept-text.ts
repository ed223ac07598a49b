/** What is kept in files has to be exact, so that nothing in it can be blackened: where the token stands in it, it is not kept. */
import { DnssyncError } from '../errors.ts';
import type { Host } from './host.ts';

/**
 * Throws a refusal where one of the texts holds the token, as where somebody has published it in a record.
 *
 * @param what it is that is not done then: `nothing was written`
 */
export function refuseToKeepToken(host: Pick<Host, 'redact'>, texts: Iterable<string>, what: string): void {
  for (const text of texts) {
    if (host.redact(text) === text) continue;
    throw new DnssyncError(`${what}: your API token stands in a record or an answer of the service`, {
      code: 'refused',
      hint: 'others can read it there: revoke it at VPS.org, and run dnssync with a new one',
    });
  }
}
