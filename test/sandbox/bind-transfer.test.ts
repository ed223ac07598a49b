import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '../../src/sandbox/bind/gate.ts';
import { Named } from '../../src/sandbox/bind/named.ts';
import { namedConf, zonesConf } from '../../src/sandbox/bind/named-conf.ts';
import { findPrograms } from '../../src/sandbox/bind/programs.ts';
import { zoneFile } from '../../src/sandbox/bind/zone-file.ts';
import { zonePath, zonesFolder } from '../../src/sandbox/bind/zone-path.ts';
import type { DnsRecord } from '../../src/sandbox/store/op.ts';

const run = promisify(execFile);
const missing = ['named', 'named-checkzone', 'named-checkconf', 'dig'].some(
  (name) => spawnSync(name, ['-v']).error !== undefined,
);

/** A record as it is put in, and beside it what a transfer must show: owner, ttl, type and data, texts as hex. */
interface Made {
  readonly name: string;
  readonly record_type: string;
  readonly value: string;
  readonly priority: number | null;
  readonly shown: string;
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
  wide: fc.boolean(),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** Records of one zone such that none is beside an alias, and below a delegation there is glue only. */
function records(at: number, one: Drawn): Made[] {
  const made: Made[] = [];
  const put = (type: string, name: string, value: string, data: string, priority: number | null = null) =>
    made.push({ name, record_type: type, value, priority, shown: `${type} ${name} ${data}` });
  const { label: l, host: h, number: n } = one;
  put('A', '@', `192.0.2.${at % 256}`, `192.0.2.${at % 256}`);
  put('A', `a.${l}`, '203.0.113.7', '203.0.113.7');
  const groups = one.groups.map((word) => word.toString(16).padStart(4, '0'));
  put('AAAA', `a.${l}`, groups.join(':'), groups.join(''));
  put('CNAME', `c.${l}`, h, `${h}.`);
  put('CNAME', '*.wild', h, `${h}.`);
  put('TXT', `_dmarc.${l}`, 'v=DMARC1; p=none', hex('v=DMARC1; p=none'));
  put('TXT', `*.${l}`, one.bare, Buffer.from(one.bare).toString('hex'));
  put('MX', '@', h, `${n} ${h}.`, n);
  put('MX', 'null', '.', '0 .', 0);
  put('SRV', `_sip._tcp.${l}`, `${n} ${n} ${h}`, `${at} ${n} ${n} ${h}.`, at);
  put('CAA', '@', '128 issue "ca.example; \\"x\\\\y\\""', `128 issue ${hex('ca.example; "x\\y"')}`);
  // A delegation with glue, and one without any of its own.
  put('NS', `cut.${l}`, `ns.cut.${l}.z${at}.example`, `ns.cut.${l}.z${at}.example.`);
  put('NS', `cut.${l}`, h, `${h}.`);
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

describe.skipIf(missing)(`${zoneCount} generated zones, by a real named`, () => {
  let folder: string;
  let named: Named | undefined;
  const zones = fc
    .sample(drawn, { seed, numRuns: zoneCount })
    .map((one, at) => ({ domain: `z${at}.example`, ttl: one.ttl, made: records(at, one) }));

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
  }, 60_000);
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
    for (let start = 0; start < zones.length; start += 100) {
      const some = zones.slice(start, start + 100);
      const asked = some.map(
        ({ domain }) => `@127.0.0.1 -p ${port} +noall +answer +onesoa +time=10 ${domain} AXFR\n`,
      );
      await writeFile(join(folder, 'asked'), asked.join(''));
      const { stdout } = await run('dig', ['-f', 'asked'], { cwd: folder, maxBuffer: 2 ** 28 });
      const found = readTransfers(stdout);
      for (const { domain, ttl, made } of some) {
        const expected = [
          `3600 SOA @ ns1.vps-sandbox.invalid. hostmaster.vps-sandbox.invalid. ${serial} 7200 3600 1209600 300`,
          '3600 NS @ ns1.vps-sandbox.invalid.',
          '3600 NS @ ns2.vps-sandbox.invalid.',
          ...made.map(({ shown }) => `${ttl} ${shown}`),
        ];
        expect(found.get(domain)?.sort(), `seed ${seed}, ${domain}`).toEqual(expected.sort());
      }
    }
  });
});

/** What dig printed, by zone: ttl, type, owner and data, addresses and texts in hex. */
function readTransfers(text: string): Map<string, string[]> {
  const zones = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const parts = /^(\S+)\s+(\d+)\s+IN\s+(\S+)\s+(.*)$/.exec(line);
    if (parts === null) continue;
    const [, owner = '', ttl, type = '', data = ''] = parts;
    const [domain = ''] = /z\d+\.example(?=\.$)/.exec(owner) ?? [];
    const name = owner === `${domain}.` ? '@' : owner.slice(0, -domain.length - 2);
    const lines = zones.get(domain) ?? [];
    lines.push(`${ttl} ${type} ${name} ${readData(type, data)}`);
    zones.set(domain, lines);
  }
  return zones;
}

function readData(type: string, data: string): string {
  if (type === 'TXT') return octetsIn(data);
  if (type === 'CAA') return data.replace(/".*"$/, octetsIn);
  return type === 'AAAA' ? addressDigits(data) : data;
}

/** All strings of a line joined, in hex. */
function octetsIn(strings: string): string {
  const codes: number[] = [];
  for (const [, inside = ''] of strings.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    for (const [one] of inside.matchAll(/\\\d{3}|\\.|./g)) {
      codes.push(/^\\\d/.test(one) ? Number(one.slice(1)) : one.charCodeAt(one.length - 1));
    }
  }
  return Buffer.from(codes).toString('hex');
}

function addressDigits(address: string): string {
  const [front = [], back = []] = address
    .split('::')
    .map((half) => half.split(':').filter((word) => word !== ''));
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...zeros, ...back].map((word) => word.padStart(4, '0')).join('');
}
