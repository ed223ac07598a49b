/** How the last word of a command line may go on, as the program's own commands, options and choices say. */
import type { Argument, Command, Option } from 'commander';

export interface Candidate {
  readonly text: string;
  readonly what: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** What fits beside them; `open` where a word is not yet whole. */
  readonly more: 'none' | 'files' | 'folders' | 'open';
}

/** What a value can be, beside the choices that an option has. */
export interface Values {
  readonly candidates?: readonly Candidate[];
  readonly more?: Completion['more'];
}

/**
 * Gives the values for a placeholder such as `zone` or `file`.
 *
 * @param given the options of the line so far, by their long flag
 */
export type ValueSource = (
  placeholder: string,
  given: ReadonlyMap<string, string>,
) => Values | Promise<Values>;

/** @param words after the program's name; the last one is unfinished, perhaps empty */
export async function completionOf(
  program: Command,
  words: readonly string[],
  valuesOf: ValueSource,
): Promise<Completion> {
  const line = new Line(program);
  for (const word of words.slice(0, -1)) line.read(word);
  const last = words.at(-1) ?? '';
  const { command, awaiting } = line;
  if (awaiting !== undefined) return matching(last, await valuesOfOption(awaiting, line, valuesOf));
  const [, flag = '', value] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  const option = value === undefined ? undefined : line.option(flag);
  if (option !== undefined) {
    const { candidates, more } = matching(value ?? '', await valuesOfOption(option, line, valuesOf));
    return { candidates: candidates.map(({ text, what }) => ({ text: `${flag}=${text}`, what })), more };
  }
  if (last.startsWith('-') && !line.isPast) return matching(last, { candidates: line.freeOptions() });
  const argument = argumentAt(command, line.positionals);
  const values = argument === undefined ? {} : await valuesOfArgument(argument, line, valuesOf);
  const commands = line.positionals === 0 ? commandsOf(command) : [];
  return matching(last, { ...values, candidates: [...commands, ...(values.candidates ?? [])] });
}

/** The words before the last one: which command they lead to, and what it has got already. */
class Line {
  readonly given = new Map<string, string>();
  command: Command;
  positionals = 0;
  /** The option whose value comes next. */
  awaiting: Option | undefined;
  /** Whether `--` has come. */
  isPast = false;

  constructor(program: Command) {
    this.command = program;
  }

  read(word: string): void {
    if (this.awaiting !== undefined) {
      this.given.set(this.awaiting.long ?? '', word);
      this.awaiting = undefined;
    } else if (word === '--') this.isPast = true;
    else if (word.startsWith('-') && !this.isPast) this.#option(word);
    else this.#word(word);
  }

  /** Those that are not given yet, or may be given again. */
  freeOptions(): Candidate[] {
    return this.command
      .createHelp()
      .visibleOptions(this.command)
      .flatMap((option) => {
        const isUsed = this.given.has(option.long ?? '') && !option.description.includes('repeatable');
        return option.long == null || isUsed ? [] : [{ text: option.long, what: option.description }];
      });
  }

  option(flag: string): Option | undefined {
    for (let at: Command | null = this.command; at !== null; at = at.parent) {
      const found = at.options.find(({ long, short }) => long === flag || short === flag);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #option(word: string): void {
    const [flag = '', value] = word.split('=', 2);
    const option = this.option(flag);
    if (option?.required && value === undefined) this.awaiting = option;
    else this.given.set(option?.long ?? flag, value ?? '');
  }

  #word(word: string): void {
    const next = this.positionals > 0 ? undefined : this.command.commands.find((one) => one.name() === word);
    if (next === undefined) this.positionals++;
    else this.command = next;
  }
}

function argumentAt({ registeredArguments: all }: Command, index: number): Argument | undefined {
  const last = all.at(-1);
  return all[index] ?? (last?.variadic ? last : undefined);
}

function commandsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ text: one.name(), what: one.description() }));
}

async function valuesOfOption(option: Option, { given }: Line, valuesOf: ValueSource): Promise<Values> {
  if (option.argChoices !== undefined) return choices(option.argChoices);
  return valuesOf(placeholderOf(option), given);
}

async function valuesOfArgument(argument: Argument, { given }: Line, valuesOf: ValueSource): Promise<Values> {
  if (argument.argChoices !== undefined) return choices(argument.argChoices);
  return valuesOf(argument.name(), given);
}

/** `file`, for `--out <file>`. */
export function placeholderOf({ flags }: Option): string {
  return /<([^<>]+)>/.exec(flags)?.[1] ?? '';
}

function choices(texts: readonly string[]): Values {
  return { candidates: texts.map((text) => ({ text, what: '' })) };
}

function matching(word: string, { candidates = [], more = 'none' }: Values): Completion {
  return { candidates: candidates.filter(({ text }) => text.startsWith(word)), more };
}
