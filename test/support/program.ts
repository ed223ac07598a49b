/** The program of the command line as commander has it, for tests that look at its commands, options and help. */
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';
import { terminal } from './terminal.ts';

const { host } = terminal({}, () => '');
const stdout = { ...host.stdout, width: 80 };

export const program: Command = buildProgram({ ...host, stdout }, () => undefined);

/** Every command that people see, and those below it, by the words that call it. */
export const commands: readonly (readonly [string, Command])[] = program.commands.flatMap((command) => [
  [command.name(), command] as const,
  ...command.commands.map((sub) => [`${command.name()} ${sub.name()}`, sub] as const),
]);
