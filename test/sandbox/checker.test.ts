import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
let zone: string;
beforeAll(async () => {
  sandbox = await startSandbox(['--lax']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/seed', {
    zones: [
      {
        domain: 'example.com',
        records: [
          { record_type: 'A', name: 'www', value: '192.0.2.1', uuid: 'a1' },
          { record_type: 'A', name: 'www', value: '192.0.2.2', uuid: 'a2' },
          { record_type: 'TXT', name: 'www', value: 'hello world', uuid: 'txt' },
          { record_type: 'CNAME', name: 'alias', value: 'www.example.com', uuid: 'cname' },
        ],
      },
    ],
  });
  zone = zones[0]?.uuid ?? '';
});

const create = (record_type: string, name: string, value: string) =>
  sandbox.api('POST', `/dns-zones/${zone}/records/`, { record_type, name, value });
const change = (uuid: string, body: object) => sandbox.api('PATCH', `/dns-records/${uuid}/`, body);
const remove = (uuid: string) => sandbox.api('DELETE', `/dns-records/${uuid}/`);
const watch = (...never_empty: object[]) => sandbox.ask('/watch', { never_empty });

async function violations(): Promise<unknown[]> {
  const { count, violations } = await sandbox.ask<{ count: number; violations: unknown[] }>('/violations');
  expect(violations).toHaveLength(count);
  return violations;
}

describe('a watched name', () => {
  test('is seen to be empty between a delete and a create, whatever stands there afterwards', async () => {
    await watch({ zone: 'Example.com', name: 'WWW.example.com.' });
    for (const uuid of ['a1', 'a2', 'txt']) await remove(uuid);
    await create('A', 'www', '192.0.2.3');
    expect(await violations()).toEqual([{ rule: 'empty', zone: 'example.com', name: 'www', request: 3 }]);
  });

  test('keeps its answer through a PATCH to another type', async () => {
    await watch({ zone: 'example.com', name: 'alias' }, { zone: 'example.com', name: 'alias', type: 'A' });
    await change('cname', { record_type: 'A', value: '192.0.2.1' });
    expect(await violations()).toEqual([]);
  });

  test('of one type is empty while other types stand there, and when it is renamed away', async () => {
    await watch({ zone: 'example.com', name: 'www', type: 'TXT' });
    await change('txt', { name: 'elsewhere' });
    expect(await violations()).toEqual([
      { rule: 'empty', zone: 'example.com', name: 'www', type: 'TXT', request: 1 },
    ]);
  });

  test('that has no answer yet is watched from its first on', async () => {
    await watch({ zone: 'example.com', name: 'new' });
    const made = (await (await create('A', 'new', '192.0.2.1')).json()) as { uuid: string };
    expect(await violations()).toEqual([]);
    await remove(made.uuid);
    expect(await violations()).toMatchObject([{ rule: 'empty', name: 'new' }]);
  });

  test('is forgotten with DELETE /watch', async () => {
    await watch({ zone: 'example.com', name: 'alias' });
    await fetch(`${sandbox.control}/watch`, { method: 'DELETE' });
    expect(await sandbox.ask('/watch')).toEqual({ never_empty: [], protected: [] });
    await remove('cname');
    expect(await violations()).toEqual([]);
  });
});

describe('always', () => {
  test('a CNAME beside other data, and a second one', async () => {
    await create('CNAME', 'www', 'x.example.net');
    await create('CNAME', 'Alias', 'x.example.net');
    await remove('cname');
    expect(await violations()).toEqual([
      { rule: 'cname-beside-data', zone: 'example.com', name: 'www', request: 1 },
      { rule: 'several-cnames', zone: 'example.com', name: 'alias', request: 2 },
    ]);
  });

  test('a second record that says the same in other words', async () => {
    await create('TXT', 'www', '"hello " "world"');
    await create('A', 'www', '192.0.2.3');
    await change('a1', { ttl: 60 });
    expect(await violations()).toEqual([
      { rule: 'duplicate', zone: 'example.com', name: 'www', type: 'TXT', request: 1 },
    ]);
  });

  test('a deleted zone, with what was watched in it', async () => {
    await watch({ zone: 'example.com', name: 'www' });
    await sandbox.ask('/watch', { protected: ['a1'] });
    await sandbox.api('DELETE', `/dns-zones/${zone}/`);
    expect(await violations()).toEqual([
      { rule: 'zone-deleted', zone: 'example.com', uuid: zone, request: 1 },
      { rule: 'protected', zone: 'example.com', uuid: 'a1', request: 1 },
      { rule: 'empty', zone: 'example.com', name: 'www', request: 1 },
    ]);
  });
});

test('a protected record is seen when it is touched, and not when it is read', async () => {
  await sandbox.ask('/watch', { protected: ['a1', 'a2', zone] });
  await sandbox.api('GET', '/dns-records/a1/');
  await change('a1', { ttl: 60 });
  await remove('a2');
  expect(await violations()).toEqual([
    { rule: 'protected', zone: 'example.com', uuid: 'a1', request: 2 },
    { rule: 'protected', zone: 'example.com', uuid: 'a2', request: 3 },
  ]);
});

test('an edit is looked at when it is done as a whole, and is on account of no request', async () => {
  await watch({ zone: 'example.com', name: 'alias' });
  const other = { zone: 'example.com', record_type: 'CNAME', name: 'alias', value: 'x.example.net' };
  await sandbox.ask('/edit', { create: [other], delete: ['cname'] });
  expect(await violations()).toEqual([]);
  await sandbox.ask('/edit', { create: [{ ...other, record_type: 'A', value: '192.0.2.1' }] });
  expect(await violations()).toEqual([
    { rule: 'cname-beside-data', zone: 'example.com', name: 'alias', request: null },
  ]);
});

test('reset forgets what was seen; of the state too, what is watched', async () => {
  await watch({ zone: 'example.com', name: 'www' });
  await create('CNAME', 'www', 'x.example.net');
  await sandbox.ask('/reset', {});
  expect(await violations()).toEqual([]);
  expect(await sandbox.ask('/watch')).toMatchObject({ never_empty: [{ name: 'www' }] });
  await sandbox.ask('/reset?state=1', {});
  expect(await sandbox.ask('/watch')).toEqual({ never_empty: [], protected: [] });
  expect(await violations()).toEqual([]);
});

test.each([{ never_empty: [{ zone: 'x' }] }, { never_empty: 'x' }, { protected: [1] }])(
  '%j cannot be watched',
  async (body) => {
    await expect(sandbox.ask('/watch', body)).rejects.toThrow(/answered 400/);
  },
);
