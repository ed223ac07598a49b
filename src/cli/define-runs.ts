/** The commands of the way back: undo, runs, snapshot. */
import type { Command } from 'commander';
import { command, type Definitions, examples } from './define.ts';
import { API, allow, CONFIG, duration, FILES, format, keepRuns } from './options/shared.ts';

export function defineRuns({ program, host, set }: Definitions): void {
  command(
    program,
    'undo [run]',
    'go back to the snapshot taken before a run, the last one if none is named',
    [...FILES, ...API],
  )
    .addOption(format(['text', 'json']))
    .option('-y, --yes', 'do not ask')
    .addOption(allow())
    .option('--force', 'allow everything the guard would stop')
    .option('--from <path>', "a copy of a run's folder, or a snapshot, from elsewhere")
    .option('--whole', 'put back the whole zones, not only the names that the run changed')
    .addOption(duration('--timeout <duration>', 'start no call after this time', 3600))
    .addOption(keepRuns())
    .addHelpText(
      'after',
      examples('dnssync undo', 'dnssync undo --yes 20261126T144655', 'dnssync undo --from downloaded/run'),
    )
    .action(async (run: string | undefined, options) => {
      const { undo } = await import('./commands/undo.ts');
      set(await undo(host, run, options));
    });

  const runs = command(program, 'runs', 'list the runs that are kept, or show what became of one', [CONFIG])
    .addOption(format(['text', 'json']))
    .addHelpText('after', examples('dnssync runs', 'dnssync runs show 20261126T144655'))
    .action(async (options) => {
      const commands = await import('./commands/runs.ts');
      set(await commands.runs(host, options));
    });
  command(runs, 'show [run]', 'what a run did, failed to do, and never tried', [CONFIG])
    .addOption(format(['text', 'json']))
    .option('--from <path>', "a copy of a run's folder from elsewhere")
    .addHelpText(
      'after',
      examples('dnssync runs show', 'dnssync runs show --from downloaded/run --format json'),
    )
    .action(async (run: string | undefined, _, self: Command) => {
      const { showRun } = await import('./commands/runs.ts');
      // What both know is read by `runs`, wherever it stands.
      set(await showRun(host, run, self.optsWithGlobals()));
    });

  command(program, 'snapshot [zone...]', 'keep what stands in zones of the account now, for undo', [
    CONFIG,
    ...API,
  ])
    .addHelpText('after', examples('dnssync snapshot', 'dnssync snapshot example.com'))
    .action(async (zones: string[], options) => {
      const { snapshot } = await import('./commands/snapshot.ts');
      set(await snapshot(host, zones, options));
    });
}
