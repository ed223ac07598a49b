/** The examples for other schedulers: their units are valid, and the commands in them end as they say. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const UNIT = 'examples/schedule/dnssync-drift.service';
const TIMER = 'examples/schedule/dnssync-drift.timer';
const CRONTAB = 'examples/schedule/crontab';
const ZONE = 'zones/example.com.yaml';
const FILES = { [ZONE]: 'ttl: 5m\nrecords:\n  www: { A: 192.0.2.1 }\n' };

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});

async function live(address: string): Promise<void> {
  await sandbox.ask('/reset?state=1', {});
  const records = [{ name: 'www', record_type: 'A', value: address, ttl: 300 }];
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
}

/** The places that the examples name, somewhere else. */
function machine() {
  const root = folder({
    'srv/dns/.keep': '',
    ...Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`srv/dns/${name}`, text])),
    'etc/dnssync/environment': `VPS_API_URL=${sandbox.url}\nVPS_API_TOKEN=${sandbox.token}\n`,
  });
  const bin = join(root, 'usr/local/bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(resolve('lib/cli.js'), join(bin, 'dnssync'));
  // Where whoever installed the command line has put Node.
  symlinkSync(process.execPath, join(bin, 'node'));
  const moved = (text: string): string =>
    text.replaceAll(/(?<![\w.])\/(srv\/dns|etc\/dnssync|usr\/local\/bin)/g, `${root}/$1`);
  return { root, moved };
}

const settingOf = (text: string, key: string): string =>
  new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';

const WAYS = {
  /** As systemd: no shell, its own PATH, the variables of the file. */
  'the service'(): ReturnType<typeof spawnSync> {
    const { root, moved } = machine();
    const unit = moved(readFileSync(UNIT, 'utf8'));
    const [program = '', ...args] = settingOf(unit, 'ExecStart').split(' ');
    const variables = readFileSync(settingOf(unit, 'EnvironmentFile'), 'utf8').trim().split('\n');
    const env = Object.fromEntries(
      variables.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    return spawnSync(program, args, {
      cwd: settingOf(unit, 'WorkingDirectory'),
      env: { PATH: `${root}/usr/local/bin:/usr/bin:/bin`, ...env },
      encoding: 'utf8',
    });
  },
  /** As cron: sh, and the PATH that the file sets, or the short one of cron's. */
  'the crontab'(): ReturnType<typeof spawnSync> {
    const { root, moved } = machine();
    const text = moved(readFileSync(CRONTAB, 'utf8'));
    const [, command = ''] = /^(?:[\d*/,-]+ ){5}(.*)$/m.exec(text) ?? [];
    expect(command).not.toMatch(/(?<!\\)%/);
    return spawnSync('sh', ['-c', command], {
      cwd: root,
      env: { PATH: settingOf(text, 'PATH') || '/usr/bin:/bin', HOME: root, SHELL: '/bin/sh' },
      encoding: 'utf8',
    });
  },
};

describe.each(Object.entries(WAYS))('what %s runs', (name, run) => {
  it('ends with 0 where live is what the files say', async () => {
    await live('192.0.2.1');
    const { status, stdout, stderr } = run();
    expect(status, String(stderr)).toBe(0);
    // Cron mails what is printed.
    if (name === 'the crontab') expect(`${stdout}${stderr}`).toBe('');
  });

  it('ends with 2 on drift, and says what', async () => {
    await live('192.0.2.99');
    const { status, stdout, stderr } = run();
    expect(status, String(stderr)).toBe(2);
    expect(stdout).toContain('192.0.2.99 → 192.0.2.1');
  });

  it('ends with 1 where it could not look', async () => {
    await sandbox.ask('/reset?state=1', {});
    await sandbox.ask('/faults', [{ method: 'GET', path: 'dns-zones', kind: '401' }]);
    const { status, stderr } = run();
    await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
    expect(status, String(stderr)).toBe(1);
    expect(stderr).not.toBe('');
  });
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe.skipIf(!hasSystemd)('systemd', () => {
  const verify = (change = (text: string): string => text) => {
    const { root, moved } = machine();
    const units = folder(
      Object.fromEntries(
        [UNIT, TIMER].map((path) => [
          path.slice(dirname(path).length + 1),
          change(moved(readFileSync(path, 'utf8'))),
        ]),
      ),
    );
    const paths = ['dnssync-drift.timer', 'dnssync-drift.service'].map((name) => join(units, name));
    expect(root).not.toBe('');
    return spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' });
  };

  it('finds nothing in the units', () => {
    const { status, stderr } = verify();
    // It also speaks of what else is installed on this machine.
    expect(stderr.split('\n').filter((line) => line.includes('dnssync-drift'))).toEqual([]);
    expect(status, stderr).toBe(0);
  });

  it('would find a mistake in them', () => {
    expect(verify((text) => text.replace(/^OnCalendar=.*$/m, 'OnCalendar=daily at five')).status).not.toBe(0);
    expect(verify((text) => text.replace(/^ProtectSystem=/m, 'ProtectSytem=')).stderr).toContain(
      'ProtectSytem',
    );
  });
});
