import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcess, openInProcess } from './in-process.ts';

const record = { record_type: 'A', name: 'www', value: '192.0.2.1' };
let sandbox: InProcess;
let zonePath: string;
let recordPath: string;
beforeAll(async () => {
  sandbox = await openInProcess(
    {},
    {
      vps_list: ['dns:list'],
      vps_create: ['dns:create'],
      vps_update: ['dns:update'],
      vps_delete: ['dns:delete'],
      vps_nothing: [],
    },
  );
  zonePath = `/dns-zones/${sandbox.call('POST', '/dns-zones/', { domain: 'example.com' }).body.uuid}/`;
  recordPath = `/dns-records/${sandbox.call('POST', `${zonePath}records/`, record).body.uuid}/`;
});
afterAll(() => sandbox.close());

describe('permissions', () => {
  // Bodies that get past the permission are refused for what they say (400), so that nothing changes from row to row.
  const rows: [method: string, path: () => string, allowed: string[], status: number][] = [
    ['GET', () => '/dns-zones/', ['vps_list'], 200],
    ['GET', () => zonePath, ['vps_list'], 200],
    ['GET', () => `${zonePath}records/`, ['vps_list'], 200],
    ['GET', () => '/dns-records/', ['vps_list'], 200],
    ['GET', () => recordPath, ['vps_list'], 200],
    ['POST', () => '/dns-zones/', ['vps_create'], 400],
    ['POST', () => `${zonePath}records/`, ['vps_create'], 400],
    ['PUT', () => recordPath, ['vps_create', 'vps_update'], 400],
    ['PATCH', () => recordPath, ['vps_create', 'vps_update'], 400],
    ['DELETE', () => '/dns-zones/none/', ['vps_delete'], 404],
    ['DELETE', () => '/dns-records/none/', ['vps_delete'], 404],
    ['GET', () => '/account/me/', ['vps_list', 'vps_create', 'vps_update', 'vps_delete', 'vps_nothing'], 200],
  ];
  const everyone = ['vps_list', 'vps_create', 'vps_update', 'vps_delete', 'vps_nothing'];

  test.each(rows)('%s %s is for those who may', (method, path, allowed, status) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { record_type: 'none' };
    for (const token of everyone) {
      const expected = allowed.includes(token) ? status : 403;
      expect(sandbox.call(method, path(), body, token), token).toMatchObject({ status: expected });
    }
    expect(sandbox.call(method, path(), body, null)).toMatchObject({ status: 401 });
  });

  test('a 403 names the permission that is missing', () => {
    expect(sandbox.call('DELETE', recordPath, undefined, 'vps_list')).toMatchObject({
      body: {
        detail: 'Missing permission: token lacks dns:delete permission',
        error_code: 'permission_denied',
      },
    });
  });
});

describe('tokens', () => {
  test.each([
    null,
    'vps_other',
    'vps_lis',
    'vps_listt',
    'VPS_list',
    'abc',
    'vps_',
    `vps_${'x'.repeat(10_000)}`,
  ])('%j is nobody: 401 with the scheme that is wanted', (token) => {
    const answer = sandbox.call('GET', '/dns-zones/', undefined, token);
    expect(answer).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringMatching(/^Bearer/) },
    });
  });

  test('/account/me/ tells the permissions and not the token', () => {
    const answer = sandbox.call('GET', '/account/me/', undefined, 'vps_list');
    expect(answer.body).toEqual({
      email: 'sandbox@example.org',
      token: { name: 'sandbox token 2', permissions: ['dns:list'] },
    });
  });

  test('--no-account: there is no such endpoint', async () => {
    const without = await openInProcess({ account: false });
    expect(without.call('GET', '/account/me/')).toMatchObject({
      status: 404,
      body: { error_code: 'not_found' },
    });
    await without.close();
  });
});

describe('paths and methods', () => {
  test.each([
    '/',
    '/dns-zone/',
    '/dns-zones//',
    '/dns-zones/a/b/',
    '/dns-zones/%2e%2e/',
    '/dns-zones/../',
    '/account/',
  ])('%s is not found, as JSON', (path) => {
    const answer = sandbox.call('GET', path);
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } });
  });

  test.each([
    ['PUT', '/dns-zones/', 'GET, HEAD, POST'],
    ['PATCH', '/dns-zones/x/', 'GET, HEAD, DELETE'],
    ['DELETE', '/dns-zones/x/records/', 'GET, HEAD, POST'],
    ['POST', '/dns-records/', 'GET, HEAD'],
    ['POST', '/dns-records/x/', 'GET, HEAD, PUT, PATCH, DELETE'],
    ['POST', '/account/me/', 'GET, HEAD'],
    ['OPTIONS', '/dns-zones/', 'GET, HEAD, POST'],
  ])('%s %s is 405 and names what is allowed', (method, path, allow) => {
    expect(sandbox.call(method, path, {})).toMatchObject({ status: 405, headers: { allow } });
    expect(sandbox.call(method, path, {}, null)).toMatchObject({ status: 401 });
  });

  test('a read without the final slash is sent on with its query', () => {
    expect(sandbox.call('GET', '/dns-zones?domain=a.example')).toMatchObject({
      status: 301,
      headers: { location: '/api/v1/dns-zones/?domain=a.example' },
    });
  });

  test('a write without the final slash is not found, says why, and does nothing', () => {
    const answer = sandbox.call('POST', '/dns-zones', { domain: 'noslash.example' });
    expect(answer).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('/api/v1/dns-zones/') },
    });
    expect(sandbox.call('GET', '/dns-zones/?domain=noslash.example').body).toEqual([]);
  });
});
