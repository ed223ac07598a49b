/** Reads live and plans, as every mode but validate does; what this takes from the inputs is settled here. */
import { againstBase } from '../cli/base.ts';
import { readParts } from '../cli/commands/render.ts';
import { openConnection } from '../cli/connection.ts';
import { parseDuration } from '../cli/options/duration.ts';
import { progressTo } from '../cli/progress.ts';
import { openWorkspace, type Workspace } from '../cli/workspace.ts';
import { DnssyncError, isDnssyncError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import { safe } from '../render/safe.ts';
import { type Planned, planZones } from '../sync.ts';
import type { InputName } from './inputs.ts';
import type { Session } from './session.ts';

/** Options of the command line's, as the runner's log wants them. */
export const QUIET = { color: 'never', quiet: true } as const;

export interface Looked {
  readonly plan: Plan;
  readonly apiOrigin: string;
  /** Whether each change says whose it is. */
  readonly hasSides: boolean;
}

export async function look(session: Session): Promise<Looked> {
  const { host, inputs } = session;
  const parts = inputs.plans.split(/\r?\n/).flatMap((line) => line.trim() || []);
  if (parts.length > 0) {
    const joined = await readParts(parts);
    const sides = joined.plan.steps.map(({ change }) => change.side);
    return { ...joined, hasSides: sides.every((side) => side !== undefined) };
  }
  const { workspace, label, hasSides } = await openFiles(session);
  const options = { ...QUIET, quiet: false, maxWait: seconds(session, 'max-wait') };
  const { concurrency } = workspace.config;
  const reader = await openConnection(host, options, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: host.stopSignal(),
    onEvent: progressTo(host, options),
  });
  const { plan } = label(await planZones(workspace, reader));
  return { plan, apiOrigin: reader.origin, hasSides };
}

export interface OpenedFiles {
  readonly workspace: Workspace;
  readonly label: (planned: Planned) => Planned;
  readonly hasSides: boolean;
}

/** The files, held to what the base protects; they have been checked before. */
export async function openFiles(session: Session): Promise<OpenedFiles> {
  const { host, files, zones } = session;
  const workspace = await openWorkspace(host, { ...files, ...QUIET }, zones);
  if (workspace === undefined) throw new Error('files that were valid are invalid now');
  const { base, isNamed } = baseOf(session);
  const own = { ...files, ...(base === undefined ? {} : { base }) };
  try {
    return { ...(await againstBase(host, workspace, own)), hasSides: base !== undefined };
  } catch (error) {
    // A base that the workflow names must be there; one that only the event names is done without, and that is said.
    if (isNamed || !isDnssyncError(error)) throw error;
    host.stderr.write(
      `warning: ${safe(error.message)}: changes are not told from drift, and nothing is protected by how it stood; the checkout needs fetch-depth: 0\n`,
    );
    return { ...(await againstBase(host, workspace, files)), hasSides: false };
  }
}

function baseOf({ inputs, event }: Session): {
  readonly base: string | undefined;
  readonly isNamed: boolean;
} {
  if (inputs.base !== '') return { base: inputs.base, isNamed: true };
  const sha =
    event.kind === 'pull_request' || event.kind === 'merge_group'
      ? event.baseSha
      : event.kind === 'push'
        ? event.before
        : '';
  // A branch that is new has only zeros before it.
  return { base: /^0*$/.test(sha) ? undefined : sha, isNamed: false };
}

/** An input that is a duration, in seconds. */
export function seconds({ inputs }: Session, name: InputName): number {
  const read = parseDuration(inputs[name]);
  if (typeof read === 'number') return read;
  throw new DnssyncError(`input '${name}': ${read.problem}`, { code: 'usage' });
}
