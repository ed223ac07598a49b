/** docs/commands.md and --help: made from the program, within 80 columns, and each example of them is run. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnssync, dnssyncUnverified, folder } from '../support/cli.ts';
import { commandsPage, examplesOf, fullHelp } from '../support/commands-page.ts';
import { GETTING_STARTED } from '../support/page-zones.ts';
import { commands, program } from '../support/program.ts';
import { bindIsMissing } from '../support/published.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const PAGE = 'docs/commands.md';
/** Its help is another program's. */
const own = commands.filter(([name]) => name !== 'sandbox');

describe(PAGE, () => {
  it('is what the program says', () => {
    const page = commandsPage();
    if (process.env.DNSSYNC_WRITE_PAGES !== undefined) writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});

describe('--help', () => {
  it('lists every command below a heading', () => {
    expect(program.commands.filter((command) => command.helpGroup() === '').map((one) => one.name())).toEqual(
      [],
    );
  });

  it.each([['dnssync', program] as const, ...own])('of %s fits 80 columns', (_, command) => {
    expect(
      fullHelp(command)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it.each(own)('of %s has examples', (name, command) => {
    expect(examplesOf(command).length).toBeGreaterThan(0);
    for (const example of examplesOf(command)) expect(example).toContain(`dnssync ${name}`);
  });
});

let sandbox: RunningSandbox;
let template: string;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  const named = [{ ...GETTING_STARTED[0], domain: 'example.net' }, ...GETTING_STARTED];
  await sandbox.ask('/seed', { zones: named });
  template = await workspace();
});
afterAll(async () => {
  rmSync(template, { recursive: true });
  await sandbox.stop();
});

const RUN = '20261126T144655';

/** A folder in which every example has what it names: zones, a change, a run and a copy of it, a saved plan, git. */
async function workspace(): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'dnssync-test-'));
  await dnssync(['init', '--all'], cwd, sandbox.env);
  writeFileSync(join(cwd, 'dnssync.yaml'), `zones: zones\nnameservers: "${sandbox.dns ?? '127.0.0.1:9'}"\n`);
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'Zones as they are');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  const file = join(cwd, 'zones', 'example.com.yaml');
  const change = (from: string, to: string) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  change('192.0.2.8', '192.0.2.9');
  await dnssyncUnverified(['apply', '--yes'], cwd, sandbox.env);
  const runs = join(cwd, '.dnssync', 'runs');
  const [id = ''] = readdirSync(runs);
  cpSync(join(runs, id), join(cwd, 'downloaded', 'run'), { recursive: true });
  renameSync(join(runs, id), join(runs, `${RUN}.000Z-abcd`));
  change('192.0.2.9', '192.0.2.10');
  const soa = '@ 1h SOA ns1.example.net. hostmaster 1 1h 15m 4w 5m\nwww 1h A 192.0.2.8\n';
  mkdirSync(join(cwd, 'bind'));
  for (const name of ['db.example.com', 'bind/db.example.org']) writeFileSync(join(cwd, name), soa);
  mkdirSync(join(cwd, 'config'));
  writeFileSync(join(cwd, 'config', 'example.org.yaml'), 'www:\n  type: A\n  value: 192.0.2.1\n');
  await dnssync(['plan', '--out', 'plan.json'], cwd, sandbox.env);
  for (const [index, zone] of ['example.com', 'example.net'].entries()) {
    const { stdout } = await dnssync(['plan', zone, '--format', 'json'], cwd, sandbox.env);
    mkdirSync(join(cwd, `part-${index + 1}`));
    writeFileSync(join(cwd, `part-${index + 1}`, 'plan.json'), stdout);
  }
  return cwd;
}

describe('an example of --help', () => {
  const zsh = spawnSync('zsh', ['--version']).status === 0;

  it.for(own.flatMap(([, command]) => examplesOf(command)))('%s', (example, { skip }) => {
    const cwd = folder({});
    cpSync(template, cwd, { recursive: true });
    const home = folder({ '.vps-token': `${sandbox.token}\n` });
    chmodSync(join(home, '.vps-token'), 0o600);
    for (const path of ['bin', '.local/share/bash-completion/completions', '.config/fish/completions']) {
      mkdirSync(join(home, path), { recursive: true });
    }
    writeFileSync(
      join(home, 'bin/dnssync'),
      `#!/bin/sh\nexec '${process.execPath}' '${resolve('lib/cli.js')}' "$@"\n`,
    );
    chmodSync(join(home, 'bin/dnssync'), 0o755);
    const line = example
      .replaceAll('127.0.0.1:5353', sandbox.dns ?? '127.0.0.1:9')
      .replaceAll('/etc/bind/zones', 'bind');
    const isZsh = example.includes('~/.zshrc');
    if (isZsh && !zsh) skip('zsh is missing');
    const script = isZsh ? `autoload -Uz compinit; compinit -u\n${line}` : line;
    const { status, stderr } = spawnSync(isZsh ? 'zsh' : 'bash', ['-c', script], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: `${join(home, 'bin')}:${process.env.PATH}`,
        HOME: home,
        DNSSYNC_WEBHOOK_URL: sandbox.control,
        ...sandbox.env,
      },
    });
    // Done, differences, nobody to ask, or live that is not as the files say: no mistake in the line itself.
    const isAsking = example.includes('verify') && bindIsMissing();
    expect(isAsking ? [0, 1, 2, 4, 5] : [0, 2, 4, 5], `${status}: ${stderr}`).toContain(status);
    expect(existsSync(join(cwd, 'zones'))).toBe(true);
  });
});
