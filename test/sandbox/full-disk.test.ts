import { mkdir, mkdtemp, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bind } from '../../src/sandbox/bind/bind.ts';
import { Store } from '../../src/sandbox/store/store.ts';
import { startSandbox } from '../support/sandbox.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const patience = { timeout: 15_000, interval: 20 };

interface Published {
  readonly zones: readonly { domain: string; state: string; serial: number | null; refusal: string | null }[];
}

describe.skipIf(process.platform === 'win32')('a zone file that does not fit on the disk', () => {
  it('leaves the last one in its place, whole and alone, and is written when it fits', async () => {
    // In a zone file a text like this takes four times the octets that the journal takes.
    const value = 'ü'.repeat(500);
    const sandbox = await startSandbox(['--data', folder], 32);
    const settled = (domain: string) =>
      vi.waitFor(async () => {
        const { zones } = await sandbox.ask<Published>('/published');
        const zone = zones.find((one) => one.domain === domain);
        if (zone === undefined || zone.state === 'pending') throw new Error('still pending');
        return zone;
      }, patience);
    const file = join(folder, 'bind/zones/big.example.zone');
    const zone = (await (await sandbox.api('POST', '/dns-zones/', { domain: 'big.example' })).json()) as {
      uuid: string;
    };
    let before = { ...(await settled('big.example')), text: await readFile(file, 'utf8') };
    const made: string[] = [];
    for (;;) {
      const record = { record_type: 'TXT', name: `t${made.length}`, value, ttl: 60 };
      const response = await sandbox.api('POST', `/dns-zones/${zone.uuid}/records/`, record);
      expect(response.status).toBe(201);
      made.push(((await response.json()) as { uuid: string }).uuid);
      const after = await settled('big.example');
      if (after.state === 'frozen') {
        expect(after.serial).toBe(before.serial);
        expect(after.refusal).toMatch(/EFBIG|too large/);
        break;
      }
      before = { ...after, text: await readFile(file, 'utf8') };
    }
    expect(made.length).toBeGreaterThan(3);
    expect(await readFile(file, 'utf8')).toBe(before.text);
    expect(await readdir(join(folder, 'bind/zones'))).toEqual(['big.example.zone']);

    // Others are not held up, and the zone itself comes back.
    await sandbox.api('POST', '/dns-zones/', { domain: 'small.example' });
    expect((await settled('small.example')).state).toBe('published');
    await sandbox.api('DELETE', `/dns-records/${made.at(-1)}/`);
    await vi.waitFor(async () => expect((await settled('big.example')).state).toBe('published'), patience);
    await sandbox.stop();
  });
});

// A folder in the way fails a write as a full disk does, and can be taken away again.
describe('what cannot be written', () => {
  it.each(['serial', 'zones.conf'])('%s: the zone is frozen, and published once it can', async (name) => {
    const store = await Store.open(join(folder, 'data'), () => Date.UTC(2026, 0, 1));
    const bind = await Bind.open({
      store,
      folder: join(folder, 'bind'),
      programs: { named: undefined, rndc: undefined, checkzone: undefined },
      serve: false,
      delay: () => 0,
      tell: () => undefined,
    });
    try {
      const inTheWay = join(folder, 'bind', `${name}.new`);
      await mkdir(inTheWay);
      const zone = store.newZone('example.com');
      store.commit([{ op: 'put-zone', zone }]);
      await vi.waitFor(() => expect(bind.published().zones[0]?.state).toBe('frozen'), patience);
      expect(bind.published().zones[0]?.refusal).toContain('EISDIR');
      await rmdir(inTheWay);
      const fields = { record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 60, priority: null };
      store.commit([{ op: 'put-record', record: store.newRecord(zone.uuid, fields) }]);
      await vi.waitFor(() => expect(bind.published().zones[0]?.state).toBe('published'), patience);
      expect(await readFile(join(folder, 'bind/zones.conf'), 'utf8')).toContain('"example.com"');
    } finally {
      await bind.close();
      await store.close();
    }
  });
});
