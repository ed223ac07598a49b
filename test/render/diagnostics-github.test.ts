import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, DiagnosticPlace } from '../../src/model/diagnostic.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';
import { renderDiagnosticsGithub } from '../../src/render/diagnostics-github.ts';
import { safe } from '../../src/render/safe.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const FILE = 'zones/example.com.yaml';

function diagnostic(at: Partial<DiagnosticPlace> | undefined, more: Partial<Diagnostic> = {}): Diagnostic {
  const place = at === undefined ? {} : { at: { file: FILE, ...at } };
  return { severity: 'error', rule: 'a-syntax', message: "'x' is not an IPv4 address", ...place, ...more };
}

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Reads a line as the runner does (ActionCommand.cs, TryParseV2): undefined where it is no command. */
function runnerReads(line: string): Command | undefined {
  const text = line.trimStart();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const [, name = '', rest = ''] = /^(\S+) ?(.*)$/.exec(text.slice(2, end)) ?? [];
  const unescaped = (escaped: string) =>
    escaped
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = rest
    .split(',')
    .map((each) => [each.slice(0, each.indexOf('=')), unescaped(each.slice(each.indexOf('=') + 1))]);
  return { name, properties: Object.fromEntries(properties), data: unescaped(text.slice(end + 2)) };
}

function commands(diagnostics: readonly Diagnostic[]): Command[] {
  const text = renderDiagnosticsGithub(diagnostics);
  expect(text).toMatch(/^(.+\n)*$/);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const command = runnerReads(line);
      if (command === undefined) throw new Error(`not a command: ${line}`);
      return command;
    });
}

/** One message at many places. */
function many(count: number, message: string, more: Partial<Diagnostic> = {}): Diagnostic[] {
  return Array.from({ length: count }, (_, index) =>
    diagnostic({ line: index + 1, column: 1 }, { message, ...more }),
  );
}

/** Messages that no grouping takes for one. */
const WORDS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

describe('renderDiagnosticsGithub', () => {
  it('gives file, line, columns, rule and message', () => {
    expect(
      renderDiagnosticsGithub([
        diagnostic({ line: 14, column: 8, length: 6, sourceLine: '    A: 192.02' }),
        diagnostic({ line: 2 }, { severity: 'warning', rule: 'txt-comment' }),
        diagnostic(undefined, { rule: 'zones-empty' }),
      ]),
    ).toBe(`\
::error title=zones-empty::'x' is not an IPv4 address
::error file=zones/example.com.yaml,line=14,col=8,endColumn=14,title=a-syntax::'x' is not an IPv4 address
::warning file=zones/example.com.yaml,line=2,title=txt-comment::'x' is not an IPv4 address
`);
  });

  it('is empty where there is nothing wrong', () => {
    expect(renderDiagnosticsGithub([])).toBe('');
  });

  it('escapes what would end a property or a message', () => {
    const [command] = commands([
      diagnostic({ file: 'a,b:c%2C/50%.yaml', line: 1, column: 1 }, { message: '100%0A, 50%: so::it' }),
    ]);
    expect(command?.properties).toMatchObject({ file: 'a,b:c%2C/50%.yaml', line: '1', col: '1' });
    expect(command?.data).toBe('100%0A, 50%: so::it');
  });

  it.each(HOSTILE)('takes %j as text and nothing else', (text) => {
    const list = [diagnostic({ file: text, line: 1, column: 1 }, { rule: text, message: text })];
    const [command, ...others] = commands(list);
    expect(others).toEqual([]);
    expect(command?.name).toBe('error');
    expect(Object.keys(command?.properties ?? {})).toEqual(['file', 'line', 'col', 'endColumn', 'title']);
    expect(renderDiagnosticsGithub(list)).not.toMatch(HARMFUL);
    expect(`${command?.data}${command?.properties.file}`).not.toMatch(/[\r\n]/);
  });

  it('takes any text as text: what the runner reads is one error, with the message as it is shown elsewhere', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '::',
        '##[',
        '##',
        '[',
        '%',
        '%0A',
        '%3A',
        ',',
        '=',
        '\n',
        '\r',
        '\u3000',
        'add-mask',
        '::error::',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (file, rule, message) => {
        const list = [diagnostic({ file, line: 1, column: 1, sourceLine: message }, { rule, message })];
        const [command, ...others] = commands(list);
        expect(others).toEqual([]);
        expect(command).toEqual({
          name: 'error',
          properties: { file: safe(file), line: '1', col: '1', endColumn: '2', title: safe(rule) },
          data: safe(message),
        });
        expect(renderDiagnosticsGithub(list)).not.toContain('##[');
        const report = renderDiagnostics(list, { color: false });
        expect(report).not.toContain('##[');
        expect(report.split('\n').map(runnerReads)).toEqual(report.split('\n').map(() => undefined));
      }),
    );
  });

  it('shows no more than GitHub keeps, each kind of mistake first, and counts the rest', () => {
    const found = commands([
      ...many(500, 'the same'),
      ...many(12, 'doubtful', { severity: 'warning' }),
      diagnostic({ file: 'zones/last.yaml', line: 1, column: 1 }, { message: 'the only one of its kind' }),
    ]);
    const named = (name: string) => found.filter((command) => command.name === name);
    expect(named('error')).toHaveLength(10);
    expect(named('warning')).toHaveLength(10);
    expect(named('error').map(({ data }) => data)).toContain('the only one of its kind');
    expect(named('error')[0]?.data).toBe('the same (and 491 more places)');
    expect(named('notice').map(({ data }) => data)).toEqual([
      '491 more errors, 2 more warnings; dnssync validate shows all',
    ]);
  });

  it('needs no notice where all fit, and says so of a kind that does not fit', () => {
    const kinds = (count: number) =>
      WORDS.slice(0, count).map((word) => diagnostic({ line: 1 }, { message: word }));
    expect(commands(kinds(10)).map(({ name }) => name)).toEqual(Array(10).fill('error'));
    expect(commands(kinds(11)).at(-1)).toMatchObject({
      name: 'notice',
      data: '1 more error; dnssync validate shows all',
    });
  });
});
