/** Every command line that README and docs/ show is one that the program takes: its command, options and choices. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { terminal } from '../support/terminal.ts';

const PAGES = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Shown {
  readonly place: string;
  readonly line: string;
}

/** Lines of blocks, and code in a text; none with a placeholder such as `[zone…]`, which stand for many. */
function shownIn(page: string): Shown[] {
  let isBlock = false;
  return readFileSync(page, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (/^\s*```/.test(line)) isBlock = !isBlock;
      const codes = isBlock ? [line] : [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
      return codes
        .flatMap((code) => code.replace(/^\s*\$ /, '').split(/ && | \| /))
        .map((code) => code.trim().replace(/\\\|/g, '|'))
        .filter(
          (code) => /^(npx )?dnssync [a-z-]/.test(code) && !/[[\]…<]|\|/.test(code.split(' #')[0] ?? ''),
        )
        .map((code) => ({ place: `${page}:${index + 1}`, line: code.replace(/^npx /, '') }));
    });
}

/** As a shell cuts a simple line. */
function words(line: string): string[] {
  const code = line.replace(/\s+#.*$/, '').replace(/\s+>.*$/, '');
  return [...code.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

/** What the program says against a line; nothing is run. */
function complaint(line: string): string | undefined {
  const { host, stderr } = terminal({}, () => '');
  const program = buildProgram(host, () => undefined);
  const disarm = (command: Command): void => {
    command.action(() => undefined);
    for (const below of command.commands) disarm(below);
  };
  for (const command of program.commands) disarm(command);
  try {
    // The last word may be a placeholder of the page, of which only the form is known.
    program.parse(
      words(line)
        .slice(1)
        .map((word) => word.replace('ZONE=N', 'example.com=1').replace('SHELL', 'bash')),
      { from: 'user' },
    );
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    // A text may name a command or an option without all that it needs.
    const isShort = error instanceof CommanderError && /missing/i.test(error.code);
    return isShort ? undefined : stderr();
  }
}

describe('a command line of a page', () => {
  const shown = PAGES.flatMap(shownIn);
  it('is found', () => {
    expect(shown.length).toBeGreaterThan(50);
    expect(complaint('dnssync plan --detailed')).toContain('unknown option');
    expect(complaint('dnssync plna')).toContain('unknown command');
  });

  it.each(shown.map(({ place, line }) => [place, line]))('%s: %s', (_, line) => {
    expect(complaint(line)).toBeUndefined();
  });
});
