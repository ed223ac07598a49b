/** The lock: one holder at a time, and no holder that may be alive loses it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { takeLock } from '../../src/runs/disk/lock.ts';
import { folder } from '../support/cli.ts';

const onSharedDisk = vi.hoisted(() => ({ isOn: false }));
vi.mock('node:fs/promises', async (real) => {
  const actual = await real<typeof FilePromises>();
  const statfs = async (path: string) => ({
    ...(await actual.statfs(path)),
    ...(onSharedDisk.isOn ? { type: 0x6969 } : {}),
  });
  return { ...actual, statfs };
});

const fileIn = (base: string): string => join(base, '.dnssync/lock');

async function holderIn(base: string): Promise<Record<string, unknown>> {
  const release = await takeLock(base, 'apply');
  const json = JSON.parse(readFileSync(fileIn(base), 'utf8')) as Record<string, unknown>;
  await release();
  return json;
}

/** The pid of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock', () => {
  it('has one holder, and goes with it', async () => {
    const base = folder({});
    const release = await takeLock(base, 'apply');
    await expect(takeLock(base, 'undo')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(
        new RegExp(`dnssync apply \\(process ${process.pid} on .*\\) .* for \\d+ s`),
      ),
    });
    await release();
    expect(existsSync(fileIn(base))).toBe(false);
    await (await takeLock(base, 'undo'))();
  });

  it('of many that want it at once goes to one, also where a dead holder has it', async () => {
    const base = folder({});
    const holder = { ...(await holderIn(base)), pid: await deadPid() };
    for (let round = 0; round < 20; round++) {
      writeFileSync(fileIn(base), JSON.stringify({ ...holder, id: `dead ${round}` }));
      const all = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(base, 'apply')));
      const taken = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(taken).toHaveLength(1);
      await taken[0]?.();
      expect(existsSync(fileIn(base))).toBe(false);
    }
  });

  it.each<[string, (own: Record<string, unknown>, dead: number) => object | string, boolean]>([
    ['of a process that has ended', (own, pid) => ({ ...own, pid }), true],
    ['of a pid that another process has by now', (own) => ({ ...own, began: '1' }), true],
    ['of a process that lives', (own) => own, false],
    ['of a process that lives, on a system that tells no beginning', (own) => ({ ...own, began: '' }), false],
    ['of another host, whatever its pid', (own, pid) => ({ ...own, pid, host: 'elsewhere' }), false],
    ['of another namespace, whatever its pid', (own, pid) => ({ ...own, pid, namespace: 'pid:[1]' }), false],
    ['of another boot of another host', (own) => ({ ...own, boot: 'another', host: 'elsewhere' }), false],
    ['of a holder that tells no boot', (own) => ({ ...own, boot: '' }), false],
    ['of pid 0', (own) => ({ ...own, pid: 0 }), false],
    ['that is being written', () => '', false],
    ['that is none', () => '[null]', false],
  ])('%s', async (_, content, isBroken) => {
    const base = folder({});
    const json = content(await holderIn(base), await deadPid());
    const text = typeof json === 'string' ? json : JSON.stringify(json);
    writeFileSync(fileIn(base), text);
    const taken = await takeLock(base, 'apply').then(
      (release) => release().then(() => true),
      () => false,
    );
    expect(taken).toBe(isBroken);
    if (!isBroken) expect(readFileSync(fileIn(base), 'utf8')).toBe(text);
  });

  const boot = '/proc/sys/kernel/random/boot_id';
  const isOnOwnDisk = statfsSync(tmpdir()).type === 0xef53 || statfsSync(tmpdir()).type === 0x794c7630;

  it.skipIf(!existsSync(boot) || !isOnOwnDisk)(
    'of a boot before this one, on a disk of this machine',
    async () => {
      const base = folder({});
      const own = await holderIn(base);
      // Its pid is one that somebody has by now, as after a start of the machine.
      const old = { ...own, boot: 'c2a4a1a5-0000-4000-8000-3f2b6f4f9a10', began: '' };
      writeFileSync(fileIn(base), JSON.stringify(old));
      await (await takeLock(base, 'apply'))();
      expect(existsSync(fileIn(base))).toBe(false);
    },
  );

  it.skipIf(!existsSync(boot))('of another boot, on a disk that others may share', async () => {
    const base = folder({});
    const old = JSON.stringify({ ...(await holderIn(base)), boot: 'c2a4a1a5-0000-4000-8000-3f2b6f4f9a10' });
    writeFileSync(fileIn(base), old);
    // NFS_SUPER_MAGIC of statfs(2): no test can count on a file server, so the system call is what is made up.
    onSharedDisk.isOn = true;
    await expect(takeLock(base, 'apply')).rejects.toMatchObject({ code: 'refused' });
    onSharedDisk.isOn = false;
    expect(readFileSync(fileIn(base), 'utf8')).toBe(old);
  });
});
