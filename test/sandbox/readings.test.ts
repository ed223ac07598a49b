import { afterEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../src/sandbox/settings.ts';
import { type InProcess, openInProcess } from './in-process.ts';

let sandbox: InProcess;
afterEach(() => sandbox.close());

const domain = 'example.com';

/** A zone with these settings; gives the path of its records. */
async function open(settings: Partial<Settings>): Promise<string> {
  sandbox = await openInProcess(settings);
  const zone = sandbox.call('POST', '/dns-zones/', { domain });
  return `/dns-zones/${zone.body.uuid}/records/`;
}

/** What a record looks like in the answer to its creation and in all reads of it, which must agree. */
async function shown(settings: Partial<Settings>, record: object): Promise<Record<string, unknown>> {
  const path = await open(settings);
  const made = sandbox.call('POST', path, record);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(sandbox.call('GET', path).body.at(-1)).toEqual(made.body);
  expect(sandbox.call('GET', path.replace('records/', '')).body.records.at(-1)).toEqual(made.body);
  expect(sandbox.call('GET', '/dns-records/').body.at(-1)).toEqual(made.body);
  expect(sandbox.call('GET', `/dns-records/${made.body.uuid}/`).body).toEqual(made.body);
  return made.body;
}

const a = { record_type: 'A', name: 'www', value: '192.0.2.1' };

describe('names', () => {
  test.each<[Settings['names'], string, string]>([
    ['relative', '@', 'a.b'],
    ['empty-apex', '', 'a.b'],
    ['zone-apex', 'example.com', 'a.b'],
    ['fqdn', 'example.com', 'a.b.example.com'],
    ['fqdn-dot', 'example.com.', 'a.b.example.com.'],
  ])('%s', async (names, apex, below) => {
    expect(await shown({ names }, { ...a, name: '@' })).toMatchObject({ name: apex });
    await sandbox.close();
    expect(await shown({ names }, { ...a, name: 'a.b.example.com' })).toMatchObject({ name: below });
  });

  test('a name that repeats the zone keeps its meaning', async () => {
    const record = { ...a, name: 'www.example.com.example.com' };
    expect(await shown({ names: 'fqdn' }, record)).toMatchObject({ name: 'www.example.com.example.com' });
  });
});

describe('case and final dots', () => {
  test.each<[Partial<Settings>, string, string]>([
    [{}, 'www', 'target.example.net'],
    [{ case: 'kept' }, 'wWw', 'Target.Example.NET'],
    [{ case: 'upper' }, 'WWW', 'TARGET.EXAMPLE.NET'],
    [{ targets: 'kept' }, 'www', 'target.example.net.'],
    [{ targets: 'dot' }, 'www', 'target.example.net.'],
    [{ case: 'kept', targets: 'kept', names: 'fqdn-dot' }, 'wWw.example.com.', 'Target.Example.NET.'],
  ])('%j', async (settings, name, value) => {
    const record = { record_type: 'CNAME', name: 'wWw.eXample.com.', value: 'Target.Example.NET.' };
    expect(await shown(settings, record)).toMatchObject({ name, value });
  });

  test('of an SRV belong to its target', async () => {
    const record = { record_type: 'SRV', name: '_x._tcp', priority: 1, value: '5 443 h.example.net' };
    expect(await shown({ targets: 'dot', case: 'upper' }, record)).toMatchObject({
      value: '5 443 H.EXAMPLE.NET.',
    });
  });

  test('do not make two of one: the second is refused, and no CNAME stands beside it', async () => {
    const path = await open({ case: 'kept', targets: 'kept' });
    const ns = { record_type: 'NS', name: 'sub', value: 'ns.example.net' };
    sandbox.call('POST', path, ns);
    expect(sandbox.call('POST', path, { ...ns, name: 'SUB', value: 'NS.example.net.' }).status).toBe(400);
    expect(sandbox.call('POST', path, { ...ns, record_type: 'CNAME', name: 'Sub' }).status).toBe(400);
    sandbox.call('POST', path, { ...ns, record_type: 'CNAME', name: 'alias' });
    const [, alias] = sandbox.call('GET', path).body;
    expect(sandbox.call('PATCH', `/dns-records/${alias.uuid}/`, { name: 'ALIAS' }).status).toBe(200);
  });
});

describe('TXT', () => {
  const long = `v=DKIM1; p=${'x'.repeat(300)}`;
  test.each<[Settings['txt'], string, string]>([
    ['kept', '"a" "b"', '"a" "b"'],
    ['kept', 'a b', 'a b'],
    ['raw', '"a;" "b"', 'a;b'],
    ['raw', '"\\195\\188"', 'ü'],
    ['raw', '"\\255"', '"\\255"'],
    ['raw', '" a"', '" a"'],
    ['raw', '""', '""'],
    ['quoted', 'a "b" \\', '"a \\"b\\" \\\\"'],
    ['quoted', 'ü', '"\\195\\188"'],
    ['quoted', long, `"${long}"`],
    ['chunked', 'a', '"a"'],
    ['chunked', long, `"${long.slice(0, 255)}" "${long.slice(255)}"`],
    ['chunked', '""', '""'],
    ['chunked', `"${'y'.repeat(255)}"`, `"${'y'.repeat(255)}"`],
  ])('%s: %s', async (txt, value, answered) => {
    expect(await shown({ txt }, { record_type: 'TXT', name: 't', value })).toMatchObject({ value: answered });
  });
});

describe('AAAA', () => {
  test.each<[Settings['ipv6'], string, string]>([
    ['kept', '2001:0DB8::1', '2001:0DB8::1'],
    ['compressed', '2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['expanded', '2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001'],
    ['expanded', '::', '0000:0000:0000:0000:0000:0000:0000:0000'],
    ['expanded', '::ffff:192.0.2.1', '0000:0000:0000:0000:0000:ffff:c000:0201'],
    ['expanded', '1:2:3:4:5:6:7:8', '0001:0002:0003:0004:0005:0006:0007:0008'],
    ['upper', '2001:db8::a', '2001:DB8::A'],
  ])('%s: %s', async (ipv6, value, answered) => {
    expect(await shown({ ipv6 }, { record_type: 'AAAA', name: 'v6', value })).toMatchObject({
      value: answered,
    });
  });
});

describe('CAA', () => {
  test.each<[Settings['caa'], string]>([
    ['kept', '0 issue "ca.example; policy=ev"'],
    ['bare', '0 issue ca.example; policy=ev'],
    ['upper', '0 ISSUE "ca.example; policy=ev"'],
  ])('%s', async (caa, answered) => {
    const record = { record_type: 'CAA', name: '@', value: '0 issue "ca.example; policy=ev"' };
    expect(await shown({ caa }, record)).toMatchObject({ value: answered });
  });
});

describe('other fields', () => {
  test('priority of a type that has none', async () => {
    expect(await shown({ priority: 'zero' }, a)).toMatchObject({ priority: 0 });
    await sandbox.close();
    expect(await shown({ priority: 'absent' }, a)).not.toHaveProperty('priority');
    await sandbox.close();
    const mx = { record_type: 'MX', name: '@', value: 'mx.example.net', priority: 5 };
    expect(await shown({ priority: 'absent' }, mx)).toMatchObject({ priority: 5 });
  });

  test('more than the page knows, beside all that it does', async () => {
    expect(await shown({ extra_fields: true }, a)).toMatchObject({
      ...a,
      ttl: 3600,
      tags: [],
      type: 'record',
    });
    expect(sandbox.call('GET', '/dns-zones/').body[0]).toMatchObject({ domain, record_count: 1, id: 7 });
  });
});

describe('a ttl below the floor', () => {
  test('is refused', async () => {
    const path = await open({ ttl_floor: 300 });
    expect(sandbox.call('POST', path, { ...a, ttl: 299 })).toMatchObject({
      status: 400,
      body: { field: 'ttl' },
    });
    expect(sandbox.call('POST', path, { ...a, ttl: 300 }).body.ttl).toBe(300);
    expect(sandbox.call('POST', path, { ...a, name: 'b' }).body.ttl).toBe(3600);
  });

  test('is raised', async () => {
    expect(await shown({ ttl_floor: 300, ttl_below: 'raised' }, { ...a, ttl: 5 })).toMatchObject({
      ttl: 300,
    });
  });
});

describe('what is refused or stored', () => {
  const cname = { record_type: 'CNAME', name: 'www', value: 'x.example.net' };
  test.each<[Partial<Settings>, number, number, number]>([
    [{}, 400, 400, 400],
    [{ unique: false }, 201, 400, 400],
    [{ cname_rule: false }, 400, 201, 400],
    [{ host_names: false }, 400, 400, 201],
  ])(
    '%j: a duplicate %i, a CNAME beside data %i, an owner that is no host name %i',
    async (settings, ...statuses) => {
      const path = await open(settings);
      sandbox.call('POST', path, a);
      const given = [a, cname, { ...a, name: '_a' }].map(
        (record) => sandbox.call('POST', path, record).status,
      );
      expect(given).toEqual(statuses);
    },
  );
});

describe('name servers at the apex', () => {
  test('are listed and counted, and belong to the service', async () => {
    const path = await open({ apex_ns: true });
    sandbox.call('POST', path, a);
    const zone = sandbox.call('GET', path.replace('records/', '')).body;
    expect(zone.record_count).toBe(3);
    expect(zone.records.map((one: { record_type: string }) => one.record_type)).toEqual(['NS', 'NS', 'A']);
    expect(sandbox.call('GET', '/dns-records/?record_type=NS').body).toHaveLength(2);
    const [own] = zone.records;
    const uri = `/dns-records/${own.uuid}/`;
    expect(sandbox.call('GET', uri).body).toEqual(own);
    expect(sandbox.call('DELETE', uri).status).toBe(403);
    expect(sandbox.call('PATCH', uri, { ttl: 60 }).status).toBe(403);
    expect(sandbox.call('POST', path, { record_type: 'NS', name: '@', value: own.value }).status).toBe(400);
    expect(sandbox.call('GET', '/dns-records/ns1-none/').status).toBe(404);
  });
});

describe('a bad token', () => {
  test.each([null, 'vps_wrong', 'no'])('%j is 403 in the words of Django REST Framework', async (token) => {
    sandbox = await openInProcess({ bad_token: 403 });
    expect(sandbox.call('GET', '/dns-zones/', undefined, token)).toMatchObject({
      status: 403,
      body: { detail: 'Authentication credentials were not provided.' },
    });
  });
});

describe('reads that are behind', () => {
  test('show a write when its time has come, the write itself is done at once', async () => {
    const path = await open({ read_lag: 300 });
    sandbox.time = 1000;
    sandbox.call('POST', path, a);
    expect(sandbox.call('POST', path, a).status).toBe(400);
    expect(sandbox.call('GET', path).body).toEqual([]);
    sandbox.time = 1299;
    expect(sandbox.call('GET', path).body).toEqual([]);
    sandbox.time = 1300;
    expect(sandbox.call('GET', path).body).toMatchObject([a]);
    const [{ uuid }] = sandbox.call('GET', path).body;
    expect(sandbox.call('DELETE', `/dns-records/${uuid}/`).status).toBe(204);
    expect(sandbox.call('GET', `/dns-records/${uuid}/`).status).toBe(200);
    expect(sandbox.call('DELETE', `/dns-records/${uuid}/`).status).toBe(404);
    sandbox.time = 1600;
    expect(sandbox.call('GET', `/dns-records/${uuid}/`).status).toBe(404);
  });
});
