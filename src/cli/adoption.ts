/** Takes what differs from the zone files into them: shown, agreed to, written, and planned again as proof. */
import { driftOf } from '../edit/drift.ts';
import { editZone, type LeftOut } from '../edit/edit-zone.ts';
import { DnssyncError } from '../errors.ts';
import type { Config } from '../load/config.ts';
import { readText } from '../load/read-text.ts';
import type { Fqdn } from '../model/name.ts';
import { type Change, operationId, subjectOf, type ZonePlan } from '../model/plan.ts';
import type { ZoneReader } from '../model/provider.ts';
import { type DesiredZone, domainOf, type LiveZone } from '../model/zone.ts';
import { type Target, targetFilter } from '../plan/target.ts';
import { adoptionToJson } from '../render/adoption-json.ts';
import { counted } from '../render/counted.ts';
import { renderLeftOut } from '../render/left-out.ts';
import { safe, safeJson } from '../render/safe.ts';
import { type Planned, planZones } from '../sync.ts';
import { declinedChanges } from './choose-changes.ts';
import type { CommonOptions } from './common-options.ts';
import { EXIT, type ExitCode, weightiest } from './exit-code.ts';
import type { Host } from './host.ts';
import { agreedProposals, type Proposal, showProposals, writeProposals } from './proposals.ts';
import { type FileOptions, openWorkspace, type Workspace } from './workspace.ts';

export interface AdoptionOptions extends CommonOptions, FileOptions {
  readonly yes?: boolean;
  /** Whether each change is asked for. */
  readonly patch?: boolean;
  readonly format?: 'text' | 'json';
}

/** Where the other state comes from. */
export interface AdoptionSource {
  readonly reader: ZoneReader;
  readonly targets?: readonly Target[];
  /** Whether it says nothing of the zones' own name servers. */
  readonly withoutApexNs?: boolean;
  /** Said once the files say what it says. */
  readonly done: string;
  /** Called with what was planned. */
  readonly onPlanned?: (planned: Planned) => void;
  /** Changes that somebody does not want, by their operations. */
  readonly declined?: ReadonlySet<string>;
}

interface AdoptedZone extends Proposal {
  readonly zone: DesiredZone;
  readonly leftOut: readonly LeftOut[];
}

/** @param workspace the files, and which of their zones are meant */
export async function takeIntoFiles(
  host: Host,
  workspace: Workspace,
  from: AdoptionSource,
  options: AdoptionOptions,
): Promise<ExitCode> {
  const { targets } = from;
  // Read now, so that what is written over is what was compared.
  const texts = new Map(workspace.desired.map(({ file }) => [file, readText(file)]));
  const planned = await planZones({ ...workspace, ...(targets && { targets }) }, from.reader);
  from.onPlanned?.(planned);
  const unread = planned.plan.errors.length > 0 ? EXIT.couldNot : EXIT.done;
  for (const { zone, message } of planned.plan.errors)
    host.stderr.write(`error: ${safe(zone)}: ${safe(message)}\n`);
  const declined = options.patch ? await choose(host, planned, from, options) : new Set<string>();
  if (declined === undefined) return host.stoppedWith() ?? EXIT.refused;
  const source = { ...from, declined };
  const adopted = adoptZones(planned, texts, workspace.config, source);
  for (const { zone, leftOut } of adopted) host.stderr.write(renderLeftOut(zone.name, zone.file, leftOut));
  const proposals = adopted.filter(({ before, after }) => before !== after);
  const isPartial = adopted.some(({ leftOut }) => leftOut.length > 0);
  const told = teller(host, adopted, options);
  if (proposals.length === 0) {
    const isRefused = isPartial || declined.size > 0;
    if (isPartial) host.stderr.write('Nothing was written: nothing of it can be adopted.\n');
    else if (isRefused) host.stderr.write('Nothing was written.\n');
    else if (unread === EXIT.done) told.nothing();
    told.end([]);
    return weightiest([unread, isRefused ? EXIT.refused : EXIT.done]);
  }
  told.proposals(proposals);
  const agreed = await agreedProposals(host, proposals, options);
  if (agreed.length === 0) {
    told.end([]);
    return host.stoppedWith() ?? weightiest([unread, EXIT.refused]);
  }
  await writeProposals(host, agreed, options);
  const names = new Set(adopted.filter((zone) => agreed.includes(zone)).map(({ zone }) => zone.name));
  const counts = await remaining(host, planned, names, source, options);
  told.end(agreed, counts, source.done);
  // What could not be adopted, or read, is not what was asked for; files were written all the same. Of what was
  // declined, some may be left in another pairing.
  const isShort = counts.left > 0 && declined.size === 0;
  return isPartial || isShort || unread !== EXIT.done ? EXIT.incomplete : EXIT.done;
}

interface Counts {
  readonly adopted: number;
  /** What a plan would still show of the zones whose files were written. */
  readonly left: number;
}

