/** `mode: drift`: whether live is what the files say, kept in one issue that opens and closes by itself. */
import type { Ended, Session } from '../session.ts';

export async function drift(_: Session): Promise<Ended> {
  throw new Error('not built yet');
}
