import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Contract } from '../support/contract.ts';
import { startRecordingServer } from '../support/recording-server.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { installVendorClient, startVendorClient, type VendorClient } from '../support/vendor-client.ts';

const { missing } = await installVendorClient();
if (missing !== undefined) {
  process.stderr.write(`WARNING: the vendor's client is MISSING, its tests are SKIPPED: ${missing}\n`);
}

const dnsTools = [
  'create_dns_record',
  'create_dns_zone',
  'delete_dns_record',
  'delete_dns_zone',
  'get_dns_zone',
  'list_dns_zones',
  'update_dns_record',
];

/** A record as the tool takes it, as the sandbox keeps it, and how the tool shows a zone that has it. */
const records = [
  { type: 'A', name: 'www', value: '192.0.2.1' },
  { type: 'AAAA', name: '@', value: '2001:db8::1' },
  { type: 'CNAME', name: 'alias', value: 'target.example.net' },
  { type: 'MX', name: '@', value: 'mail.example.com', priority: 10 },
  { type: 'TXT', name: '@', value: 'v=spf1 include:_spf.google.com ~all' },
  { type: 'NS', name: 'sub', value: 'ns1.example.com' },
  { type: 'SRV', name: '_sip._tcp', value: '10 5060 sip.example.com', priority: 0 },
  { type: 'CAA', name: '@', value: '0 issue "letsencrypt.org"' },
];

