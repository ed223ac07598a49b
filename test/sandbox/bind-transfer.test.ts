import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { SocketAddress } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Answer } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusalOf } from '../../src/sandbox/bind/gate.ts';
import { Named } from '../../src/sandbox/bind/named.ts';
import { namedConf, zonesConf } from '../../src/sandbox/bind/named-conf.ts';
import { findPrograms } from '../../src/sandbox/bind/programs.ts';
import { zoneFile } from '../../src/sandbox/bind/zone-file.ts';
import { zonePath, zonesFolder } from '../../src/sandbox/bind/zone-path.ts';
import type { DnsRecord } from '../../src/sandbox/store/op.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { transfers } from '../support/zone-transfer.ts';

const run = promisify(execFile);
const missing = ['named', 'named-checkzone', 'named-checkconf'].some(
  (name) => spawnSync(name, ['-v']).error !== undefined,
);

/** A record as it is put in, and beside it what a transfer must show: type, owner and data, texts as hex. */
interface Made {
  readonly name: string;
  readonly record_type: string;
  readonly value: string;
  readonly priority: number | null;
  readonly shown: string;
}

interface MadeZone {
  readonly domain: string;
  readonly ttl: number;
  readonly made: readonly Made[];
}

const seed = 20_261_124;
const zoneCount = 1000;
const serial = 4_294_967_290;

const octet = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.constantFrom(...Buffer.from('\0\t\n\r"\\;()@$ \x7f\xff', 'latin1')),
);
const octets = fc.array(octet, { maxLength: 600, size: 'max' }).map((codes) => Buffer.from(codes));
const bareText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  .filter((text) => !text.startsWith('"'));
const label = fc.constantFrom(
  'www',
  'xn--mnchen-3ya',
  'xn--bcher-kva',
  'a-b',
  '0',
  `${'l'.repeat(63)}`,
  'deep.er.still',
);
const host = fc.constantFrom(
  'mail.example.net',
  'xn--mnchen-3ya.example',
  'h.example.org',
  'a.b.c.d.example',
);

const drawn = fc.record({
  label,
  host,
  ttl: fc.integer({ min: 0, max: 2_147_483_647 }),
  number: fc.integer({ min: 0, max: 65_535 }),
  groups: fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }),
  texts: fc.uniqueArray(octets, { maxLength: 3, selector: (text) => text.toString('hex') }),
  bare: bareText,
  property: fc.string({ unit: fc.constantFrom(...'aZ09 ;:=/."\\$@()ü\t'), maxLength: 300 }),
  wide: fc.boolean(),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** Every seventh is an internationalized name. */
function domainOf(at: number): string {
  return `z${at}.${at % 7 === 0 ? 'xn--bcher-kva.example' : 'example'}`;
}

