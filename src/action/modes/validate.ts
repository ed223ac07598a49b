/** `mode: validate`: checks the zone files; needs no secret and no network, so it may run for anybody's pull request. */
import { checkFiles } from '../findings.ts';
import type { Ended, Session } from '../session.ts';

export async function validate(session: Session): Promise<Ended> {
  const { isValid, summary } = await checkFiles(session);
  return isValid
    ? { result: 'validated', outputs: {}, summary }
    : { result: 'error', reason: 'validation', outputs: {}, summary };
}
