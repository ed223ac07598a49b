/** The commands that set up a folder and a shell: init, import, schema, completion. */
import { Argument, Option } from 'commander';
import { SHELLS } from './completion/script.ts';
import { command, type Definitions, examples } from './define.ts';
import { API, FILES, format, ZONES } from './options/shared.ts';

export function defineSetup({ program, host, set }: Definitions): void {
  command(
    program,
    'init [zone...]',
    'write files for zones that are live already, and all that goes with them',
    [ZONES, ...API],
  )
    .option('--all', 'all zones of the account; without it and without names, it asks')
    .addHelpText(
      'after',
      examples('dnssync init', "dnssync init example.com '*.example'", 'dnssync init --all'),
    )
    .action(async (zones: string[], options) => {
      const { init } = await import('./commands/init.ts');
      set(await init(host, zones, options));
    });

  command(
    program,
    'import [zone...]',
    'write zone files from what is live, or from files of BIND or octoDNS',
    [...FILES, ...API],
  )
    .addOption(format(['text', 'json']))
    .option('--from <path>', 'file of another program, or folder of some, in the place of the service')
    .addOption(
      new Option('--source <source>', 'what is read (default: live, and with --from by the files)').choices([
        'live',
        'bind',
        'octodns',
      ]),
    )
    .option('--apex-ns', "take the zone's own NS records too, which the service sets itself")
    .option('--stdout', 'print the file of one zone instead of writing it')
    .option('--force', 'write over files that are there')
    .option('--update', 'change files that are there in place, as adopt does')
    .option('-y, --yes', 'with --update: do not ask')
    .addHelpText(
      'after',
      examples(
        'dnssync import example.com',
        'dnssync import --from bind',
        'dnssync import --from db.example.com --stdout example.com',
        'dnssync import --source octodns --from config',
        'dnssync import --update example.com',
      ),
    )
    .action(async (zones: string[], options) => {
      const { importZones } = await import('./commands/import.ts');
      set(await importZones(host, zones, options));
    });

  command(program, 'schema', 'print the JSON schema of a file that dnssync reads or writes', [])
    .addArgument(new Argument('[schema]', 'which one; without it they are listed'))
    .option('--out <folder>', 'write it into this folder; without a name, all of them')
    .addHelpText('after', examples('dnssync schema', 'dnssync schema zone', 'dnssync schema --out schema'))
    .action(async (name: string | undefined, options) => {
      const { schema } = await import('./commands/schema.ts');
      set(await schema(host, name, options));
    });

  command(program, 'completion', 'print the script that makes a shell complete dnssync', [])
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples(
        'dnssync completion bash > ~/.local/share/bash-completion/completions/dnssync',
        'dnssync completion fish > ~/.config/fish/completions/dnssync.fish',
        'source <(dnssync completion zsh)      # in ~/.zshrc',
      ),
    )
    .action(async (kind: (typeof SHELLS)[number]) => {
      const { completion } = await import('./commands/completion.ts');
      set(completion(host, kind));
    });
}
