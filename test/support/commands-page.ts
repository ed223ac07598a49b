/** docs/commands.md as the program itself gives it. */
import type { Argument, Command, Option } from 'commander';
import { commands, program } from './program.ts';

/** Options that every command has are told once. */
const COMMON: ReadonlySet<string> = new Set(['--color', '--quiet', '--verbose', '--help']);

export function commandsPage(): string {
  const help = program.createHelp();
  const listed = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  const groups = help.groupItems(listed as Command[], listed as Command[], (command) => command.helpGroup());
  const sections = [...groups].map(([heading, members]) =>
    [
      `## ${heading.replace(/:$/, '')}`,
      ...members.flatMap((member) =>
        commands
          .filter(([name]) => name === member.name() || name.startsWith(`${member.name()} `))
          .map(([name, command]) => commandSection(name, command)),
      ),
    ].join('\n\n'),
  );
  const common = help
    .visibleOptions(commands[0]?.[1] as Command)
    .filter(({ long }) => COMMON.has(long ?? ''));
  return `# Commands

<!-- Made from the program: DNSSYNC_WRITE_PAGES=1 npx vitest run test/docs/commands.test.ts -->

\`dnssync COMMAND --help\` shows the same. Zones on a command line may be globs (\`'*.example.com'\`). Results go to standard
output, progress and problems to standard error. \`dnssync-sandbox --help\` lists the options of the sandbox
([sandbox.md](sandbox.md)).

Every command takes

${optionTable(common)}

${sections.join('\n\n')}
`;
}

function commandSection(name: string, command: Command): string {
  const args = command.registeredArguments.map(usage).join(' ');
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => !COMMON.has(long ?? ''));
  return [
    `### \`dnssync ${[name, args].filter((part) => part !== '').join(' ')}\``,
    `${capital(command.description())}.`,
    ...(options.length === 0 ? [] : [optionTable(options)]),
    ...examplesIn(command),
  ].join('\n\n');
}

function optionTable(options: readonly Option[]): string {
  const rows = options.map(({ flags, description, argChoices, defaultValue, defaultValueDescription }) => {
    const preset = defaultValueDescription ?? defaultValue;
    const notes = [
      ...(argChoices === undefined ? [] : [argChoices.map((choice) => `\`${choice}\``).join(', ')]),
      ...(preset === undefined || preset === true ? [] : [`default \`${preset}\``]),
    ];
    return `| \`${flags.replaceAll('|', '\\|')}\` | ${[description, ...notes].join('; ').replaceAll('|', '\\|')} |`;
  });
  return ['| option | does |', '| --- | --- |', ...rows].join('\n');
}

function examplesIn(command: Command): string[] {
  const lines = examplesOf(command);
  return lines.length === 0 ? [] : [`\`\`\`sh\n${lines.join('\n')}\n\`\`\``];
}

/** The command lines that the help of a command shows. */
export function examplesOf(command: Command): string[] {
  return [...fullHelp(command).matchAll(/^ {2}\$ (.+)$/gm)].map(([, line = '']) => line);
}

/** With what is added behind it. */
export function fullHelp(command: Command): string {
  let text = '';
  const { writeOut } = command.configureOutput();
  command.configureOutput({
    writeOut: (more) => {
      text += more;
    },
  });
  command.outputHelp();
  command.configureOutput({ ...(writeOut === undefined ? {} : { writeOut }) });
  return text;
}

function usage(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
