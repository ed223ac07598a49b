/** Runs the mode that the inputs name. */
import type { Ended, Session } from '../session.ts';
import { validate } from './validate.ts';

export async function runMode(session: Session): Promise<Ended> {
  switch (session.inputs.mode) {
    case 'validate':
      return validate(session);
    case 'plan':
    case 'apply':
    case 'drift':
      throw new Error('not built yet');
  }
}
