import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBind } from '../../src/convert/bind/write.ts';
import { type Fqdn, isInZone } from '../../src/model/name.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { Named } from '../../src/sandbox/bind/named.ts';
import { zonesConf } from '../../src/sandbox/bind/named-conf.ts';
import { findPrograms } from '../../src/sandbox/bind/programs.ts';
import { zonePath, zonesFolder } from '../../src/sandbox/bind/zone-path.ts';
import type { OctodnsRRset } from '../support/octodns.ts';
import { sorted, toldByUs } from '../support/octodns-told.ts';
import { bindIsMissing } from '../support/published.ts';
import { record, ZONE } from '../support/records.ts';
import { wildRecords } from '../support/wild-records.ts';
import { zonesArbitrary } from '../support/zone-arbitrary.ts';
import { transfers } from '../support/zone-transfer.ts';

const seed = 20_261_126;
const missing = bindIsMissing();
const textOf = (records: readonly DnsRecord[], zone: Fqdn = ZONE): string =>
  writeBind({ zone, records, leftOut: [] }, ['ns1.test']).text;

/** Records one by one as RRsets: `name type ttl` and their data, in the words of {@link toldByUs}. */
function grouped(lines: readonly OctodnsRRset[]): OctodnsRRset[] {
  const sets = new Map<string, [string, string, number, string[]]>();
  for (const [name, type, ttl, data] of lines) {
    const set = sets.get(`${name} ${type}`) ?? [name, type, ttl, []];
    sets.set(`${name} ${type}`, set);
    set[3].push(...data);
  }
  return sorted([...sets.values()]);
}

describe.skipIf(missing)('named-checkzone -D reads of an export (skipped where BIND is missing)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnssync-bind-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('just its records, whatever names and texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(wildRecords, async (wild) => {
        const records = wild.filter((one) => !isRefused(one));
        const file = join(folder, 'zone');
        await writeFile(file, textOf(records));
        // Host names are not judged here: the names are odd on purpose.
        const options = ['-D', '-q', '-k', 'ignore', '-i', 'none', '-r', 'ignore', 'example.com', file];
        const { stdout, status } = spawnSync('named-checkzone', options, { encoding: 'latin1' });
        expect(status, textOf(records)).toBe(0);
        expect(dumped(stdout)).toEqual(toldByUs(records));
      }),
      { seed, numRuns: 150 },
    );
  });
});

/** BIND has no NS at a wildcard, and wants addresses of name servers that are in the zone. */
function isRefused({ name, type, value }: DnsRecord): boolean {
  return type === 'NS' && (name.startsWith('*') || (name === ZONE && isInZone(`${value}.` as Fqdn, ZONE)));
}

/** What named-checkzone prints, but for the SOA and the NS that stand in: `owner ttl IN type data`, a record a line. */
function dumped(text: string): OctodnsRRset[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const records = lines.map((line): OctodnsRRset => {
    const [, name = '', ttl = '', type = '', data = ''] =
      /^(\S+)\s+(\d+)\s+IN\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return [name, type, Number(ttl), [type === 'TXT' ? hexOf(data) : data]];
  });
  return grouped(records.filter(([, type, , [data]]) => type !== 'SOA' && data !== 'ns1.test.'));
}

/** The octets of quoted strings, one behind the other (RFC 1035 section 5.1). */
function hexOf(strings: string): string {
  const octets: number[] = [];
  for (const [, text = ''] of strings.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    for (const [one] of text.matchAll(/\\\d{3}|\\.|./g)) {
      octets.push(/^\\\d/.test(one) ? Number(one.slice(1)) : (one.at(-1) ?? '').charCodeAt(0));
    }
  }
  return Buffer.from(octets).toString('hex');
}

