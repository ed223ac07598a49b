/** Records an apply: what was planned and what stood before it, then every call, then the report. */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { isDnssyncError } from '../errors.ts';
import type { ZoneWriter } from '../model/provider.ts';
import type { ApplyReport } from '../model/report.ts';
import { domainOf, type LiveZone } from '../model/zone.ts';
import type { Connection } from '../provider/connect.ts';
import type { ZoneAnswers } from '../provider/vpsorg/zone-answers.ts';
import { reportToJson } from '../render/report.ts';
import { safe, safeJson } from '../render/safe.ts';
import { savedPlanToJson } from '../render/saved-plan.ts';
import { snapshotToYaml } from '../render/snapshot-yaml.ts';
import { createRunFolder, type RunFolder } from '../runs/disk/run-folder.ts';
import { listRuns, pruneRuns } from '../runs/disk/run-list.ts';
import { journaled } from '../runs/journaled.ts';
import { RUN_FILES, type RunCommand, type RunHead } from '../runs/run.ts';
import { runIdAfter } from '../runs/run-id.ts';
import { zoneFileName } from '../runs/zone-file-name.ts';
import type { Planned } from '../sync.ts';
import type { Host } from './host.ts';
import { refuseToKeepToken } from './kept-text.ts';
import { VERSION } from './version.ts';

export interface RecordOptions {
  readonly command: RunCommand;
  readonly config?: string;
  readonly account: string | undefined;
  readonly targets?: readonly string[];
  /** For an undo: what it goes back to. */
  readonly backTo?: string;
}

export interface RunRecord {
  readonly id: string;
  readonly path: string;
  readonly writer: ZoneWriter;
  readonly finisher: ZoneWriter;
  /** Writes the report and puts old runs away; what goes wrong then is a warning, for the work itself is done. */
  finish(report: ApplyReport, keepRuns: number): Promise<void>;
}

/** The folder below which runs are kept. */
export function baseFolder({ config }: { readonly config?: string }): string {
  return config === undefined ? '.' : dirname(config);
}

/** Rejects with a refusal where the run cannot be recorded: then nothing may be written. */
export async function recordRun(
  host: Host,
  { plan, live }: Planned,
  provider: Connection,
  answers: ZoneAnswers,
  options: RecordOptions,
): Promise<RunRecord> {
  const touched = plan.zones.filter(({ changes, action }) => changes.length > 0 || action !== undefined);
  const head = await newHead(provider.origin, {
    ...options,
    newZones: touched.filter(({ id }) => id === undefined).map(domainOf),
    zones: touched.length,
    changes: plan.steps.length,
  });
  const planJson = savedPlanToJson(plan, {
    generator: `dnssync ${VERSION}`,
    apiOrigin: provider.origin,
    ...(options.account === undefined ? {} : { account: options.account }),
    createdAt: head.startedAt,
    ...(options.targets === undefined ? {} : { targets: options.targets }),
  });
  const zones = touched.flatMap(({ name }) => live.get(name) ?? []);
  const files = new Map([
    [RUN_FILES.plan, `${safeJson(planJson)}\n`],
    ...snapshotFiles(zones, answers, `as it was before ${options.command} ${head.id}`),
  ]);
  refuseToKeepToken(host, [JSON.stringify(head), ...files.values()], 'nothing was written');
  const folder = await createRunFolder(baseFolder(options), { head, files }, now);
  return {
    id: folder.id,
    path: folder.path,
    writer: journaled(provider, folder.journal),
    finisher: journaled(provider.finisher, folder.journal.lenient()),
    finish: (report, keepRuns) => finish(host, folder, report, baseFolder(options), keepRuns),
  };
}

/** Keeps what stands in these zones now, without an apply. */
export async function recordSnapshot(
  host: Host,
  zones: readonly LiveZone[],
  provider: Connection,
  answers: ZoneAnswers,
  options: RecordOptions,
): Promise<{ readonly id: string; readonly path: string }> {
  const head = await newHead(provider.origin, {
    ...options,
    newZones: [],
    zones: zones.length,
    changes: 0,
  });
  const files = new Map(snapshotFiles(zones, answers, `in snapshot ${head.id}`));
  refuseToKeepToken(host, [JSON.stringify(head), ...files.values()], 'no snapshot was taken');
  const { id, path, journal } = await createRunFolder(baseFolder(options), { head, files }, now);
  await journal.close();
  return { id, path };
}

async function newHead(
  apiOrigin: string,
  {
    command,
    account,
    backTo,
    config,
    ...counts
  }: RecordOptions & Pick<RunHead, 'newZones' | 'zones' | 'changes'>,
): Promise<RunHead> {
  const startedAt = now();
  // Where they cannot be listed no run can be made there either, and that is told by whoever tries.
  const runs = await listRuns(baseFolder(config === undefined ? {} : { config })).catch(() => []);
  return {
    formatVersion: '1.0',
    id: runIdAfter(runs.at(-1), startedAt, randomBytes(2).toString('hex')),
    command,
    startedAt,
    apiOrigin,
    ...(account === undefined ? {} : { account }),
    newZones: counts.newZones,
    zones: counts.zones,
    changes: counts.changes,
    ...(backTo === undefined ? {} : { backTo }),
  };
}

function snapshotFiles(
  zones: readonly LiveZone[],
  answers: ZoneAnswers,
  what: string,
): readonly (readonly [string, string])[] {
  const taken = new Set<string>();
  return zones.flatMap((zone) => {
    const answer = answers.of(zone.id, new Set([...zone.records, ...zone.unmanaged].map(({ id }) => id)));
    if (answer === undefined) throw new Error(`${zone.id} was planned and never read`);
    const path = `${RUN_FILES.snapshot}/${zoneFileName(domainOf(zone), taken)}`;
    return [
      [`${path}.json`, `${safeJson(answer)}\n`],
      [`${path}.yaml`, snapshotToYaml(zone, what)],
    ] as const;
  });
}

async function finish(
  host: Host,
  folder: RunFolder,
  report: ApplyReport,
  base: string,
  keepRuns: number,
): Promise<void> {
  try {
    await folder.journal.close();
    await folder.add(RUN_FILES.report, host.redact(`${safeJson(reportToJson(report))}\n`));
    await pruneRuns(base, keepRuns, folder.id);
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    host.stderr.write(`warning: the record of this run is incomplete: ${safe(error.message)}\n`);
  }
}

function now(): string {
  return new Date().toISOString();
}
