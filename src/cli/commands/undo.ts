/** `dnssync undo`: plans the way back to the snapshot of a run, and applies it as ever. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DnssyncError } from '../../errors.ts';
import { type Config, loadConfig } from '../../load/config.ts';
import { loadZones } from '../../load/load.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import type { Fqdn } from '../../model/name.ts';
import { type Change, isEmpty, type Plan } from '../../model/plan.ts';
import { readValue } from '../../model/value.ts';
import type { LiveZone, Living } from '../../model/zone.ts';
import { changeText } from '../../render/change-text.ts';
import { counted } from '../../render/counted.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { safe } from '../../render/safe.ts';
import { styles } from '../../render/style.ts';
import { RUN_FILES } from '../../runs/run.ts';
import { notOfTheRun, type Snapshot } from '../../runs/way-back.ts';
import { type PlannedBack, planBack } from '../../sync.ts';
import { wantsColor } from '../color.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { findRun, openRunCopy, type ToldRun } from '../kept-run.ts';
import { readLive } from '../live-path.ts';
import type { MadeFor } from '../made-for.ts';
import { baseFolder } from '../run-record.ts';
import { type ApplyOptions, carryOut } from './apply.ts';

export interface UndoOptions extends Omit<ApplyOptions, 'target'> {
  /** A copy of a run's folder, or a snapshot. */
  readonly from?: string;
  /** Whether the whole zones go back, not only the names that the run has changed. */
  readonly whole?: boolean;
}

const MOST_NAMED = 5;

/** What is gone back to. */
interface Goal {
  readonly name: string;
  readonly madeFor?: MadeFor;
  readonly snapshots: readonly Snapshot[];
  /** What the run did; empty for a snapshot that was taken by hand. */
  readonly changes: readonly Change[];
  /** Zones that the run made: they lose their records, and stay. */
  readonly newZones: readonly string[];
}

export async function undo(host: Host, name: string | undefined, options: UndoOptions): Promise<ExitCode> {
  const { config, diagnostics } = await loadConfig(options.config);
  if (hasErrors(diagnostics)) return invalid(host, options, diagnostics);
  const goal = await openGoal(name, options);
  const livingOf = await livingNow(host, options, config);
  let others: Pick<PlannedBack, 'aside' | 'ignored'> = { aside: [], ignored: [] };
  let isNothing = true;
  const exit = await carryOut(
    host,
    {
      command: 'undo',
      config,
      plan: async (reader): Promise<PlannedBack> => {
        const planned = await planBack(goal.snapshots, reader, livingOf);
        others = planned;
        return planned;
      },
      review: (plan) => {
        isNothing = isEmpty(plan);
        return remark(host, goal, plan, others, options);
      },
      goal: 'what was to be put back',
      noted: { backTo: goal.name },
      ...(goal.madeFor === undefined ? {} : { madeFor: goal.madeFor }),
    },
    options,
  );
  const hasWritten = !isNothing && (exit === EXIT.done || exit === EXIT.incomplete);
  if (hasWritten && goal.changes.length > 0 && !options.quiet) {
    host.stderr.write(
      'The zone files still say otherwise: the next dnssync apply would do it again. Revert them too.\n',
    );
  }
  return exit;
}

async function openGoal(name: string | undefined, options: UndoOptions): Promise<Goal> {
  const { from } = options;
  if (from === undefined) return goalOf(await findRun(baseFolder(options), name), options);
  if (name !== undefined) throw new DnssyncError('give a run or --from, not both', { code: 'usage' });
  const copy = await openRunCopy(from);
  if (copy !== undefined) return goalOf(copy, options);
  const zones = await readLive(from);
  return {
    name: safe(from),
    snapshots: zones.map((zone) => snapshotOf(zone, from)),
    changes: [],
    newZones: [],
  };
}

