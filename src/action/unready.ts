/** What must be so before any plan: valid files, and a token. */
import { checkFiles } from './findings.ts';
import { missingToken } from './missing-token.ts';
import type { Ended, Session } from './session.ts';

/** How the mode ends here already; undefined where it can go on. Shows the findings of the files in any case. */
export async function unreadyFor(session: Session, needsToken = true): Promise<Ended | undefined> {
  const { isValid, summary } = await checkFiles(session);
  if (!isValid) return { result: 'error', reason: 'validation', outputs: {}, summary };
  return needsToken ? missingToken(session, summary) : undefined;
}
