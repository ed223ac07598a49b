import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../../src/model/name.ts';
import type { DnsRecord } from '../../../src/model/record.ts';
import { InstantClock } from '../support/instant-clock.ts';
import { api, client, TOKEN, useMockedApi } from '../support/mocked-api.ts';

useMockedApi();

const zone = { id: 'abc123-def456-ghi789', name: 'example.com.' as Fqdn };

// As the vendor's page prints them.
const REC_001 = {
  uuid: 'rec-001',
  record_type: 'A',
  name: '@',
  value: '192.0.2.1',
  ttl: 3600,
  priority: null,
  created_at: '2024-01-15T10:30:00Z',
};
const REC_002 = {
  uuid: 'rec-002',
  record_type: 'MX',
  name: '@',
  value: 'mail.example.com',
  ttl: 3600,
  priority: 10,
  created_at: '2024-01-15T10:32:00Z',
};
const ZONES = [
  {
    uuid: 'abc123-def456-ghi789',
    domain: 'example.com',
    created_at: '2024-01-15T10:30:00Z',
    record_count: 12,
  },
  { uuid: 'xyz789-uvw456-rst123', domain: 'myapp.io', created_at: '2024-06-20T14:15:00Z', record_count: 8 },
];
const DETAIL = {
  uuid: 'abc123-def456-ghi789',
  domain: 'example.com',
  created_at: '2024-01-15T10:30:00Z',
  record_count: 2,
  records: [REC_001, REC_002],
};
const READ_001 = {
  id: 'rec-001',
  type: 'A',
  name: 'example.com.',
  value: '192.0.2.1',
  ttl: 3600,
  createdAt: '2024-01-15T10:30:00Z',
};
const READ_002 = {
  id: 'rec-002',
  type: 'MX',
  name: 'example.com.',
  value: 'mail.example.com',
  ttl: 3600,
  priority: 10,
  createdAt: '2024-01-15T10:32:00Z',
};

describe('reading, by the examples of the vendor’s page', () => {
  it('lists zones from a bare array', async () => {
    api().get('/api/v1/dns-zones/').reply(200, ZONES);
    expect(await client().listZones()).toEqual([
      { id: 'abc123-def456-ghi789', name: 'example.com.', recordCount: 12 },
      { id: 'xyz789-uvw456-rst123', name: 'myapp.io.', recordCount: 8 },
    ]);
  });

  it('lists zones from pages, whatever host `next` names', async () => {
    const next = 'http://evil.example/api/v1/dns-zones/?page=2';
    const page = (results: unknown[]) => ({ count: 2, next, previous: null, results });
    api()
      .get('/api/v1/dns-zones/')
      .reply(200, page([ZONES[0]]));
    api()
      .get('/api/v1/dns-zones/')
      .query({ page: 1, page_size: 100 })
      .reply(200, page([ZONES[0]]));
    api()
      .get('/api/v1/dns-zones/')
      .query({ page: 2, page_size: 100 })
      .reply(200, page([ZONES[1]]));
    expect(await client().listZones()).toHaveLength(2);
  });

  it('reads a zone with its records from the detail, in one request', async () => {
    api().get('/api/v1/dns-zones/abc123-def456-ghi789/').reply(200, DETAIL);
    const connection = client();
    expect(await connection.readZone(zone)).toEqual({
      ...zone,
      records: [READ_001, READ_002],
      unmanaged: [],
    });
    expect(connection.stats()).toEqual({ reads: 1, writes: 0, throttled: 0 });
  });

  it('reads the records from their list, twice, where the detail lacks them', async () => {
    const { records: _, ...bare } = DETAIL;
    api().get('/api/v1/dns-zones/abc123-def456-ghi789/').reply(200, bare);
    api().get('/api/v1/dns-zones/abc123-def456-ghi789/records/').twice().reply(200, DETAIL.records);
    expect((await client().readZone(zone)).records).toEqual([READ_001, READ_002]);
  });

  it('does not trust a list that differs each time it is read', async () => {
    const { records: _, ...bare } = DETAIL;
    api().get('/api/v1/dns-zones/abc123-def456-ghi789/').reply(200, bare);
    let ttl = 0;
    api()
      .get('/api/v1/dns-zones/abc123-def456-ghi789/records/')
      .times(4)
      .reply(200, () => [REC_001, { ...REC_002, ttl: ttl++ }]);
    await expect(client().readZone(zone)).rejects.toMatchObject({ code: 'short-read' });
  });

  it.each([
    ['fewer records than it counts', { ...DETAIL, record_count: 3 }],
    ['more records than it counts', { ...DETAIL, record_count: 1 }],
    ['no records while it counts some', { ...DETAIL, records: [] }],
    ['one record twice in the place of two', { ...DETAIL, records: [REC_001, REC_001] }],
    ['one record twice in the place of one', { ...DETAIL, record_count: 1, records: [REC_001, REC_001] }],
  ])('refuses a zone with %s', async (_name, detail) => {
    api().get('/api/v1/dns-zones/abc123-def456-ghi789/').reply(200, detail);
    await expect(client().readZone(zone)).rejects.toMatchObject({
      code: 'short-read',
      message: expect.stringContaining('example.com came short'),
    });
  });

  it('says where the answer to a read is not what the API documents', async () => {
    api()
      .get('/api/v1/dns-zones/')
      .times(6)
      .reply(200, '<html>Welcome</html>', { 'content-type': 'text/html' });
    await expect(client().listZones()).rejects.toMatchObject({
      code: 'api',
      message:
        'GET admin.vps.org/api/v1/dns-zones/: HTTP 200, but the answer is HTML (20 bytes) after 6 attempts',
    });
  });
});

