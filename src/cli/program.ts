/** The commands, their arguments and their help; what a command does is loaded when it runs. */
import { type Command, CommanderError, Option } from 'commander';
import type { Fqdn } from '../model/name.ts';
import { command, examples, rootCommand } from './define.ts';
import { defineAutomation } from './define-automation.ts';
import { defineEditing } from './define-editing.ts';
import { defineRuns } from './define-runs.ts';
import { defineSetup } from './define-setup.ts';
import { defineWhy } from './define-why.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { groupCommands } from './groups.ts';
import type { Host } from './host.ts';
import { parseZoneDeletion } from './options/allowance.ts';
import { knownTokens, refuseToken } from './options/known-tokens.ts';
import {
  API,
  allow,
  base,
  duration,
  FILES,
  format,
  keepRuns,
  maxBytes,
  nameserver,
  out,
  reading,
  shard,
  target,
} from './options/shared.ts';
import { withResultFile } from './result-file.ts';
import { VERSION } from './version.ts';

/** Runs one command line; resolves to its exit code, rejects with what ended it. */
export async function runProgram(argv: readonly string[], host: Host): Promise<ExitCode> {
  // A shell asks how its line may go on, whatever stands in it.
  if (argv[0] === '__complete') {
    const { complete } = await import('./commands/completion.ts');
    return complete(
      host,
      buildProgram(host, () => undefined),
      argv[1] ?? '',
      argv.slice(2),
    );
  }
  refuseToken(argv);
  for (const token of knownTokens(argv, host.env.VPS_API_TOKEN)) host.conceal(token);
  let exit: ExitCode = EXIT.done;
  const set = (code: ExitCode): void => {
    exit = code;
  };
  const program = buildProgram(host, set);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed its message; asking for help is no mistake, asking wrongly is. Its own code for `help`
    // is whatever process.exitCode was before.
    return error.exitCode === 0 || argv[0] === 'help' ? EXIT.done : EXIT.invalid;
  }
}

