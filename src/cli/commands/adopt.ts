/** `dnssync adopt`: what was changed elsewhere goes back into the zone files, where it belongs and in their style. */
import { driftOf } from '../../edit/drift.ts';
import { type EditedZone, editZone, type LeftOut, meansSame, readZoneText } from '../../edit/edit-zone.ts';
import { DnssyncError, isDnssyncError } from '../../errors.ts';
import type { Config } from '../../load/config.ts';
import { readText } from '../../load/read-text.ts';
import { type Change, isEmpty, type ZonePlan } from '../../model/plan.ts';
import type { ZoneReader } from '../../model/provider.ts';
import { type DesiredZone, domainOf } from '../../model/zone.ts';
import { parseTarget, type Target, targetFilter } from '../../plan/target.ts';
import { counted } from '../../render/counted.ts';
import { renderLeftOut } from '../../render/left-out.ts';
import { showDomain } from '../../render/owner.ts';
import { safe } from '../../render/safe.ts';
import { type Planned, planZones } from '../../sync.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode, weightiest } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { progressTo } from '../progress.ts';
import { agreedProposals, type Proposal, showProposals, writeProposals } from '../proposals.ts';
import { type FileOptions, openWorkspace, type Workspace } from '../workspace.ts';

export interface AdoptOptions extends CommonOptions, FileOptions, ApiOptions {
  readonly yes?: boolean;
  readonly target?: readonly string[];
}

interface AdoptedZone extends Proposal {
  readonly zone: DesiredZone;
  readonly leftOut: readonly LeftOut[];
}

export async function adopt(
  host: Host,
  patterns: readonly string[],
  options: AdoptOptions,
): Promise<ExitCode> {
  const targets = options.target?.map(parseTarget);
  const workspace = await openFiles(host, options, patterns);
  if (workspace === undefined) return EXIT.invalid;
  // Read now, so that what is written over is what was compared.
  const texts = new Map(workspace.desired.map((zone) => [zone.file, textOf(zone, workspace.config)]));
  const { concurrency } = workspace.config;
  const connection = await openConnection(host, options, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: host.stopSignal(),
    onEvent: progressTo(host, options),
  });
  const planned = await planZones(
    { ...workspace, ...(targets === undefined ? {} : { targets }) },
    connection,
  );
  const unread = planned.plan.errors.length > 0 ? EXIT.couldNot : EXIT.done;
  for (const { zone, message } of planned.plan.errors)
    host.stderr.write(`error: ${safe(zone)}: ${safe(message)}\n`);
  const adopted = adoptZones(planned, texts, workspace.config, targets);
  for (const { zone, leftOut } of adopted) host.stderr.write(renderLeftOut(zone.name, zone.file, leftOut));
  if (patterns.length === 0 && !options.quiet) tellUnmanaged(host, planned);
  const proposals = adopted.filter(({ before, after }) => before !== after);
  const isPartial = adopted.some(({ leftOut }) => leftOut.length > 0);
  if (proposals.length === 0) {
    if (isPartial) host.stderr.write('Nothing was written: nothing of it can be adopted.\n');
    else if (unread === EXIT.done && !options.quiet)
      host.stdout.write('Nothing to adopt: live is what the files say.\n');
    return weightiest([unread, isPartial ? EXIT.refused : EXIT.done]);
  }
  showProposals(host, proposals, options);
  const agreed = await agreedProposals(host, proposals, options);
  if (agreed.length === 0) return host.stoppedWith() ?? weightiest([unread, EXIT.refused]);
  await writeProposals(host, agreed, options);
  const left = await remaining(host, patterns, options, planned, agreed as readonly AdoptedZone[]);
  // What could not be adopted, or read, is not what was asked for; files were written all the same.
  return isPartial || left > 0 || unread !== EXIT.done ? EXIT.incomplete : EXIT.done;
}

async function openFiles(
  host: Host,
  options: AdoptOptions,
  patterns: readonly string[],
): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(host, options, patterns);
  } catch (error) {
    if (!isDnssyncError(error) || !error.message.startsWith('no zone file')) throw error;
    const hint = `${error.hint}; adopt changes files that are there, and dnssync import makes one for a zone at the vendor`;
    throw new DnssyncError(error.message, { code: 'usage', hint });
  }
}

/** The text of a zone's file, which still says what was loaded from it. */
function textOf(zone: DesiredZone, { lint, living }: Config): string {
  const text = readText(zone.file);
  const settings = { lint, ...(living !== undefined && { living }) };
  const isSame =
    typeof text === 'string' && meansSame(readZoneText({ file: zone.file, text }, settings).zone, zone);
  if (isSame) return text;
  throw new DnssyncError(`${safe(zone.file)} has changed while it was read`, {
    code: 'refused',
    hint: 'run the command again',
  });
}

