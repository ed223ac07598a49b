/** The commands that change zone files where they stand: fmt, adopt. */
import { command, type Definitions, examples } from './define.ts';
import { API, FILES, format, target } from './options/shared.ts';

export function defineEditing({ program, host, set }: Definitions): void {
  command(program, 'fmt [path...]', 'write the zone files in the canonical style, comments kept', FILES)
    .option('--check', 'write nothing; exit 3 where a file is in another style')
    .option('--sort', 'put names and types in order as well')
    .addHelpText(
      'after',
      examples('dnssync fmt', 'dnssync fmt --check', 'dnssync fmt --sort zones/example.com.yaml'),
    )
    .action(async (paths: string[], options) => {
      const { fmt } = await import('./commands/fmt.ts');
      set(await fmt(host, paths, options));
    });

  command(program, 'adopt [zone...]', 'take what was changed elsewhere into the zone files, in place', [
    ...FILES,
    ...API,
  ])
    .addOption(format(['text', 'json']))
    .option('-y, --yes', 'do not ask')
    .option('-p, --patch', 'ask for each change')
    .addOption(target())
    .addHelpText(
      'after',
      examples(
        'dnssync adopt',
        'dnssync adopt example.com --target www/A',
        'dnssync adopt --yes example.com',
      ),
    )
    .action(async (zones: string[], options) => {
      const { adopt } = await import('./commands/adopt.ts');
      set(await adopt(host, zones, options));
    });
}