export function buildProgram(host: Host, set: (code: ExitCode) => void): Command {
  const program = rootCommand(host)
    .description('Keep DNS zones hosted at VPS.org in step with YAML files in a Git repository.')
    .version(VERSION, '-V, --version', 'print the version')
    .addHelpText('after', ENVIRONMENT);

  command(program, 'validate [path...]', 'check the zone files, without the network', FILES)
    .addOption(format(['text', 'json', 'github', 'sarif']))
    .addOption(out())
    .addOption(shard())
    .option('--strict', 'count warnings as errors')
    .addHelpText(
      'after',
      examples(
        'dnssync validate',
        'dnssync validate --strict zones/example.com.yaml',
        'dnssync validate --format sarif --out dnssync.sarif',
      ),
    )
    .action(async (paths: string[], options) => {
      const { validate } = await import('./commands/validate.ts');
      set(await withResultFile(host, options, (to) => validate(to, paths, options)));
    });

  command(program, 'plan [zone...]', 'show what apply would change; never writes', [...FILES, ...API])
    .addOption(format(['text', 'json', 'diff', 'markdown', 'github']))
    .addOption(maxBytes())
    .option('--detailed-exitcode', 'exit 2 where there are changes')
    .option('--out <file>', 'save the plan, for: dnssync apply <file>')
    .option('--live <path>', 'read live state from saved JSON or zone files (file or folder), not the API')
    .addOption(base())
    .addOption(shard())
    .addOption(target())
    .addHelpText(
      'after',
      examples(
        'dnssync plan',
        'dnssync plan --base origin/main',
        "dnssync plan 'example.*' --target www/A",
        'dnssync plan --out plan.json && dnssync apply plan.json',
      ),
    )
    .action(async (zones: string[], options) => {
      const { plan } = await import('./commands/plan.ts');
      set(await plan(host, zones, options));
    });

  defineAutomation({ program, host, set });

  command(program, 'apply [zone|plan.json...]', 'plan, ask, write, and read live again as proof', [
    ...FILES,
    ...API,
  ])
    .addOption(format(['text', 'json', 'markdown']))
    .addOption(maxBytes())
    .option('-y, --yes', 'do not ask')
    .option('--expect-plan <hash>', 'refuse any plan but the one of this hash, which its Markdown ends with')
    .addOption(allow())
    .addOption(
      new Option(
        '--allow-zone-delete <zone>',
        'allow this zone, whose file says state: absent, to be deleted (repeatable)',
      ).argParser((text: string, before: ReadonlySet<Fqdn> | undefined) =>
        reading(() => parseZoneDeletion(text, before)),
      ),
    )
    .option('--force', 'allow all guarded changes, but no deletion of a zone and nothing that is protected')
    .addOption(base())
    .addOption(shard())
    .addOption(target())
    .addOption(duration('--timeout <duration>', 'start no call after this time', 3600))
    .option('--verify', 'then wait until the name servers answer what the files say')
    .addOption(duration('--verify-timeout <duration>', 'longest wait for the name servers', 60))
    .addOption(nameserver())
    .addOption(keepRuns())
    .addHelpText(
      'after',
      examples(
        'dnssync apply',
        'dnssync apply --yes --verify example.com',
        'dnssync apply --yes --allow example.com=12',
        'dnssync apply plan.json',
      ),
    )
    .action(async (zones: string[], options) => {
      const { apply } = await import('./commands/apply.ts');
      set(await apply(host, zones, options));
    });

  command(program, 'verify [zone...]', 'ask the name servers whether they answer what the files say', [
    ...FILES,
    ...API,
  ])
    .addOption(format(['text', 'json']))
    .option('--dns-only', 'compare files and DNS; do not ask the API')
    .addOption(nameserver())
    .addOption(duration('--timeout <duration>', 'longest wait for one answer, of three tries', 3))
    .addHelpText(
      'after',
      examples('dnssync verify', 'dnssync verify --dns-only --nameserver 127.0.0.1:5353 example.com'),
    )
    .action(async (zones: string[], options) => {
      const { verify } = await import('./commands/verify.ts');
      set(await verify(host, zones, options));
    });

  defineWhy({ program, host, set });

  defineRuns({ program, host, set });

  command(program, 'export [zone...]', 'write zones as BIND zone files, for octoDNS, or as JSON', [
    ...FILES,
    ...API,
  ])
    .addOption(
      new Option('--to <format>', 'the format to write')
        .choices(['bind', 'octodns', 'json'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--source <source>', 'export what the files say, or what is live at the service')
        .choices(['files', 'live'])
        .default('files'),
    )
    .option('--out <folder>', 'write a file for each zone into this folder instead of standard output')
    .option('--force', 'write over files that exist')
    .addHelpText(
      'after',
      examples(
        'dnssync export --to bind example.com > example.com.zone',
        'dnssync export --to octodns --out octodns/config',
        'dnssync export --to json --source live example.com',
      ),
    )
    .action(async (zones: string[], options) => {
      const { exportZones } = await import('./commands/export.ts');
      set(await exportZones(host, zones, options));
    });

  command(program, 'zones', 'list the zones of the account and of the files', [...FILES, ...API])
    .addOption(format(['text', 'json']))
    .addOption(out())
    .addHelpText('after', examples('dnssync zones', 'dnssync zones --format json --out zones.json'))
    .action(async (options) => {
      const { zones } = await import('./commands/zones.ts');
      set(await withResultFile(host, options, (to) => zones(to, options)));
    });

  command(program, 'whoami', 'show whose token this is and what it may do', API)
    .addOption(format(['text', 'json']))
    .addOption(out())
    .addHelpText('after', examples('dnssync whoami', 'dnssync whoami --token-file ~/.vps-token'))
    .action(async (options) => {
      const { whoami } = await import('./commands/whoami.ts');
      set(await withResultFile(host, options, (to) => whoami(to, options)));
    });

  command(program, 'rules [rule]', 'list the rules that files are judged by, or explain one', [])
    .addOption(format(['text', 'json', 'markdown']))
    .addHelpText('after', examples('dnssync rules', 'dnssync rules cname-conflict'))
    .action(async (name: string | undefined, options) => {
      const { rules } = await import('./commands/rules.ts');
      set(rules(host, name, options));
    });

  command(program, 'demo', 'a minute with dnssync: a sandbox, drifted zones, plan, apply, proof', [])
    .addHelpText('after', examples('dnssync demo'))
    .action(async () => {
      const { demo } = await import('./commands/demo.ts');
      set(await demo(host));
    });

  defineEditing({ program, host, set });
  defineSetup({ program, host, set });

  program
    .command('sandbox')
    .description('start a local stand-in for the VPS.org API')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[option...]')
    .action(async (options: string[]) => {
      const { sandbox } = await import('./commands/sandbox.ts');
      set(await sandbox(host, options));
    });

  groupCommands(program);
  return program;
}

const ENVIRONMENT = `
Environment:
  VPS_API_TOKEN        the API token (VPS.org: account, developers)
  VPS_API_URL          the API's address
                       (default: https://admin.vps.org/api/v1)
  DNSSYNC_WEBHOOK_URL  where drift --notify posts to

Exit codes:
  0 done · 1 could not · 2 differences · 3 invalid input · 4 refused ·
  5 incomplete · 130/143 stopped`;
