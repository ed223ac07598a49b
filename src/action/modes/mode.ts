/** Runs the mode that the inputs name. */
import type { Ended, Session } from '../session.ts';
import { apply } from './apply.ts';
import { drift } from './drift.ts';
import { plan } from './plan.ts';
import { validate } from './validate.ts';

const MODES = { validate, plan, apply, drift };

export function runMode(session: Session): Promise<Ended> {
  return MODES[session.inputs.mode](session);
}