/** Text as it comes; JSON as one value at the end, with what a person must see before they answer on stderr. */
function teller(host: Host, zones: readonly AdoptedZone[], options: AdoptionOptions) {
  const isJson = options.format === 'json';
  return {
    nothing(): void {
      if (!isJson && !options.quiet) host.stdout.write('Nothing to adopt: the files say the same.\n');
    },
    proposals(proposals: readonly Proposal[]): void {
      if (!isJson) showProposals(host, host.stdout, proposals, options);
      else if (host.canAsk && !options.yes) showProposals(host, host.stderr, proposals, options);
    },
    end(written: readonly Proposal[], counts: Counts = { adopted: 0, left: 0 }, done = ''): void {
      if (isJson) {
        const rows = zones.map((zone) => ({
          ...zone,
          zone: zone.zone.name,
          written: written.includes(zone),
        }));
        host.stdout.write(`${safeJson(adoptionToJson(rows, counts))}\n`);
      } else if (written.length > 0) {
        const { adopted, left } = counts;
        const rest = `${counted(left, 'change')} ${left === 1 ? 'is' : 'are'} left: dnssync plan shows what.`;
        host.stdout.write(`Adopted ${counted(adopted, 'change')}. ${left === 0 ? done : rest}\n`);
      }
    },
  };
}

/** Undefined where nobody can choose, and that is told. */
async function choose(
  host: Host,
  { plan }: Planned,
  source: AdoptionSource,
  options: AdoptionOptions,
): Promise<ReadonlySet<string> | undefined> {
  const changes = plan.zones.flatMap((zone) => changesOf(zone, source));
  if (host.canAsk) return declinedChanges(host, changes, options);
  if (changes.length === 0) return new Set();
  host.stderr.write('Nothing was written: nobody can answer here, and --patch asks for each change.\n');
  return undefined;
}

function adoptZones(
  { plan, input }: Planned,
  texts: ReadonlyMap<string, ReturnType<typeof readText>>,
  { lint, living }: Config,
  source: AdoptionSource,
): AdoptedZone[] {
  const { targets } = source;
  const plans = new Map(plan.zones.map((zone) => [zone.name, zone]));
  return input.desired.flatMap((zone): AdoptedZone[] => {
    const zonePlan = plans.get(zone.name);
    const before = texts.get(zone.file);
    if (zonePlan === undefined) return [];
    if (typeof before !== 'string') throw changed(zone);
    const asIs = { zone, file: zone.file, before, after: before };
    const obstacle = wholeZone(zone, zonePlan);
    if (obstacle !== undefined) return [{ ...asIs, leftOut: [obstacle] }];
    const ignored = targets === undefined ? [] : ignoredTargets(zone, zonePlan, targets);
    const drift = driftOf(zone, changesOf(zonePlan, source));
    const settings = { lint, ...(living !== undefined && { living }) };
    const edited = editZone({ file: zone.file, text: before }, drift.wanted, settings, zone);
    if (edited === undefined) throw changed(zone);
    const leftOut = [...drift.leftOut, ...edited.leftOut, ...ignored];
    return [{ ...asIs, after: edited.text, leftOut }];
  });
}

function changed({ file }: DesiredZone): DnssyncError {
  return new DnssyncError(`${safe(file)} has changed while it was read`, {
    code: 'refused',
    hint: 'run the command again',
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
      'the file says state: absent, and the zone is still there; apply deletes it, and to keep it take the file away and run dnssync import';
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

/** A reader of zones that were read before. */
export function readerOf(live: ReadonlyMap<Fqdn, LiveZone>): ZoneReader {
  return {
    listZones: async () =>
      [...live.values()].map(({ id, name, records }) => ({ id, name, recordCount: records.length })),
    readZone: async ({ name }) => {
      const zone = live.get(name);
      if (zone === undefined) throw new Error(`${domainOf(name)} was not read`);
      return zone;
    },
  };
}

/** Plans the files that were written against what they were compared with, and counts what is left. */
async function remaining(
  host: Host,
  { live, plan: before }: Planned,
  names: ReadonlySet<Fqdn>,
  source: AdoptionSource,
  options: AdoptionOptions,
): Promise<Counts> {
  const workspace = await openWorkspace(host, { ...options, quiet: true, verbose: false }, []);
  if (workspace === undefined) return { adopted: 0, left: 1 };
  const desired = workspace.desired.filter(({ name }) => names.has(name));
  const { targets } = source;
  const { plan } = await planZones({ ...workspace, desired, ...(targets && { targets }) }, readerOf(live));
  const countOf = (zones: readonly ZonePlan[]): number =>
    zones.filter(({ name }) => names.has(name)).flatMap((zone) => changesOf(zone, source)).length;
  const left = countOf(plan.zones);
  return { adopted: countOf(before.zones) - left, left };
}

/** The changes that the source has an opinion on, and nobody declined. */
function changesOf(
  { changes, name }: ZonePlan,
  { withoutApexNs, declined = new Set() }: AdoptionSource,
): readonly Change[] {
  return changes.filter((change) => {
    const subject = subjectOf(change);
    const isApexNs = subject.type === 'NS' && subject.name === name;
    return !(withoutApexNs === true && isApexNs) && !declined.has(operationId(change));
  });
}
