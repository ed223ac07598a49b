/** One command of the program, with the options that all of them take, and the examples of its help. */
import type { Command, Option } from 'commander';
import { color } from './options/shared.ts';

export function command(
  program: Command,
  usage: string,
  description: string,
  options: readonly Option[],
): Command {
  const made = program.command(usage).description(description);
  for (const option of options) made.addOption(option);
  return made
    .addOption(color)
    .option('-q, --quiet', 'print results and errors only')
    .option('-v, --verbose', 'tell more');
}

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