interface StoredRecord {
  readonly uuid: string;
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

interface StoredZone {
  readonly uuid: string;
  readonly domain: string;
  readonly records: readonly StoredRecord[];
}

/** The uuid that a tool's answer shows. */
function uuidIn(text: string): string {
  return /uuid: (\S+)/i.exec(text)?.[1] ?? '';
}

describe.skipIf(missing !== undefined)("the vendor's own client", () => {
  let sandbox: RunningSandbox;
  let client: VendorClient;
  beforeAll(async () => {
    sandbox = await startSandbox(['--token', 'vps_admin', '--token', 'vps_reader=dns:list']);
    client = await startVendorClient(sandbox.env);
  });
  afterAll(async () => {
    await client?.stop();
    await sandbox?.stop();
  });
  beforeEach(() => sandbox.ask('/reset?state=1', {}));

  async function stored(): Promise<readonly StoredZone[]> {
    return (await sandbox.ask<{ zones: StoredZone[] }>('/state')).zones;
  }

  /** What came in since the last time, as `METHOD path status`. */
  async function requests(): Promise<string[]> {
    const log = await sandbox.ask<{ requests: { method: string; path: string; status: number }[] }>('/log');
    await sandbox.ask('/reset', {});
    return log.requests.map(
      ({ method, path, status }) => `${method} ${path.replace('/api/v1', '')} ${status}`,
    );
  }

  test('has seven tools for DNS', async () => {
    const tools = await client.tools();
    expect(tools.filter((name) => name.includes('dns')).sort()).toEqual(dnsTools);
  });

  describe.each(['bare', 'paginated'].flatMap((list) => ['page', 'drf'].map((errors) => ({ list, errors }))))(
    'with lists $list and errors in the form $errors',
    ({ list, errors }) => {
      const isPaged = list === 'paginated';
      beforeEach(() => sandbox.ask('/config', { list, errors, page_size: 20 }));

      test('does the work of all its seven tools', async () => {
        const created = await client.call('create_dns_zone', { domain: 'example.com' });
        const zone = uuidIn(created);
        expect(created).toMatch(
          /^DNS zone created\.\n\nDNS Zone: example\.com\n {2}UUID: \S+\n {2}Record count: 0\n {2}Created: \S+Z$/,
        );
        expect(await stored()).toMatchObject([{ uuid: zone, domain: 'example.com', records: [] }]);

        const uuids: string[] = [];
        for (const { type, ...rest } of records) {
          const answer = await client.call('create_dns_record', {
            zone_uuid: zone,
            record_type: type.toLowerCase(),
            ...rest,
          });
          expect(answer).toMatch(/^DNS record created\.\n/);
          expect(answer).toContain(`  record_type: ${type}\n`);
          expect(answer).toContain(`  value: ${rest.value}\n`);
          uuids.push(uuidIn(answer));
        }
        const [own] = await stored();
        expect(own?.records).toMatchObject(
          records.map(({ type, name, value, priority = null }, index) => ({
            uuid: uuids[index],
            record_type: type,
            name,
            value,
            ttl: 3600,
            priority,
          })),
        );

        const zones = await client.call('list_dns_zones');
        expect(zones).toContain(`DNS Zone: example.com\n  UUID: ${zone}\n  Record count: 8\n`);
        expect(zones.includes('Page 1 of 1 (1 total)')).toBe(isPaged);
        expect(await client.call('list_dns_zones', { domain: 'example.com' })).toBe(zones);
        expect(await client.call('list_dns_zones', { domain: 'example.org' })).toBe('No results found.');

        const shown = await client.call('get_dns_zone', { zone_uuid: zone });
        expect(shown).toContain('  Records (8):\n');
        for (const [index, { type, name, value, priority }] of records.entries()) {
          const suffix = priority === undefined ? '' : ` (priority: ${priority})`;
          const line = `    ${type.padEnd(6)} ${name.padEnd(30)} -> ${value}${suffix}  TTL: 3600\n`;
          expect(shown).toContain(`${line}           Record UUID: ${uuids[index]}`);
        }

        const [www, , , mx] = uuids;
        expect(await client.call('update_dns_record', { record_uuid: mx, ttl: 1800, priority: 20 })).toMatch(
          /^DNS record updated\.\n(.*\n)* {2}ttl: 1800\n {2}priority: 20\n/,
        );
        expect(
          await client.call('update_dns_record', {
            record_uuid: www,
            record_type: 'aaaa',
            name: 'web',
            value: '2001:db8::2',
          }),
        ).toContain('  record_type: AAAA\n  name: web\n  value: 2001:db8::2\n  ttl: 3600\n');
        expect(await client.call('delete_dns_record', { record_uuid: uuids[2] })).toBe(
          `DNS record ${uuids[2]} deleted.`,
        );
        const [changed] = await stored();
        expect(changed?.records).toHaveLength(7);
        expect(changed?.records.find(({ uuid }) => uuid === mx)).toMatchObject({
          record_type: 'MX',
          value: 'mail.example.com',
          ttl: 1800,
          priority: 20,
        });
        expect(changed?.records.find(({ uuid }) => uuid === www)).toMatchObject({
          record_type: 'AAAA',
          name: 'web',
          value: '2001:db8::2',
          ttl: 3600,
        });

        expect(await client.call('delete_dns_zone', { zone_uuid: zone })).toBe(`DNS zone ${zone} deleted.`);
        expect(await stored()).toEqual([]);

        expect(await requests()).toEqual([
          'POST /dns-zones/ 201',
          ...records.map(() => `POST /dns-zones/${zone}/records/ 201`),
          'GET /dns-zones/ 200',
          'GET /dns-zones/?domain=example.com 200',
          'GET /dns-zones/?domain=example.org 200',
          `GET /dns-zones/${zone}/ 200`,
          `PATCH /dns-records/${mx}/ 200`,
          `PATCH /dns-records/${www}/ 200`,
          `DELETE /dns-records/${uuids[2]}/ 204`,
          `DELETE /dns-zones/${zone}/ 204`,
        ]);
      });

      test('reads more zones than a page holds', async () => {
        const domains = Array.from({ length: 25 }, (_, n) => `zone-${n}.example`);
        await sandbox.ask('/seed', { zones: domains.map((domain) => ({ domain })) });
        const text = await client.call('list_dns_zones');
        expect(text.match(/^DNS Zone: /gm)).toHaveLength(isPaged ? 20 : 25);
        expect(text.includes('Page 1 of 2 (25 total)')).toBe(isPaged);
      });

      test('reads our refusals', async () => {
        const zone = uuidIn(await client.call('create_dns_zone', { domain: 'example.com' }));
        await requests();
        const refused = (field: string, text: string): string =>
          errors === 'page' ? `Error (400): ${text}` : `Error (400):\n  ${field}: ${text}`;
        const mx = { zone_uuid: zone, record_type: 'MX', name: '@', value: 'mail.example.com' };
        expect(await client.call('create_dns_record', mx)).toBe(
          refused('priority', 'MX records require a priority value'),
        );
        expect(await client.call('create_dns_zone', { domain: 'not a domain' })).toBe(
          refused('domain', 'Invalid domain name'),
        );
        expect(await client.call('create_dns_zone', { domain: 'example.com' })).toBe(
          refused('domain', 'Zone example.com already exists'),
        );
        const nothing = { zone_uuid: 'no-such-zone' };
        expect(await client.call('get_dns_zone', nothing)).toBe('Error (404): Zone not found');
        expect(await client.call('delete_dns_zone', nothing)).toBe('Error (404): Zone not found');
        expect(await client.call('delete_dns_record', { record_uuid: 'no-such' })).toBe(
          'Error (404): Record not found',
        );
        expect(await client.call('update_dns_record', { record_uuid: 'no-such', ttl: 60 })).toBe(
          'Error (404): Record not found',
        );
        expect(await requests()).toEqual([
          `POST /dns-zones/${zone}/records/ 400`,
          'POST /dns-zones/ 400',
          'POST /dns-zones/ 400',
          'GET /dns-zones/no-such-zone/ 404',
          'DELETE /dns-zones/no-such-zone/ 404',
          'DELETE /dns-records/no-such/ 404',
          'PATCH /dns-records/no-such/ 404',
        ]);
        expect(await stored()).toMatchObject([{ uuid: zone, records: [] }]);
      });

      test('reads what a throttle and a proxy answer', async () => {
        await sandbox.ask('/faults', [{ kind: '429' }, { kind: '502-html' }]);
        expect(await client.call('list_dns_zones')).toBe(
          'Error (429): Request was throttled. Expected available in 1 second.',
        );
        expect(await client.call('list_dns_zones')).toMatch(/^Error \(502\): <html>/);
      });
    },
  );

  test('with a token that may only read, or is unknown, is told so', async () => {
    await sandbox.ask('/config', { list: 'bare', errors: 'page' });
    const reader = await startVendorClient({ VPS_API_URL: sandbox.url, VPS_API_TOKEN: 'vps_reader' });
    expect(await reader.call('list_dns_zones')).toBe('No results found.');
    expect(await reader.call('create_dns_zone', { domain: 'example.com' })).toBe(
      'Error (403): Missing permission: token lacks dns:create permission',
    );
    await reader.stop();
    const stranger = await startVendorClient({ VPS_API_URL: sandbox.url, VPS_API_TOKEN: 'vps_unknown' });
    expect(await stranger.call('list_dns_zones')).toBe('Error (401): Invalid API token');
    await stranger.stop();
    expect(await stored()).toEqual([]);
  });

  test('sends nothing that the document of the API does not have', async () => {
    const contract = new Contract();
    const server = await startRecordingServer({});
    const vendor = await startVendorClient({ VPS_API_URL: server.url, VPS_API_TOKEN: server.token });
    const zone_uuid = uuidIn(await vendor.call('create_dns_zone', { domain: 'example.com' }));
    const uuids: string[] = [];
    for (const { type, ...rest } of records) {
      const given = { zone_uuid, record_type: type, ...rest };
      uuids.push(uuidIn(await vendor.call('create_dns_record', given)));
    }
    await vendor.call('list_dns_zones', { domain: 'example.com' });
    await vendor.call('get_dns_zone', { zone_uuid });
    for (const record_uuid of uuids) await vendor.call('update_dns_record', { record_uuid, ttl: 60 });
    await vendor.call('delete_dns_record', { record_uuid: uuids[0] });
    await vendor.call('delete_dns_zone', { zone_uuid });
    await vendor.stop();
    await server.close();
    expect(server.sent).toHaveLength(3 + 2 * records.length + 2);
    for (const request of server.sent) {
      expect(contract.requestProblems(request), JSON.stringify(request)).toEqual([]);
      expect(request.status).toBeLessThan(300);
    }
  });
});
