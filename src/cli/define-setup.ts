/** The commands that set up a folder and a shell: init, schema, completion. */
import { Argument } from 'commander';
import { SHELLS } from './completion/script.ts';
import { command, type Definitions, examples } from './define.ts';
import { API, ZONES } from './options/shared.ts';

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