function adoptZones(
  { plan, input }: Planned,
  texts: ReadonlyMap<string, string>,
  { lint, living }: Config,
  targets: readonly Target[] | undefined,
): AdoptedZone[] {
  const plans = new Map(plan.zones.map((zone) => [zone.name, zone]));
  return input.desired.flatMap((zone): AdoptedZone[] => {
    const zonePlan = plans.get(zone.name);
    const before = texts.get(zone.file);
    if (zonePlan === undefined || before === undefined) return [];
    const asIs = { zone, file: zone.file, before, after: before };
    const obstacle = wholeZone(zone, zonePlan);
    if (obstacle !== undefined) return [{ ...asIs, leftOut: [obstacle] }];
    const ignored = targets === undefined ? [] : ignoredTargets(zone, zonePlan, targets);
    const drift = driftOf(zone, zonePlan.changes);
    const settings = { lint, ...(living !== undefined && { living }) };
    const edited: EditedZone = editZone({ file: zone.file, text: before }, drift.wanted, settings);
    const leftOut = [...drift.leftOut, ...edited.leftOut, ...ignored];
    return [{ ...asIs, after: edited.text, leftOut }];
  });
}

/** Where the zone as a whole differs, no record of it can be adopted. */
function wholeZone(zone: DesiredZone, { action, state }: ZonePlan): LeftOut | undefined {
  const at = { name: zone.name, type: 'zone', place: zone.source } as const;
  if (action === 'create') {
    const why =
      'the service has no such zone; apply makes it, and if it is meant to be gone, take the file away';
    return { ...at, why };
  }
  if (state === 'absent' && action === 'delete') {
    const why =
      'the file says state: absent, and the zone is still there; take that line out to keep it, then run dnssync import --update';
    return { ...at, why };
  }
  return undefined;
}

/** What somebody asked for by name, and the file leaves to others. */
function ignoredTargets(zone: DesiredZone, { leftAlone }: ZonePlan, targets: readonly Target[]): LeftOut[] {
  const isMeant = targetFilter(targets, zone.name, []);
  return leftAlone
    .filter(({ record }) => isMeant(record))
    .map(({ record: { name, type, value }, why, pattern }) => ({
      name,
      type,
      why:
        why === 'ignored'
          ? `'${value}' is left to others by '${pattern?.text}'; to adopt it, narrow that pattern`
          : `'${value}' is not in the file, and its mode is additive; add it to the file by hand`,
      ...(pattern !== undefined && { place: pattern.source }),
    }));
}

function tellUnmanaged(host: Host, { unmanagedZones }: Planned): void {
  const [first] = unmanagedZones;
  if (first === undefined) return;
  const more = unmanagedZones.length > 1 ? ` and ${unmanagedZones.length - 1} more` : '';
  host.stderr.write(
    `No file for ${showDomain(first)}${more}, so nothing was adopted there: dnssync import makes one.\n`,
  );
}

/** Plans the files that were written against the same live, and tells what is left. */
async function remaining(
  host: Host,
  patterns: readonly string[],
  options: AdoptOptions,
  { input, live, plan: before }: Planned,
  written: readonly AdoptedZone[],
): Promise<number> {
  const workspace = await openWorkspace(host, { ...options, quiet: true, verbose: false }, patterns);
  if (workspace === undefined) return 1;
  const names = new Set(written.map(({ zone }) => zone.name));
  const reader: ZoneReader = {
    listZones: async () =>
      [...live.values()].map(({ id, name, records }) => ({ id, name, recordCount: records.length })),
    readZone: async ({ name }) => {
      const zone = live.get(name);
      if (zone === undefined) throw new Error(`${domainOf(name)} was not read`);
      return zone;
    },
  };
  const desired = workspace.desired.filter(({ name }) => names.has(name));
  const { targets } = input;
  const { plan } = await planZones({ ...workspace, desired, ...(targets && { targets }) }, reader);
  const changesOf = (zones: readonly ZonePlan[]): readonly Change[] =>
    zones.filter(({ name }) => names.has(name)).flatMap(({ changes }) => changes);
  const [all, left] = [changesOf(before.zones).length, changesOf(plan.zones).length];
  const what = `Adopted ${counted(all - left, 'change')}.`;
  host.stdout.write(
    isEmpty(plan)
      ? `${what} The plan is empty.\n`
      : `${what} ${counted(left, 'change')} are left: dnssync plan shows them.\n`,
  );
  return left;
}
