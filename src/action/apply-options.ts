/** The inputs of `mode: apply` as the options of the command line's apply. */
import type { ApplyOptions } from '../cli/commands/apply.ts';
import { parseAllowance, parseZoneDeletion } from '../cli/options/allowance.ts';
import { DnssyncError } from '../errors.ts';
import type { InputName } from './inputs.ts';
import { seconds } from './look.ts';
import type { Session } from './session.ts';
import { wordsOf } from './words.ts';

/** Seconds that a name server has to show what was written. */
const VERIFY_TIMEOUT = 60;
const KEEP_RUNS = 20;

/** Throws a usage error that names the input. */
export function applyOptions(session: Session): ApplyOptions {
  const { inputs, files } = session;
  return {
    ...files,
    format: 'text',
    color: 'never',
    // Whoever merged what was reviewed has consented; the guard still stands.
    yes: true,
    force: inputs.force === 'true',
    allow: folded(session, 'allow', parseAllowance, new Map()),
    allowZoneDelete: folded(session, 'allow-zone-delete', parseZoneDeletion, new Set()),
    verify: inputs.verify === 'true',
    verifyTimeout: VERIFY_TIMEOUT,
    timeout: seconds(session, 'timeout'),
    maxWait: seconds(session, 'max-wait'),
    keepRuns: KEEP_RUNS,
  };
}

function folded<T>(
  { inputs }: Session,
  name: InputName,
  parse: (word: string, before: T | undefined) => T | { problem: string },
  none: T,
): T {
  let all = none;
  for (const word of wordsOf(inputs[name])) {
    const read = parse(word, all);
    if (typeof read === 'object' && read !== null && 'problem' in read)
      throw new DnssyncError(`input '${name}': ${read.problem}`, { code: 'usage' });
    all = read;
  }
  return all;
}
