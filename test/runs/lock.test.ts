/** The lock: one holder at a time, and no holder that may be alive loses it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../src/runs/disk/lock.ts';
import { folder } from '../support/cli.ts';

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
    ['of another host, whatever its pid', (own, pid) => ({ ...own, pid, place: 'elsewhere' }), false],
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
});
