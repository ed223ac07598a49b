/** `apply plan.json`: a saved plan as a permission, and what stands against using it. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { movedSince, type Side } from '../apply/moved.ts';
import { DnssyncError, systemWords } from '../errors.ts';
import { LONGEST_PLAN, readPlanFile } from '../load/plan-file.ts';
import type { Plan } from '../model/plan.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { type DesiredZone, domainOf } from '../model/zone.ts';
import { changeText } from '../render/change-text.ts';
import { counted } from '../render/counted.ts';
import { showDomain } from '../render/owner.ts';
import { safe } from '../render/safe.ts';
import { styles } from '../render/style.ts';
import type { Host } from './host.ts';
import type { MadeFor } from './made-for.ts';

export interface Permission {
  readonly file: string;
  readonly plan: SavedPlan;
}

const HOURS = 3_600_000;
/** Hours; older plans are rarely what their reader has in mind. */
const STALE = 24;
const MOST_NAMED = 5;
const AGAIN = 'make a new one: dnssync plan --out FILE';

/** The saved plan among the arguments, if they name one: what ends in `.json` is a file, for no zone does. */
export async function openSavedPlan(
  host: Host,
  args: readonly string[],
  { target, shard }: { readonly target?: readonly string[]; readonly shard?: unknown },
): Promise<Permission | undefined> {
  const file = args.find((arg) => /\.json$/i.test(arg) && !arg.includes('*'));
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new DnssyncError(`there is no plan ${safe(file)}`, { code: 'usage' });
  if (args.length > 1 || target !== undefined || shard !== undefined) {
    const hint = `dnssync apply ${safe(file)}`;
    throw new DnssyncError(
      'a saved plan says itself what it is of: no zones and no --target beside it, and no --shard',
      {
        code: 'usage',
        hint,
      },
    );
  }
  const { plan, problem } = readPlanFile(await readWhole(file));
  if (problem !== undefined) {
    const code = problem.kind === 'changed' ? 'refused' : 'usage';
    throw new DnssyncError(`cannot use ${safe(file)}: ${problem.message}`, { code, hint: problem.hint });
  }
  const hours = Math.floor((Date.now() - Date.parse(plan.createdAt)) / HOURS);
  if (hours >= STALE) {
    host.stderr.write(`warning: ${safe(file)} was made ${counted(hours, 'hour')} ago\n`);
  }
  if (plan.unplanned.length > 0) {
    const zones = plan.unplanned.slice(0, MOST_NAMED).map(safe).join(', ');
    host.stderr.write(`warning: not planned then, and left out now: ${zones}\n`);
  }
  return { file, plan };
}

/** The files of the zones that were planned. */
export function permittedZones({ file, plan }: Permission, zones: readonly DesiredZone[]): DesiredZone[] {
  const byName = new Map(zones.map((zone) => [zone.name, zone]));
  return plan.zones.map(({ name }) => {
    const zone = byName.get(name);
    if (zone !== undefined) return zone;
    throw new DnssyncError(`${safe(file)} is of ${domainOf(name)}, which has no zone file now`, {
      code: 'refused',
      hint: AGAIN,
    });
  });
}

export function madeForOf({ file, plan }: Permission): MadeFor {
  const { apiOrigin, account } = plan;
  return { what: safe(file), apiOrigin, ...(account === undefined ? {} : { account }) };
}

/** Whether the permission covers all that the fresh plan would do. Says on stderr what it does not cover. */
export function isPermitted(host: Host, { file, plan }: Permission, fresh: Plan): boolean {
  const moved = movedSince(plan, fresh);
  if (moved === undefined) return true;
  const named = [
    ...moved.zones.map(({ name, action }) => `${action === 'delete' ? '-' : '+'} zone ${showDomain(name)}`),
    ...moved.changes.map((change) => changeText(change, styles(false))),
  ];
  const gaps = moved.gaps.map(({ gap = '' }) => safe(gap));
  host.stderr.write(
    [
      `Nothing was written: ${safe(file)} no longer fits.`,
      ...moved.sides.map(({ zone, side }) => `  ${showDomain(zone)}: ${WORDS[side]}`),
      ...(named.length > 0
        ? [`${counted(named.length, 'change')} would be needed that it does not hold:`]
        : []),
      ...firstOf(named),
      ...(gaps.length > 0
        ? ['Its changes would now leave a moment without an answer that it does not announce:']
        : []),
      ...firstOf(gaps),
      'Make a new plan: dnssync plan --out FILE',
      '',
    ].join('\n'),
  );
  return false;
}

function firstOf(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_NAMED;
  const first = lines.slice(0, MOST_NAMED).map((line) => `  ${line}`);
  return rest > 0 ? [...first, `  … and ${rest} more`] : first;
}

const WORDS: Readonly<Record<Side, string>> = {
  files: 'the zone file has changed since (desired)',
  live: 'live has changed since',
  both: 'the zone file and live have changed since',
  none: 'neither the zone file nor live has changed: the plan was altered, or another version of dnssync made it',
  zone: 'it is not the zone that was planned',
};

async function readWhole(file: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(file, 'r');
    const entry = await handle.stat();
    if (!entry.isFile() || entry.size > LONGEST_PLAN) {
      const why = entry.isFile() ? `it has ${entry.size} octets` : 'it is no file';
      throw new DnssyncError(`cannot use ${safe(file)}: ${why}`, { code: 'usage' });
    }
    return await handle.readFile('utf8');
  } catch (cause) {
    if (cause instanceof DnssyncError) throw cause;
    throw new DnssyncError(`cannot read ${safe(file)}: ${systemWords(cause)}`, { code: 'usage', cause });
  } finally {
    await handle?.close();
  }
}
