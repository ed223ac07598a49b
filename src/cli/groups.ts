/** The order and the headings under which `dnssync --help` lists the commands. */
import type { Command } from 'commander';

const GROUPS: Readonly<Record<string, string>> = {
  'Start:': 'init import demo sandbox',
  'Zone files:': 'validate fmt rules export schema',
  'Change zones:': 'plan apply verify why render',
  'What changed elsewhere:': 'drift adopt',
  'The way back:': 'runs undo snapshot',
  'Other:': 'zones whoami completion',
};

const ORDER = Object.values(GROUPS).join(' ').split(' ');

/** To be called when all commands are there. */
export function groupCommands(program: Command): void {
  const place = (command: Command): number => ORDER.indexOf(command.name());
  (program.commands as Command[]).sort((a, b) => place(a) - place(b));
  for (const [heading, names] of Object.entries(GROUPS)) {
    for (const command of program.commands)
      if (names.split(' ').includes(command.name())) command.helpGroup(heading);
  }
  program.commandsGroup('Other:').helpCommand('help [command]', 'print the help of a command');
}
