/** The command that explains one name. */
import { Argument } from 'commander';
import { command, type Definitions, examples } from './define.ts';
import { API, duration, FILES, format, nameserver } from './options/shared.ts';

export function defineWhy({ program, host, set }: Definitions): void {
  command(
    program,
    'why <name>',
    'tell where the values of a name come from and how they stand to live and DNS',
    [...FILES, ...API],
  )
    .addArgument(new Argument('[type]', 'only this type'))
    .addOption(format(['text', 'json']))
    .option('--no-dns', 'do not ask the name servers')
    .addOption(nameserver())
    .addOption(duration('--timeout <duration>', 'longest wait for one answer of a server, of three tries', 3))
    .addHelpText(
      'after',
      examples(
        'dnssync why www.example.com',
        'dnssync why www CNAME --no-dns',
        "dnssync why '@' MX --format json",
      ),
    )
    .action(async (name: string, type: string | undefined, options) => {
      const { why } = await import('./commands/why.ts');
      set(await why(host, name, type, options));
    });
}