async function goalOf(run: ToldRun, { whole }: UndoOptions): Promise<Goal> {
  const { id, path, head, plan } = run;
  if (head === undefined || (plan === undefined && head.command !== 'snapshot')) {
    throw new DnssyncError(`the record of ${safe(id)} cannot be read`, {
      code: 'usage',
      hint: `its snapshots may be whole: dnssync undo --from ${safe(join(path, RUN_FILES.snapshot))}`,
    });
  }
  const folder = join(path, RUN_FILES.snapshot);
  const isEmpty = head.zones === head.newZones.length;
  const zones = isEmpty || !existsSync(folder) ? [] : await readLive(folder);
  const changesIn = (zone: Fqdn): readonly Change[] =>
    (plan?.steps ?? []).map(({ change }) => change).filter((change) => change.zone === zone);
  const scope = (zone: Fqdn): Pick<Snapshot, 'changes' | 'isWhole'> =>
    plan === undefined ? {} : { changes: changesIn(zone), ...(whole && { isWhole: true }) };
  if (zones.length + head.newZones.length !== head.zones) {
    throw new DnssyncError(
      `${safe(id)} has ${counted(head.zones, 'zone')}, and ${counted(zones.length, 'snapshot')} of them`,
      { code: 'usage', hint: 'a part of its folder is missing' },
    );
  }
  return {
    name: safe(id),
    madeFor: {
      what: `run ${safe(id)}`,
      apiOrigin: head.apiOrigin,
      ...(head.account === undefined ? {} : { account: head.account }),
    },
    snapshots: [
      ...zones.map((zone) => ({ ...snapshotOf(zone, folder), ...scope(zone.name) })),
      ...head.newZones.map((domain) => {
        const zone = `${domain}.` as Fqdn;
        return { name: zone, file: safe(folder), records: [], ...scope(zone) };
      }),
    ],
    changes: (plan?.steps ?? []).map(({ change }) => change),
    newZones: head.newZones,
  };
}

function snapshotOf({ name, records }: LiveZone, file: string): Snapshot {
  return { name, file, records };
}

/**
 * How each zone lives with others: as its file says, where there is one, and dnssync.yaml. Nobody needs zone files to go
 * back, so one that is wrong is no obstacle; but what it says is not heard, and that is told.
 */
async function livingNow(host: Host, options: UndoOptions, config: Config): Promise<(zone: Fqdn) => Living> {
  const { zones, files, diagnostics } = await loadZones({
    zonesDir: options.zones ?? config.zones,
    ...(config.living === undefined ? {} : { living: config.living }),
  });
  const heard = new Set(zones.map(({ file }) => file));
  const wrong = new Set(
    diagnostics.flatMap(({ severity, at }) => (severity === 'error' && at ? at.file : [])),
  );
  for (const file of files) {
    if (heard.has(file) || !wrong.has(file)) continue;
    host.stderr.write(`warning: ${safe(file)} has errors: its protect, ignore and mode are not heard\n`);
  }
  const living = new Map(zones.map((zone) => [zone.name, zone]));
  return (zone) => living.get(zone) ?? config.living ?? {};
}

/** Says what a person would not expect, before they are asked. */
function remark(
  host: Host,
  goal: Goal,
  { steps }: Plan,
  { aside, ignored }: Pick<PlannedBack, 'aside' | 'ignored'>,
  { whole }: UndoOptions,
): true {
  const back = steps.map(({ change }) => change);
  const others = goal.changes.length === 0 ? [] : notOfTheRun(back, goal.changes);
  if (others.length > 0) {
    const these = `${others.length} of these changes ${others.length === 1 ? 'takes' : 'take'}`;
    named(host, `${these} back what was done after that run, at names it had changed:`, others);
  }
  if (aside.length > 0) {
    const more = whole ? '' : ' (--whole puts other names back too)';
    named(host, `Changed since that run, and left as it is${more}:`, aside);
  }
  // What the run did to records that are to be ignored by now.
  const given = ignored.filter((change) => notOfTheRun([change], goal.changes).length === 0);
  if (given.length > 0) {
    named(host, 'Not put back, since ignore says that others keep it:', given);
  }
  const odd = back.filter(
    (change) => change.action !== 'delete' && readValue(change.after.type, change.after.value).problem,
  );
  if (odd.length > 0) {
    named(host, 'Cannot be read as what their type says, so that the service may not take back:', odd);
  }
  for (const zone of goal.newZones) {
    host.stderr.write(
      `${safe(zone)} was made by that run: it loses its records and stays; delete it at VPS.org.\n`,
    );
  }
  return true;
}

function named(host: Host, what: string, changes: readonly Change[]): void {
  const lines = changes
    .slice(0, MOST_NAMED)
    .map(({ source: _, ...change }) => `  ${changeText(change as Change, styles(false))}\n`);
  const rest = changes.length - lines.length;
  host.stderr.write(`${what}\n${lines.join('')}${rest > 0 ? `  … and ${rest} more\n` : ''}`);
}

function invalid(host: Host, options: UndoOptions, diagnostics: readonly Diagnostic[]): ExitCode {
  const color = wantsColor(options.color, host.stderr, host.env);
  host.stderr.write(renderDiagnostics(diagnostics, { color, width: host.stderr.width, every: true }));
  return EXIT.invalid;
}
