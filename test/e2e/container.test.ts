/** The example of a container, without one: what its image would install and run, installed and run here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dnssyncUnverified, folder } from '../support/cli.ts';
import { startSandbox } from '../support/sandbox.ts';

const text = readFileSync('examples/container/Containerfile', 'utf8');
const argumentOf = (instruction: string): string =>
  new RegExp(`^${instruction} (.*)$`, 'm').exec(text)?.[1] ?? '';

it('is of this version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(argumentOf('RUN')).toContain(` dnssync@${version} `);
});

it('its RUN installs what its ENTRYPOINT and CMD run', async (context) => {
  const place = folder({
    'cache/.keep': '',
    'dns/zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }\n',
  });
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', place], {
      encoding: 'utf8',
    }),
  ) as [{ filename: string }];
  const [install = '', clean = '', ...rest] = argumentOf('RUN').split(' && ');
  expect(rest).toEqual([]);
  const prefix = join(place, 'prefix');
  const shell = (command: string, env: Readonly<Record<string, string>>) =>
    spawnSync('sh', ['-c', command], {
      cwd: place,
      encoding: 'utf8',
      // How npm reaches its registry is this machine's matter.
      env: { ...process.env, npm_config_prefix: prefix, ...env },
      timeout: 90_000,
    });
  const installed = shell(install.replace(/dnssync@\S+/, join(place, packed.filename)), {
    npm_config_prefer_offline: 'true',
    npm_config_fetch_retries: '0',
    npm_config_fetch_timeout: '20000',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  });
  // Its eight dependencies come from npm: without a network there is nothing to be tried.
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.test(installed.stderr))
    context.skip(`npm cannot be reached: ${installed.stderr.slice(0, 200)}`);
  expect(installed.status, installed.stderr).toBe(0);
  // The cache of this machine is not its own.
  expect(shell(clean, { npm_config_cache: join(place, 'cache') }).status).toBe(0);

  const [program = ''] = JSON.parse(argumentOf('ENTRYPOINT')) as string[];
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync(join(prefix, 'bin', program), args, {
      cwd: join(place, 'dns'),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: '/', ...env },
    });
  const help = run(JSON.parse(argumentOf('CMD')) as string[]);
  expect(help.status, help.stderr).toBe(0);
  expect(help.stdout).toContain('Usage: dnssync');
  // As its comment runs it.
  const [, command = ''] = /^#\s+podman run .* dnssync (.+)$/m.exec(text) ?? [];
  const sandbox = await startSandbox();
  const drift = run(command.split(' '), sandbox.env);
  expect(drift.status, drift.stderr).toBe(2);
  expect(drift.stdout).toContain('example.com');
  const here = await dnssyncUnverified(command.split(' '), join(place, 'dns'), sandbox.env);
  expect(here.stdout).toBe(drift.stdout);
});
