/** One zone of 100,000 records: every call of the API on it, and its zone file. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const count = 100_000;
const a = { record_type: 'A', value: '192.0.2.1' };
let folder: string;
let sandbox: RunningSandbox;
let zone: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
  sandbox = await startSandbox(['--data', folder]);
  const records = Array.from({ length: count }, (_, i) => ({ ...a, name: `n${i}` }));
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  const [first] = (await (await sandbox.api('GET', '/dns-zones/')).json()) as [{ uuid: string }];
  zone = first.uuid;
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true });
});

interface Listed {
  readonly uuid: string;
  readonly name: string;
}

const path = (rest = '') => `/dns-zones/${zone}/${rest}`;
const get = async <T>(url: string) => (await (await sandbox.api('GET', url)).json()) as T;

test('it is read whole, in the order in which it was made', async () => {
  const detail = await get<{ record_count: number; records: Listed[] }>(path());
  expect([detail.record_count, detail.records.length]).toEqual([count, count]);
  expect([detail.records[0]?.name, detail.records.at(-1)?.name]).toEqual(['n0', `n${count - 1}`]);
  expect(await get(path('records/'))).toHaveLength(count);
});

test('it is read page by page, and every record is on one page', async () => {
  await sandbox.ask('/config', { list: 'paginated', page_size: 1000 });
  const seen = new Set<string>();
  for (let page = 1; page <= count / 1000; page++) {
    const { results } = await get<{ results: Listed[] }>(path(`records/?page=${page}`));
    for (const { uuid } of results) seen.add(uuid);
  }
  expect(seen.size).toBe(count);
  await sandbox.ask('/config', { list: 'bare' });
});

test('one record is made, refused a second time, changed and deleted', async () => {
  const made = await sandbox.api('POST', path('records/'), { ...a, name: 'new' });
  const { uuid } = (await made.json()) as Listed;
  const again = await sandbox.api('POST', path('records/'), { ...a, name: 'n99999' });
  const changed = await sandbox.api('PATCH', `/dns-records/${uuid}/`, { ttl: 60 });
  const deleted = await sandbox.api('DELETE', `/dns-records/${uuid}/`);
  expect([made, again, changed, deleted].map(({ status }) => status)).toEqual([201, 400, 200, 204]);
});

test('its zone file has a line for each, and goes with the zone', { timeout: 60_000 }, async () => {
  const file = join(folder, 'bind', 'zones', 'example.com.zone');
  await sandbox.ask('/edit', { create: [{ ...a, zone: 'example.com', name: 'last' }] });
  const lines = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n');
  await expect
    .poll(lines, { timeout: 50_000, interval: 200 })
    .toContain('last.example.com. 3600 IN A 192.0.2.1');
  expect((await lines()).filter((line) => line.includes(' IN A '))).toHaveLength(count + 1);
  expect((await sandbox.api('DELETE', path())).status).toBe(204);
  await expect.poll(lines, { timeout: 20_000 }).toEqual(['']);
  expect(await get('/dns-zones/')).toEqual([]);
});