describe('writing, by the examples of the vendor’s page', () => {
  const www: DnsRecord = { type: 'A', name: 'www.example.com.' as Fqdn, value: '192.0.2.1', ttl: 3600 };

  it('creates a zone by its domain', async () => {
    api().post('/api/v1/dns-zones/', { domain: 'newdomain.com' }).reply(201, {
      uuid: 'new-zone-uuid',
      domain: 'newdomain.com',
      created_at: '2026-01-18T16:45:00Z',
      record_count: 0,
      records: [],
    });
    expect(await client().createZone('newdomain.com.' as Fqdn)).toEqual({
      id: 'new-zone-uuid',
      name: 'newdomain.com.',
      recordCount: 0,
    });
  });

  it('creates a record with its whole content, as JSON', async () => {
    nock('https://admin.vps.org', {
      reqheaders: {
        authorization: `Bearer ${TOKEN}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
    })
      .post('/api/v1/dns-zones/abc123-def456-ghi789/records/', {
        record_type: 'A',
        name: 'www',
        value: '192.0.2.1',
        ttl: 3600,
        priority: null,
      })
      .reply(201, { ...REC_001, uuid: 'rec-003', name: 'www' });
    const connection = client();
    expect(await connection.createRecord(zone, www)).toEqual({
      ...READ_001,
      id: 'rec-003',
      name: 'www.example.com.',
    });
    expect(connection.stats()).toEqual({ reads: 0, writes: 1, throttled: 0 });
  });

  it('takes a 201 without a readable body for done, and asks for nothing more', async () => {
    api().post('/api/v1/dns-zones/abc123-def456-ghi789/records/').reply(201, 'created!');
    expect(await client().createRecord(zone, www)).toBeUndefined();
  });

  it('updates a record by one PATCH of all its fields', async () => {
    api()
      .patch('/api/v1/dns-records/rec-002/', {
        record_type: 'MX',
        name: '@',
        value: 'mail.example.com',
        ttl: 1800,
        priority: 10,
      })
      .reply(200, { ...REC_002, ttl: 1800 });
    const mx: DnsRecord = { type: 'MX', name: zone.name, value: 'mail.example.com', ttl: 1800, priority: 10 };
    expect(await client().updateRecord(zone, 'rec-002', mx)).toEqual({ ...READ_002, ttl: 1800 });
  });

  it('deletes a record, and says where there is none', async () => {
    api().delete('/api/v1/dns-records/rec-001/').reply(204);
    await client().deleteRecord(zone, 'rec-001');
    api().delete('/api/v1/dns-records/rec-001/').reply(404, { detail: 'Not found.' });
    await expect(client().deleteRecord(zone, 'rec-001')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('never puts anything but a uuid into a path', async () => {
    for (const id of ['..', '../account/me', 'a/b', 'a?b', '']) {
      await expect(client().deleteRecord(zone, id)).rejects.toMatchObject({ code: 'usage' });
    }
  });
});

describe('a zone that exists already', () => {
  const exists = { detail: 'Zone already exists', error_code: 'validation_error', field: 'domain' };

  it('but not in our list belongs to another account', async () => {
    api().post('/api/v1/dns-zones/').reply(400, exists);
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(200, []);
    await expect(client().createZone(zone.name)).rejects.toMatchObject({
      code: 'rejected',
      field: 'domain',
      hint: 'the zone exists at VPS.org, but not in the account of this token',
    });
  });

  it('in our list is a refusal like any other', async () => {
    api().post('/api/v1/dns-zones/').reply(400, exists);
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(200, [ZONES[0]]);
    const error = await client()
      .createZone(zone.name)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'rejected', hint: undefined });
  });

  it('is looked up where the 201 cannot be read', async () => {
    api().post('/api/v1/dns-zones/').reply(201, 'created!');
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(200, [ZONES[0]]);
    expect(await client().createZone(zone.name)).toMatchObject({ id: 'abc123-def456-ghi789' });

    api().post('/api/v1/dns-zones/').reply(201, 'created!');
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(200, []);
    await expect(client().createZone(zone.name)).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('stays unknown where the 201 cannot be read and the look-up fails too', async () => {
    api().post('/api/v1/dns-zones/').reply(201, 'created!');
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(403, { detail: 'No.' });
    await expect(client().createZone(zone.name)).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('stays refused in the service’s words where the look-up fails', async () => {
    api().post('/api/v1/dns-zones/').reply(400, exists);
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(403, { detail: 'No.' });
    await expect(client().createZone(zone.name)).rejects.toMatchObject({ code: 'rejected', field: 'domain' });
  });

  it('is not looked up for an invalid name', async () => {
    api().post('/api/v1/dns-zones/').reply(400, { detail: 'Invalid domain name' });
    await expect(client().createZone(zone.name)).rejects.toMatchObject({ code: 'rejected' });
  });
});

describe('errors, by the table of the vendor’s page', () => {
  const mx: DnsRecord = { type: 'MX', name: zone.name, value: 'mail.example.com', ttl: 3600 };

  it.each([
    [
      'the vendor’s form',
      { detail: 'MX records require a priority value', error_code: 'validation_error', field: 'priority' },
      'HTTP 400: MX records require a priority value',
    ],
    [
      'Django REST Framework’s form',
      { priority: ['This field is required.'] },
      'HTTP 400: priority: This field is required.',
    ],
  ])('tells the field of a 400 in %s', async (_name, body, text) => {
    api().post('/api/v1/dns-zones/abc123-def456-ghi789/records/').reply(400, body);
    await expect(client().createRecord(zone, mx)).rejects.toMatchObject({
      code: 'rejected',
      field: 'priority',
      status: 400,
      outcome: 'not-done',
      message: `POST admin.vps.org/api/v1/dns-zones/abc123-def456-ghi789/records/: ${text}`,
    });
  });

  it.each([
    [401, { detail: 'Invalid API token' }, 'auth'],
    [403, { detail: 'Missing permission: dns:list' }, 'permission'],
    [403, { detail: 'Authentication credentials were not provided.' }, 'auth'],
    [404, { detail: 'Not found.' }, 'not-found'],
  ])('tells a %i (%j) as %s', async (status, body, code) => {
    api().get('/api/v1/dns-zones/').reply(status, body);
    await expect(client().listZones()).rejects.toMatchObject({ code, status });
  });

  it('takes a 404 page of somebody else for a wrong address', async () => {
    api().get('/api/v1/dns-zones/').reply(404, '<h1>Not Found</h1>', { 'content-type': 'text/html' });
    await expect(client().listZones()).rejects.toMatchObject({
      code: 'wrong-url',
      message: 'GET admin.vps.org/api/v1/dns-zones/: HTTP 404: the answer is HTML (18 bytes)',
      hint: expect.stringContaining('/api/v1'),
    });
  });

  it('follows no redirect, and says where it leads', async () => {
    api().get('/api/v1/dns-zones/').reply(301, '', { location: 'https://login.example/?next=secret' });
    await expect(client().listZones()).rejects.toMatchObject({
      code: 'wrong-url',
      message:
        'GET admin.vps.org/api/v1/dns-zones/: HTTP 301, a redirect to login.example, which is not followed',
    });
  });

  it('waits for Retry-After, in seconds and as a date', async () => {
    const clock = new InstantClock();
    api().get('/api/v1/dns-zones/').reply(429, { detail: 'Request was throttled.' }, { 'retry-after': '7' });
    api().get('/api/v1/dns-zones/').reply(503, 'busy', {
      date: 'Sun, 06 Nov 1994 08:49:37 GMT',
      'retry-after': 'Sun, 06 Nov 1994 08:49:57 GMT',
    });
    api().get('/api/v1/dns-zones/').reply(200, ZONES);
    const connection = client({ clock });
    await connection.listZones();
    expect(Math.max(...clock.slept)).toBeGreaterThanOrEqual(20);
    expect(clock.now()).toBeGreaterThanOrEqual(27);
    expect(connection.stats()).toEqual({ reads: 3, writes: 0, throttled: 1 });
  });
});

describe('the account', () => {
  it.each([
    [
      'permissions beside the account',
      { email: 'me@example.com', permissions: ['dns:list'] },
      { name: 'me@example.com', permissions: ['dns:list'] },
    ],
    [
      'a token of its own',
      { username: 'me', token: { name: 'ci', permissions: ['dns:list', 'dns:create'] } },
      { name: 'me', tokenName: 'ci', permissions: ['dns:list', 'dns:create'] },
    ],
    [
      'api_token and user',
      { user: { email: 'me@example.com' }, api_token: { name: 'ci', permissions: [] } },
      { name: 'me@example.com', tokenName: 'ci', permissions: [] },
    ],
    ['scopes', { scopes: 'dns:list dns:delete' }, { permissions: ['dns:list', 'dns:delete'] }],
    ['nothing that we know', { id: 7, permissions: { dns: true } }, {}],
  ])('is read with %s', async (_name, body, account) => {
    api().get('/api/v1/account/me/').reply(200, body);
    expect(await client().whoami()).toEqual(account);
  });

  it('may not exist as an endpoint', async () => {
    api().get('/api/v1/account/me/').reply(404, { detail: 'Not found.' });
    expect(await client().whoami()).toBeUndefined();
    api().get('/api/v1/account/me/').reply(404, '<h1>Not Found</h1>', { 'content-type': 'text/html' });
    expect(await client().whoami()).toBeUndefined();
  });

  it('may be a redirect, which says nothing of the rest of the API', async () => {
    api().get('/api/v1/account/me/').reply(302, '', { location: '/login/' });
    api().get('/api/v1/dns-zones/').reply(200, ZONES);
    const connection = client();
    await expect(connection.whoami()).rejects.toMatchObject({ code: 'wrong-url' });
    expect(await connection.listZones()).toHaveLength(2);
  });

  it('is an error where the token is refused', async () => {
    api().get('/api/v1/account/me/').reply(401, { detail: 'Invalid API token' });
    await expect(client().whoami()).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('every documented endpoint', () => {
  const body = {
    record_type: 'A',
    name: '@',
    value: '192.0.2.1',
    ttl: 1800,
    priority: null,
  } as const;

  it('filters zones by exact domain', async () => {
    api().get('/api/v1/dns-zones/').query({ domain: 'example.com' }).reply(200, [ZONES[0]]);
    expect((await client().api.listZones({ domain: 'example.com' })).items).toHaveLength(1);
  });

  it('deletes a zone', async () => {
    api().delete('/api/v1/dns-zones/abc123-def456-ghi789/').reply(204);
    await client().api.deleteZone('abc123-def456-ghi789');
  });

  it('lists records of all zones by zone and type', async () => {
    api()
      .get('/api/v1/dns-records/')
      .query({ zone: 'abc123-def456-ghi789', record_type: 'A' })
      .reply(200, { count: 1, next: null, previous: null, results: [REC_001] });
    expect(await client().api.listRecords({ zone: 'abc123-def456-ghi789', record_type: 'A' })).toEqual({
      items: [REC_001],
      count: 1,
    });
  });

  it('gets, replaces and updates one record', async () => {
    api().get('/api/v1/dns-records/rec-001/').reply(200, REC_001);
    expect(await client().api.getRecord('rec-001')).toEqual(REC_001);
    api()
      .put('/api/v1/dns-records/rec-001/', body)
      .reply(200, { ...REC_001, ttl: 1800 });
    expect(await client().api.replaceRecord('rec-001', body)).toMatchObject({ ttl: 1800 });
    api()
      .patch('/api/v1/dns-records/rec-001/', { ttl: 1800 })
      .reply(200, { ...REC_001, ttl: 1800 });
    expect(await client().api.updateRecord('rec-001', { ttl: 1800 })).toMatchObject({ ttl: 1800 });
  });
});

describe('the mocked network', () => {
  it('refuses a call that nobody foresaw, so that no test can reach the vendor', async () => {
    await expect(fetch('https://admin.vps.org/api/v1/dns-zones/')).rejects.toMatchObject({
      code: 'ENETUNREACH',
    });
  });
});
