import { afterEach, describe, expect, it } from 'vitest';
import type { Fqdn } from '../../../src/model/name.ts';
import type { DnsRecord } from '../../../src/model/record.ts';
import { type Connection, connect } from '../../../src/provider/connect.ts';
import { readSettings } from '../../../src/provider/vpsorg/settings.ts';
import type { Settings } from '../../../src/sandbox/settings.ts';
import { Contract, type SentRequest } from '../../support/contract.ts';
import { type RecordingServer, startRecordingServer } from '../../support/recording-server.ts';

const contract = new Contract();

let server: RecordingServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(settings: Partial<Settings>): Promise<{ server: RecordingServer; client: Connection }> {
  const started = await startRecordingServer(settings);
  server = started;
  const client = connect(readSettings({ VPS_API_TOKEN: started.token, VPS_API_URL: started.url }));
  return { server: started, client };
}

const name = (relative: string): Fqdn => `${relative}example.com.` as Fqdn;
const records: DnsRecord[] = [
  { type: 'A', name: name(''), value: '192.0.2.1', ttl: 3600 },
  { type: 'AAAA', name: name('www.'), value: '2001:db8::1', ttl: 60 },
  { type: 'CNAME', name: name('alias.'), value: 'target.example.net', ttl: 3600 },
  { type: 'MX', name: name(''), value: 'mail.example.com', ttl: 3600, priority: 0 },
  { type: 'TXT', name: name('*.dev.'), value: 'v=spf1 -all', ttl: 3600 },
  { type: 'NS', name: name('sub.'), value: 'ns.example.net', ttl: 3600 },
  { type: 'SRV', name: name('_sip._tcp.'), value: '5 5060 sip.example.com', ttl: 3600, priority: 65_535 },
  { type: 'CAA', name: name(''), value: '0 issue "ca.example"', ttl: 2_147_483_647 },
];

/** Every call of the provider and of the API below it, in the ways they can go. */
async function useAll(client: Connection): Promise<void> {
  const refused = (reason: unknown): unknown => reason;
  const { api } = client;
  await client.whoami();
  await client.createZone(name(''));
  await client.createZone(name('')).catch(refused);
  const [zone] = await client.listZones();
  if (zone === undefined) throw new Error('the zone that was created is not listed');
  for (const record of records) await client.createRecord(zone, record);
  await client.createRecord(zone, records[0] as DnsRecord).catch(refused);
  // The service's own name servers, where it lists them, are nobody's to change.
  const live = (await client.readZone(zone)).records.filter(
    (one) => one.type !== 'NS' || one.name !== name(''),
  );
  for (const record of live) await client.updateRecord(zone, record.id, { ...record, ttl: 300 });
  const [first, second] = live;
  if (first === undefined || second === undefined) throw new Error('the records are not in the zone');
  await client.listZones();
  await api.listZones({ domain: 'example.com' });
  await api.listZoneRecords(zone.id, { page: 1, page_size: 100 });
  await api.listRecords({ zone: zone.id, record_type: 'MX', page: 1, page_size: 2 });
  await api.getRecord(first.id);
  await api.updateRecord(first.id, { ttl: 1800 });
  await api.replaceRecord(first.id, {
    record_type: 'A',
    name: '@',
    value: '192.0.2.2',
    ttl: 60,
    priority: null,
  });
  await client.deleteRecord(zone, second.id);
  await expect(client.deleteRecord(zone, second.id)).rejects.toMatchObject({ code: 'not-found' });
  for (let n = 0; n < 3; n++) await client.createZone(`zone-${n}.example.` as Fqdn);
  await client.listZones();
  await api.deleteZone(zone.id);
}

describe.each<Partial<Settings>>([
  {},
  { list: 'paginated', page_size: 2 },
  { errors: 'drf' },
  { names: 'fqdn-dot', case: 'upper', targets: 'dot', txt: 'chunked', caa: 'upper', priority: 'absent' },
  { account: false, apex_ns: true, extra_fields: true },
])('the requests of the client against a sandbox with %j', (settings) => {
  it('are all in the document, and every operation of the document is among them', async () => {
    const opened = await open(settings);
    await useAll(opened.client);
    for (const request of opened.server.sent) {
      expect(contract.requestProblems(request), JSON.stringify(request)).toEqual([]);
      expect(request.headers).toMatchObject({ accept: 'application/json', 'user-agent': 'dnssync' });
    }
    const called = new Set(opened.server.sent.map((request) => contract.operationOf(request)));
    expect([...called].sort()).toEqual(contract.operations().sort());
    if (settings.list === 'paginated') {
      expect(opened.server.sent.some(({ path }) => path.includes('page=1&page_size=100'))).toBe(true);
    }
  });
});

describe('a request that the document does not know is refused', () => {
  const headers = { authorization: 'Bearer vps_x', 'content-type': 'application/json' };
  const record = { record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 3600, priority: null };
  const create = (body: object): SentRequest => ({
    method: 'POST',
    path: '/dns-zones/zone-1/records/',
    headers,
    body: JSON.stringify(body),
  });
  const get = (path: string): SentRequest => ({ method: 'GET', path, headers, body: '' });

  it('while the record as it is passes', () => {
    expect(contract.requestProblems(create(record))).toEqual([]);
  });

  it.each<[string, SentRequest, RegExp]>([
    ['another word for a field', create({ ...record, type: 'A' }), /"additionalProperty":"type"/],
    ['no value', create({ ...record, value: undefined }), /required property 'value'/],
    ['a ttl as text', create({ ...record, ttl: '1h' }), /\/ttl must be integer/],
    ['an unknown type', create({ ...record, record_type: 'PTR' }), /\/record_type must be equal to one/],
    ['an MX without a priority', create({ ...record, record_type: 'MX' }), /\/priority must be integer/],
    ['a PATCH of nothing', { ...create({}), method: 'PATCH', path: '/dns-records/r/' }, /fewer than 1 prop/],
    ['a record in a list', create([record]), /must be object/],
    ['no path of the API', get('/dns-zone/'), /no operation/],
    ['no final slash', get('/dns-zones'), /no operation/],
    ['a method', { ...create(record), method: 'PUT' }, /no operation/],
    ['an unknown parameter', get('/dns-zones/?name=example.com'), /query parameter name is not known/],
    ['a parameter of another list', get('/dns-zones/?zone=zone-1'), /query parameter zone is not known/],
    ['a page that is none', get('/dns-records/?page=first'), /page: .* must be integer/],
    ['pages that are too large', get('/dns-records/?page_size=1000'), /page_size: .* must be <= 100/],
    ['a type in small letters', get('/dns-records/?record_type=mx'), /record_type: .* must be equal to one/],
    ['a body with a GET', { ...get('/dns-zones/'), body: '{}' }, /takes no body/],
    ['no token', { ...get('/dns-zones/'), headers: {} }, /authorization is no Bearer/],
    [
      'a form in place of JSON',
      { ...create(record), headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } },
      /content type application\/x-www-form-urlencoded is not listed/,
    ],
  ])('%s', (_name, request, problem) => {
    expect(contract.requestProblems(request).join('\n')).toMatch(problem);
  });
});
