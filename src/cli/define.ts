/** How a command is defined: its options and examples in the form that all share, and its help within 80 columns. */
import { type Argument, Command, Help, type Option } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import { color } from './options/shared.ts';

/** What a file of definitions adds its commands to. */
export interface Definitions {
  readonly program: Command;
  readonly host: Host;
  /** Tells what the command came to. */
  readonly set: (code: ExitCode) => void;
}

const WIDEST_HELP = 100;
const COMMON = 'Common options:';

export function rootCommand(host: Host): Command {
  const program = new Command('dnssync')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(run with --help for the options)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp({
      // Without '[options]', which all of them have.
      subcommandTerm: (one) => [one.name(), ...one.registeredArguments.map(usage)].join(' '),
      // The command's own come first.
      visibleOptions(one) {
        const all = Help.prototype.visibleOptions.call(this, one);
        const isCommon = ({ helpGroupHeading = '' }: Option): boolean => helpGroupHeading !== '';
        return [...all.filter((option) => !isCommon(option)), ...all.filter(isCommon)];
      },
    })
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => Math.min(host.stdout.width ?? 80, WIDEST_HELP),
      getErrHelpWidth: () => Math.min(host.stderr.width ?? 80, WIDEST_HELP),
    });
  return program;
}

export function command(
  program: Command,
  usage: string,
  description: string,
  options: readonly Option[],
): Command {
  const made = program.command(usage).description(description);
  for (const option of options) made.addOption(option);
  return made
    .optionsGroup(COMMON)
    .addOption(color)
    .option('-q, --quiet', 'print results and errors only')
    .option('-v, --verbose', 'tell more')
    .helpOption('-h, --help', 'print this help')
    .optionsGroup('');
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function usage(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
