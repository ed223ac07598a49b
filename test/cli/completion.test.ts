/** How a command line may go on: by the program itself, so that whatever it has is offered, and nothing else. */
import { describe, expect, it } from 'vitest';
import {
  type Completion,
  completionOf,
  placeholderOf,
  type Values,
} from '../../src/cli/completion/complete.ts';
import { FREE_VALUES, PLACEHOLDERS } from '../../src/cli/completion/values.ts';
import { readNames, readZoneKey } from '../../src/load/outline.ts';
import { commands, program } from '../support/program.ts';

const KNOWN: Readonly<Record<string, Values>> = {
  zone: { candidates: ['example.com', 'example.net', 'other.org'].map((text) => ({ text, what: '' })) },
  file: { more: 'files' },
};

const complete = (...words: string[]): Promise<Completion> =>
  completionOf(program, words, (placeholder) => KNOWN[placeholder] ?? {});
const texts = async (...words: string[]): Promise<readonly string[]> =>
  (await complete(...words)).candidates.map(({ text }) => text);

describe('completion', () => {
  it('offers every command, and help', async () => {
    expect(await texts('')).toEqual([...program.commands.map((one) => one.name()), 'help']);
  });

  it('offers what begins with the word', async () => {
    expect(await texts('va')).toEqual(['validate']);
    expect(await texts('plan', '--det')).toEqual(['--detailed-exitcode']);
    expect(await texts('plan', 'exam')).toEqual(['example.com', 'example.net']);
    expect(await texts('plan', 'example.com', 'o')).toEqual(['other.org']);
  });

  it.each(commands.filter(([name]) => name !== 'sandbox'))(
    'offers all options of %s',
    async (name, command) => {
      const offered = await texts(...name.split(' '), '--');
      const own = command.createHelp().visibleOptions(command);
      expect(offered).toEqual(own.map(({ long }) => long));
    },
  );

  it.each(
    commands.flatMap(([name, { options }]) =>
      options.flatMap((option) =>
        option.argChoices === undefined ? [] : [[name, option.long ?? '', option.argChoices] as const],
      ),
    ),
  )('offers the choices of %s %s', async (name, flag, choices) => {
    expect(await texts(...name.split(' '), flag, '')).toEqual(choices);
    expect(await texts(...name.split(' '), `${flag}=`)).toEqual(choices.map((choice) => `${flag}=${choice}`));
  });

  it('knows each placeholder of the program, or that its values are free', () => {
    const used = commands.flatMap(([, { options, registeredArguments }]) => [
      ...options
        .filter(({ required, argChoices }) => required && argChoices === undefined)
        .map(placeholderOf),
      ...registeredArguments.filter(({ argChoices }) => argChoices === undefined).map((one) => one.name()),
    ]);
    expect(new Set(used)).toEqual(
      new Set([...PLACEHOLDERS.filter((one) => used.includes(one)), ...FREE_VALUES]),
    );
  });

  it('takes the value of an option for no argument, and an option for no value', async () => {
    expect(await texts('plan', '--config', 'x', 'exam')).toEqual(['example.com', 'example.net']);
    expect(await texts('runs', '--config', 'show', '')).toEqual(['show']);
    expect((await complete('plan', '--config', '')).more).toBe('files');
  });

  it('offers an option once, unless it may be repeated, and none after --', async () => {
    expect(await texts('plan', '--detailed-exitcode', '--det')).toEqual([]);
    expect(await texts('plan', '--target', 'www', '--targ')).toEqual(['--target']);
    expect(await texts('plan', '--', '--det')).toEqual([]);
  });

  it('offers nothing for what no program knows', async () => {
    expect(await texts('no-such-command', '')).toEqual([]);
    expect(await texts('plan', '--no-such-option=')).toEqual([]);
    expect(await texts()).toEqual(await texts(''));
  });
});

describe('a glance at a zone file', () => {
  it('finds the zone that the file names', () => {
    expect(readZoneKey('# c\nttl: 1h\nzone: "example.com" # x\n')).toBe('example.com');
    expect(readZoneKey('records:\n  zone: { A: 192.0.2.1 }\n')).toBeUndefined();
  });

  it('finds the names, in whatever quotes and with whatever below them', () => {
    const text =
      'ttl: 1h\nlint:\n  not-a-name: off\nrecords:\n' +
      '    "@":   # the zone\n      A: 192.0.2.1\n\n    # www2: no\n' +
      "    www: { A: 192.0.2.1 }\n    '*.dev':\n      A: 192.0.2.2\n    a.example.com: { A: 192.0.2.3 }\nmode: full\n";
    expect(readNames(text, 'example.com').map(({ written, owner }) => `${written} ${owner}`)).toEqual([
      '@ example.com.',
      'www www.example.com.',
      '*.dev *.dev.example.com.',
      'a.example.com a.example.com.',
    ]);
  });

  it('takes no offence at anything', () => {
    for (const text of ['', 'records:', 'records: [', '\0', 'records:\n  - x', 'records:\n  "a\n  b": 1']) {
      expect(readNames(text, 'example.com')).toEqual([]);
    }
    expect(readNames('records:\n  www: x\n', 'not a zone')).toEqual([]);
  });
});
