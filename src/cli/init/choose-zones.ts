/** Which zones of the account get a file: those named on the command line, or those that a person picks. */
import { DnssyncError } from '../../errors.ts';
import type { Fqdn } from '../../model/name.ts';
import { domainOf, type ZoneSummary } from '../../model/zone.ts';
import { selectZones } from '../../plan/zone-filter.ts';
import { counted } from '../../render/counted.ts';
import { showDomain } from '../../render/owner.ts';
import { safe } from '../../render/safe.ts';
import { tableLines } from '../../render/table.ts';
import type { Host } from '../host.ts';

export interface Wish {
  readonly patterns: readonly string[];
  readonly all: boolean;
}

/** @param free the zones that have no file yet. @returns undefined where nobody can be asked, or answers */
export async function chooseZones(
  host: Host,
  listed: readonly ZoneSummary[],
  free: readonly ZoneSummary[],
  { patterns, all }: Wish,
): Promise<readonly ZoneSummary[] | undefined> {
  if (patterns.length > 0) {
    const { selected, unknown } = selectZones(
      patterns,
      listed.map(({ name }) => name),
    );
    const [stranger] = unknown;
    if (stranger !== undefined) throw notThere(stranger);
    return picked(free, selected);
  }
  if (all || free.length === 0) return free;
  if (!host.canAsk) {
    host.stderr.write(
      `Nothing was written: nobody can answer here. Name the zones that get a file, or add --all (${free.length} of them).\n`,
    );
    return undefined;
  }
  return ask(host, free);
}

function notThere({ pattern, suggestion }: { readonly pattern: string; readonly suggestion?: string }) {
  return new DnssyncError(`no zone of the account matches '${safe(pattern)}'`, {
    code: 'usage',
    hint: suggestion === undefined ? 'dnssync zones lists them' : `did you mean ${suggestion}?`,
  });
}

async function ask(host: Host, free: readonly ZoneSummary[]): Promise<readonly ZoneSummary[] | undefined> {
  const rows = free.map(({ name, recordCount }, index) => [
    String(index + 1).padStart(String(free.length).length),
    showDomain(name),
    counted(recordCount, 'record'),
  ]);
  host.stderr.write(`${tableLines(rows, (line) => `  ${line}`).join('\n')}\n\n`);
  for (;;) {
    const answer = await host.ask("Which ones get a file? Numbers or names, 'all' or 'none' [all]: ");
    // The end of the input is no Enter: nobody agreed to the default.
    if (answer === undefined) {
      host.stderr.write('\nNothing was written.\n');
      return undefined;
    }
    const words = answer.split(/[\s,]+/).filter((word) => word !== '');
    if (words.length === 0 || answer === 'all') return free;
    if (answer === 'none') return [];
    const names = words.map((word) => {
      const numbered = /^\d+$/.test(word) ? free[Number(word) - 1] : undefined;
      return numbered === undefined ? word : domainOf(numbered);
    });
    const { selected, unknown } = selectZones(
      names,
      free.map(({ name }) => name),
    );
    const [stranger] = unknown;
    if (stranger === undefined) return picked(free, selected);
    const meant = stranger.suggestion === undefined ? '' : ` Did you mean ${stranger.suggestion}?`;
    host.stderr.write(`There is no '${safe(stranger.pattern)}' above.${meant}\n`);
  }
}

function picked(zones: readonly ZoneSummary[], names: readonly Fqdn[]): readonly ZoneSummary[] {
  const wanted = new Set(names);
  return zones.filter(({ name }) => wanted.has(name));
}
