/** The completion scripts in real shells: keys are typed, and what the shell then runs is looked at. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const hasScript = has('script');
for (const missing of ['script', 'zsh', 'fish'].filter((program) => !has(program))) {
  // biome-ignore lint/suspicious/noConsole: a test that is left out must not look like one that passed
  console.warn(`${missing} is not installed: completion in it is not tested`);
}

const FILES = {
  'zones/example.com.yaml':
    'records:\n  "@": { A: 192.0.2.1 }\n  wwwold: { A: 192.0.2.1 }\n  "*.dev": { A: 192.0.2.1 }\n',
  'zones/other.yaml': 'zone: example.net\nrecords: { "@": { A: 192.0.2.1 } }\n',
};

/** A folder with zone files, and a program `dnssync` that completes and otherwise writes its arguments down. */
function place(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly ran: () => string[] } {
  const cwd = folder(FILES);
  const bin = join(cwd, '.bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'dnssync'),
    `#!/bin/sh
if [ "$1" = __complete ] || [ "$1" = completion ]; then exec '${process.execPath}' '${resolve('lib/cli.js')}' "$@"; fi
for word in "$@"; do printf '[%s]' "$word"; done >>"${cwd}/ran"
echo >>"${cwd}/ran"
`,
  );
  chmodSync(join(bin, 'dnssync'), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: cwd, TERM: 'xterm' };
  const ran = (): string[] =>
    existsSync(join(cwd, 'ran')) ? readFileSync(join(cwd, 'ran'), 'utf8').trimEnd().split('\n') : [];
  return { cwd, env, ran };
}

/** Types lines at an interactive shell, each once the one before has been run. */
async function typed(shell: string, setup: string, lines: readonly string[]): Promise<string[]> {
  const { cwd, env, ran } = place();
  const child = spawn('script', ['-qec', shell, '/dev/null'], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere() && child.exitCode === null) await new Promise((resume) => setTimeout(resume, 20));
  };
  child.stdin.write(`${setup}; dnssync ready\n`);
  await until(() => ran().length === 1);
  for (const [index, line] of lines.entries()) {
    // A shell that is asked while more keys wait may not complete at all: the screen shows that it has.
    for (const part of line.split(/(?<=\t)/)) {
      const before = screen.length;
      child.stdin.write(part);
      if (part.endsWith('\t')) {
        const word = part.trimEnd().split(' ').at(-1) ?? '';
        await until(
          () =>
            screen
              .slice(before)
              .replaceAll(/\x1b\[[\d;?]*\w/g, '')
              .trimEnd().length > part.trim().length && screen.slice(before).includes(word.slice(-1)),
        );
      }
    }
    child.stdin.write('\n');
    await until(() => ran().length === index + 2);
  }
  child.stdin.end('exit\n');
  await until(() => child.exitCode !== null);
  return ran().slice(1);
}

const LINES = [
  'dnssync va\t--str\t',
  'dnssync plan example.c\t--format=j\t',
  'dnssync plan --target www\t--zones zon\t',
];
const RUN = [
  '[validate][--strict]',
  '[plan][example.com][--format=json]',
  '[plan][--target][wwwold][--zones][zones/]',
];

describe('completion in a shell', () => {
  test.skipIf(!hasScript)('bash completes commands, options, choices, zones, names and folders', async () => {
    const setup = 'source <(dnssync completion bash)';
    expect(
      await typed('bash --norc --noprofile -i', setup, [...LINES, 'dnssync apply --allow example.n\t3']),
    ).toEqual([...RUN, '[apply][--allow][example.net=3]']);
  });

  test.skipIf(!hasScript)('bash writes a name so that the shell reads it back', async () => {
    const setup = 'source <(dnssync completion bash)';
    const lines = ["dnssync plan --target '*.d\t", 'dnssync plan --target \\*.d\t'];
    expect(await typed('bash --norc --noprofile -i', setup, lines)).toEqual(
      Array(2).fill('[plan][--target][*.dev]'),
    );
  });

  test.skipIf(!hasScript || !has('zsh'))('zsh does, too', async () => {
    const setup = 'autoload -Uz compinit; compinit -u; source <(dnssync completion zsh)';
    // zsh takes the slash away again where a folder is all that was meant.
    expect((await typed('zsh -f -i', setup, LINES)).map((line) => line.replace('/]', ']'))).toEqual(
      RUN.map((line) => line.replace('/]', ']')),
    );
  });

  test.skipIf(!has('fish'))('fish does, too', () => {
    const { cwd, env } = place();
    const asked = (line: string): string[] => {
      const source = `source (dnssync completion fish | psub); complete -C '${line}'`;
      const { stdout } = spawnSync('fish', ['-c', source], { cwd, env, encoding: 'utf8' });
      return stdout.trimEnd().split('\n');
    };
    expect(asked('dnssync va')).toEqual(['validate\tcheck the zone files, without the network']);
    expect(asked('dnssync plan --format=j')).toEqual(['--format=json']);
    expect(asked('dnssync plan example.')).toEqual([
      'example.com\tzones/example.com.yaml',
      'example.net\tzones/other.yaml',
    ]);
    expect(asked('dnssync plan --target www')).toEqual(['wwwold\tzones/example.com.yaml']);
    expect(asked('dnssync plan --zones zon')).toEqual(['zones/']);
  });

  test('a shell that does not exist is told of those that do', async () => {
    const { code, stderr } = await dnssync(['completion', 'tcsh'], folder({}));
    expect(code).toBe(3);
    expect(stderr).toContain('bash, zsh, fish');
  });

  test('a name that a shell would act on is not offered', async () => {
    const cwd = folder({
      'zones/$(touch pwned).example.yaml': 'records: { a: { A: 192.0.2.1 } }\n',
      'zones/x.yaml':
        'zone: "`id`.example"\nrecords:\n  "a;id": { A: 192.0.2.1 }\n  "\\e[2J": { A: 192.0.2.1 }\n',
      'zones/example.com.yaml': "records:\n  o'brien: { A: 192.0.2.1 }\n  '*.dev': { A: 192.0.2.1 }\n",
    });
    const zones = await dnssync(['__complete', 'bash', 'plan', ''], cwd);
    expect(zones.stdout).toBe('none\nexample.com\tzones/example.com.yaml\n');
    const names = await dnssync(['__complete', 'zsh', 'plan', '--target', ''], cwd);
    expect(names.stdout).toBe('none\n*.dev\tzones/example.com.yaml\n');
  });

  test('files that cannot be read end in no candidate and no message', async () => {
    const cwd = folder({ 'dnssync.yaml': 'zones: [', 'zones/x.yaml': '{{{' });
    const answer = await dnssync(['__complete', 'fish', 'plan', '--target', ''], cwd);
    expect(answer).toEqual({ code: 0, stdout: 'none\n', stderr: '' });
  });
});