describe.skipIf(missing)('a real named serves of an export (skipped where BIND is missing)', () => {
  const zones = Array.from({ length: 120 }, (_, at) => {
    const name = `g${at}.example.` as Fqdn;
    const [model] = fc.sample(zonesArbitrary([name]), { seed: seed + at, numRuns: 1 });
    return { name, records: (model?.records ?? []) as unknown as DnsRecord[] };
  });
  let folder: string;
  let named: Named | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
    await mkdir(join(folder, zonesFolder));
    for (const { name, records } of zones) {
      await writeFile(join(folder, zonePath(name.slice(0, -1))), textOf(records, name));
    }
    await writeFile(join(folder, 'zones.conf'), zonesConf(zones.map(({ name }) => name.slice(0, -1))));
    const { named: program = '', rndc = '' } = await findPrograms(process.env.PATH ?? '');
    named = await Named.start({ named: program, rndc, folder });
  });
  afterAll(async () => {
    await named?.stop();
    await rm(folder, { recursive: true });
  });

  test('the records of random legal zones, as a zone transfer tells them', async () => {
    const domains = zones.map(({ name }) => name.slice(0, -1));
    for (const domain of domains) expect(await named?.refusalOf(domain, 1), domain).toBeUndefined();
    const served = transfers(named?.port ?? 0, domains);
    for (const { name, records } of zones) {
      const { value } = await served.next();
      const told = (value?.records ?? []).flatMap((answer: Answer) => toldOf(answer));
      const own = told.filter(([, type, , [data]]: OctodnsRRset) => type !== 'SOA' && data !== 'ns1.test.');
      expect(grouped(own), name).toEqual(toldByUs(records));
    }
  });
});

function toldOf(answer: Answer): OctodnsRRset[] {
  const ttl = 'ttl' in answer ? (answer.ttl ?? 0) : 0;
  return [[`${answer.name}.`, answer.type, ttl, [dataOf(answer)]]];
}

/** The fields that dns-packet found, as a zone file has them. */
function dataOf(answer: Answer): string {
  switch (answer.type) {
    case 'MX':
      return `${answer.data.preference} ${absolute(answer.data.exchange)}`;
    case 'SRV':
      return `${answer.data.priority} ${answer.data.weight} ${answer.data.port} ${absolute(answer.data.target)}`;
    case 'CAA':
      return `${answer.data.flags} ${answer.data.tag} "${answer.data.value}"`;
    case 'TXT':
      return Buffer.concat(answer.data as unknown as Buffer[]).toString('hex');
    case 'NS':
    case 'CNAME':
      return absolute(answer.data);
    case 'A':
    case 'AAAA':
      return answer.data;
    default:
      return '';
  }
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

describe('the name servers of an export, and its SOA', () => {
  const ns = record('@ 300 NS ns.example.net');
  const text = (records: readonly DnsRecord[], nameservers: readonly string[]): string =>
    writeBind({ zone: ZONE, records, leftOut: [] }, nameservers).text;

  test('are those of the zone', () => {
    const written = text([ns], ['other.test']);
    expect(written).toContain('\n@ 300 IN SOA ns.example.net. hostmaster.example.com. 1 ');
    expect(written.match(/ IN NS .*/g)).toEqual([' IN NS ns.example.net.']);
    expect(written).toContain('the NS records are those of the zone.\n');
  });

  test('or those of dnssync.yaml', () => {
    const written = text([], ['a.test', 'b.test']);
    expect(written).toContain(' IN SOA a.test. ');
    expect(written.match(/ IN NS .*/g)).toEqual([' IN NS a.test.', ' IN NS b.test.']);
    expect(written).toContain('nameservers of dnssync.yaml.\n');
  });

  test('or one that stands in, and the file says so', () => {
    const { text: written, servers } = writeBind({ zone: ZONE, records: [], leftOut: [] });
    expect(written.match(/ IN NS .*/g)).toEqual([' IN NS ns.invalid.']);
    expect(servers).toMatch(/ns\.invalid stands for them; name them in dnssync\.yaml/);
    expect(written).toContain(servers);
  });
});

test('a comment cannot be ended by what is left out', () => {
  const leftOut = [
    { what: 'a TXT x\n$INCLUDE /etc/passwd\r\u2028\u0085@ A 192.0.2.9', why: 'y\n@ A 192.0.2.9' },
  ];
  const { text } = writeBind({ zone: ZONE, records: [], leftOut });
  const lines = text.split(/[\n\r\u2028\u0085]/).filter((line) => !line.startsWith(';'));
  expect(lines.filter((line) => /INCLUDE|192\.0\.2\.9/.test(line))).toEqual([]);
  expect(text).toContain('; Left out: a TXT x\\u{a}$INCLUDE /etc/passwd');
});