/** Records of one zone such that none is beside an alias, and below a delegation there is glue only. */
function records(at: number, one: Drawn): Made[] {
  const made: Made[] = [];
  const put = (type: string, name: string, value: string, data: string, priority: number | null = null) =>
    made.push({ name, record_type: type, value, priority, shown: `${type} ${name.toLowerCase()} ${data}` });
  const { label: l, host: h, number: n } = one;
  put('A', '@', `192.0.2.${at % 256}`, `192.0.2.${at % 256}`);
  put('A', `a.${l}`, '203.0.113.7', '203.0.113.7');
  const groups = one.groups.map((word) => word.toString(16).padStart(4, '0'));
  put('AAAA', `a.${l}`, groups.join(':'), spelled(groups.join(':')));
  put('A', `MiXed.${l}`, '203.0.113.8', '203.0.113.8');
  put('CNAME', `c.${l}`, h, h);
  put('CNAME', '*.wild', h, h);
  put('TXT', `_dmarc.${l}`, 'v=DMARC1; p=none', hex('v=DMARC1; p=none'));
  put('TXT', `*.${l}`, one.bare, hex(one.bare));
  put('MX', '@', h, `${n} ${h}`, n);
  put('MX', 'null', '.', '0 .', 0);
  put('SRV', `_sip._tcp.${l}`, `${n} ${n} ${h}`, `${at} ${n} ${n} ${h}`, at);
  const quoted = one.property.replace(/["\\]/g, '\\$&');
  put('CAA', '@', `128 issue "${quoted}"`, `128 issue ${hex(one.property)}`);
  put('CAA', `caa.${l}`, '0 iodef "mailto:a@example.com"', `0 iodef ${hex('mailto:a@example.com')}`);
  // A delegation with glue, and one without any of its own.
  put('NS', `cut.${l}`, `ns.cut.${l}.${domainOf(at)}`, `ns.cut.${l}.${domainOf(at)}`);
  put('NS', `cut.${l}`, h, h);
  put('A', `ns.cut.${l}`, '198.51.100.1', '198.51.100.1');
  for (const text of one.texts) put('TXT', 'octets', inStrings(text, n), text.toString('hex'));
  if (one.wide && at % 10 === 0) {
    for (let i = 0; i < 100; i++) put('A', 'hundred', `198.51.100.${i}`, `198.51.100.${i}`);
  }
  if (at % 50 === 0) {
    const long = Buffer.alloc(65_000, `${at} "\\;`);
    long[7] = at % 256;
    put('TXT', 'long', inStrings(long, n), long.toString('hex'));
  }
  return made;
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** Quoted strings of any length, all octets in digits: nothing of the writer's choices. */
function inStrings(text: Buffer, cut: number): string {
  const size = 1 + (cut % 300);
  const strings: string[] = [];
  for (let start = 0; start === 0 || start < text.length; start += size) {
    const codes = [...text.subarray(start, start + size)];
    strings.push(`"${codes.map((code) => `\\${String(code).padStart(3, '0')}`).join('')}"`);
  }
  return strings.join(' ');
}

/** One spelling for every address, Node's. */
function spelled(address: string): string {
  return new SocketAddress({ address, family: 'ipv6' }).address;
}

const zones = fc
  .sample(drawn, { seed, numRuns: zoneCount })
  .map((one, at): MadeZone => ({ domain: domainOf(at), ttl: one.ttl, made: records(at, one) }));

/** What a transfer must show: a line for each record, and those of the service. */
function expected({ ttl, made }: MadeZone, zoneSerial: unknown): string[] {
  const lines = [
    `3600 SOA @ ns1.vps-sandbox.invalid hostmaster.vps-sandbox.invalid ${zoneSerial} 7200 3600 1209600 300`,
    '3600 NS @ ns1.vps-sandbox.invalid',
    '3600 NS @ ns2.vps-sandbox.invalid',
    ...made.map(({ shown }) => `${ttl} ${shown}`),
  ];
  return lines.sort();
}

function shown(records: readonly Answer[], domain: string): string[] {
  const lines = records.map((record) => {
    const owner = record.name === domain ? '@' : record.name.slice(0, -domain.length - 1);
    const ttl = 'ttl' in record ? record.ttl : undefined;
    return `${ttl} ${record.type} ${owner} ${dataOf(record)}`;
  });
  return lines.sort();
}

/** The fields that dns-packet found, one behind the other. */
function dataOf(record: Answer): string {
  switch (record.type) {
    case 'SOA': {
      const { mname, rname, serial: number, refresh, retry, expire, minimum } = record.data;
      return [mname, rname, number, refresh, retry, expire, minimum].join(' ');
    }
    case 'AAAA':
      return spelled(record.data);
    case 'MX':
      return `${record.data.preference} ${record.data.exchange}`;
    case 'SRV':
      return `${record.data.priority} ${record.data.weight} ${record.data.port} ${record.data.target}`;
    case 'CAA':
      return `${record.data.flags} ${record.data.tag} ${hex(record.data.value)}`;
    case 'TXT':
      return Buffer.concat(record.data as unknown as Buffer[]).toString('hex');
    case 'A':
    case 'NS':
    case 'CNAME':
      return record.data;
    default:
      return 'a type that was not put in';
  }
}

describe.skipIf(missing)(`${zoneCount} generated zones, by a real named`, () => {
  let folder: string;
  let named: Named | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
    await mkdir(join(folder, zonesFolder));
    for (const { domain, ttl, made } of zones) {
      const stored = made.map(
        ({ shown: _, ...fields }, at): DnsRecord => ({
          ...fields,
          ttl,
          uuid: `rec-${at}`,
          zone: domain,
          created_at: '2026-01-01T00:00:00.000000Z',
        }),
      );
      await writeFile(join(folder, zonePath(domain)), [...zoneFile(domain, serial, stored)].join(''));
    }
    await writeFile(join(folder, 'named.conf'), namedConf(undefined));
    await writeFile(join(folder, 'zones.conf'), zonesConf(zones.map(({ domain }) => domain)));
  });
  afterAll(async () => {
    await named?.stop();
    await rm(folder, { recursive: true });
  });

  it('pass the gate', { timeout: 120_000 }, async () => {
    const { checkzone = '' } = await findPrograms(process.env.PATH ?? '');
    const options = { cwd: folder, signal: new AbortController().signal };
    for (const { domain } of zones.filter((_, at) => at % 25 === 0)) {
      expect(await refusalOf(checkzone, domain, zonePath(domain), options), domain).toBeUndefined();
    }
    // The rest by one process that loads them all as named-checkzone does.
    const { stdout } = await run('named-checkconf', ['-z', 'named.conf'], {
      cwd: folder,
      maxBuffer: 2 ** 26,
    });
    expect(stdout.match(/: loaded serial 4294967290$/gm)).toHaveLength(zoneCount);
  });

  it('come back from a zone transfer exactly as they were put in', { timeout: 180_000 }, async () => {
    const { named: program = '', rndc = '' } = await findPrograms(process.env.PATH ?? '');
    named = await Named.start({ named: program, rndc, folder });
    const { port } = named;
    for (const { domain } of zones) expect(await named.refusalOf(domain, serial), domain).toBeUndefined();
    let longest = 0;
    const served = transfers(
      port,
      zones.map(({ domain }) => domain),
    );
    for (const zone of zones) {
      const { value: transfer, done } = await served.next();
      if (done === true) throw new Error('a transfer is missing');
      expect(shown(transfer.records, zone.domain), `seed ${seed}, ${zone.domain}`).toEqual(
        expected(zone, serial),
      );
      longest = Math.max(longest, transfer.messages);
    }
    expect((await served.next()).done).toBe(true);
    expect(longest, 'a transfer of several messages').toBeGreaterThan(1);
  });
});

interface Published {
  readonly zones: readonly { domain: string; state: string; serial: number | null; refusal: string | null }[];
}

describe.skipIf(missing)('zones written by the API of a sandbox with --named', () => {
  it.each([
    ['call by call', zones.slice(0, 10)],
    ['by POST /seed', zones.slice(10, 60)],
  ])('come back from a zone transfer exactly: %s', { timeout: 60_000 }, async (way, some) => {
    const sandbox = await startSandbox(['--named']);
    if (way === 'by POST /seed') {
      const body = some.map(({ domain, ttl, made }) => ({
        domain,
        records: made.map((one) => wireOf(one, ttl)),
      }));
      await sandbox.ask('/seed', { zones: body });
    } else {
      await Promise.all(some.map((zone) => writeByApi(sandbox, zone)));
    }
    const serials = await vi.waitFor(
      async () => {
        const published = (await sandbox.ask<Published>('/published')).zones;
        expect(published.filter(({ state }) => state === 'pending')).toEqual([]);
        expect(published.filter(({ refusal }) => refusal !== null)).toEqual([]);
        return new Map(published.map(({ domain, serial: number }) => [domain, number]));
      },
      { timeout: 30_000, interval: 50 },
    );
    const port = Number(sandbox.dns?.split(':')[1]);
    let at = 0;
    const domains = some.map(({ domain }) => domain);
    for await (const { records: found } of transfers(port, domains)) {
      const zone = some[at++] as MadeZone;
      expect(shown(found, zone.domain), `seed ${seed}, ${zone.domain}`).toEqual(
        expected(zone, serials.get(zone.domain)),
      );
    }
    expect(at).toBe(some.length);
    await sandbox.stop();
  });
});

function wireOf({ name, record_type, value, priority }: Made, ttl: number) {
  return { name, record_type, value, ttl, priority };
}

async function writeByApi(sandbox: RunningSandbox, { domain, ttl, made }: MadeZone): Promise<void> {
  const zone = await sandbox.api('POST', '/dns-zones/', { domain });
  const { uuid } = (await zone.json()) as { uuid: string };
  for (const one of made) {
    const response = await sandbox.api('POST', `/dns-zones/${uuid}/records/`, wireOf(one, ttl));
    expect(response.status, `${one.shown}: ${await response.text()}`).toBe(201);
  }
}
