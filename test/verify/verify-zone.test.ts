/** One zone on several servers: which of them agree, which lag, and what weighs how much. */
import { describe, expect, it } from 'vitest';
import { type ZoneVerification, zoneVerdict } from '../../src/model/dns-report.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { NameServer } from '../../src/model/name-server.ts';
import type { Change } from '../../src/model/plan.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import type { DesiredZone, LiveZone, Living } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { filesToVerify, touchedZones, zonesToVerify } from '../../src/sync.ts';
import type { AskFailure } from '../../src/verify/answer.ts';
import { ServerDirectory, type ServerHost } from '../../src/verify/servers.ts';
import { zoneToVerify } from '../../src/verify/subject.ts';
import { questionsAbout, verifyZone } from '../../src/verify/verify-zone.ts';
import { desired, live, record, ZONE } from '../support/records.ts';
import { PlayedServers } from './support.ts';

const FILE = ['www 300 A 192.0.2.1', 'mail 300 MX 10 mx.example.net'];
const ZONE_FILE: DesiredZone = {
  name: ZONE,
  file: 'zones/example.com.yaml',
  source: { file: 'zones/example.com.yaml', line: 1, column: 1 },
  records: FILE.map((text, index) => desired(text, ZONE, index + 3)),
};
const RECORDS = FILE.map((text) => record(text));
const OLD = [record('www 300 A 192.0.2.9'), ...RECORDS.slice(1)];
const TIMEOUT: AskFailure = { code: 'timeout', message: 'no answer within 3 s' };
const NO_IPV6: AskFailure = { code: 'unroutable', message: 'no route from here (ENETUNREACH)' };

function host(name: string, ...addresses: string[]): ServerHost {
  const server = { host: name, port: 53 };
  return { server, addresses: addresses.map((address) => ({ ...server, address })) };
}

async function verified(asker: PlayedServers, ...hosts: ServerHost[]): Promise<ZoneVerification> {
  const subject = zoneToVerify(ZONE_FILE, { status: 'not-asked' });
  return verifyZone(subject, hosts, questionsAbout(subject, 'nobody'), asker);
}

describe('a zone in which others keep records, known from its file alone', () => {
  const source = { file: 'dnssync.yaml', line: 2, column: 5 };
  const ignore = [
    { name: 'www', types: ['A' as const], value: '192.0.2.9', text: 'value: 192.0.2.9', source },
  ];
  const theirs = record('www 60 A 192.0.2.9');

  async function differences(living: Living, ...served: DnsRecord[]): Promise<number> {
    const subject = zoneToVerify({ ...ZONE_FILE, ...living }, { status: 'not-asked' });
    const asker = new PlayedServers({ a: { serial: 7, records: served } });
    const zone = await verifyZone(subject, [host('ns1', 'a')], questionsAbout(subject, 'nobody'), asker);
    return zone.differences.length;
  }

  it.each<[string, Living, DnsRecord[], number]>([
    ['a value that a pattern means', { ignore }, [...RECORDS, theirs], 0],
    ['a value that no pattern means', { ignore }, [...RECORDS, record('www 300 A 192.0.2.8')], 1],
    [
      'any value beside those of the file',
      { mode: 'additive' },
      [...RECORDS, record('www 60 A 192.0.2.8')],
      0,
    ],
    ['others’ values in the place of the file’s', { mode: 'additive' }, OLD, 1],
    [
      'the file’s with another ttl',
      { mode: 'additive' },
      [record('www 60 A 192.0.2.1'), ...RECORDS.slice(1)],
      1,
    ],
  ])('%s', async (_, living, served, expected) => {
    expect(await differences(living, ...served)).toBe(expected);
  });
});

describe('servers', () => {
  it('are all asked for all, between two looks at the SOA', async () => {
    const asker = new PlayedServers({
      a: { serial: 7, records: RECORDS },
      b: { serial: 7, records: RECORDS },
    });
    const zone = await verified(asker, host('ns1', 'a'), host('ns2', 'b'));
    expect(zoneVerdict(zone)).toBe('equal');
    expect(zone).toMatchObject({ rrsets: 2, differences: [], servers: [{ serial: 7 }, { serial: 7 }] });
    expect(asker.asked.filter((line) => line.startsWith('a '))).toEqual([
      'a SOA example.com.',
      'a MX mail.example.com.',
      'a A www.example.com.',
      'a SOA example.com.',
    ]);
  });

  it('that hold an older serial lag, though all they were asked for is equal', async () => {
    const asker = new PlayedServers({
      a: { serial: 4_294_967_295, records: RECORDS },
      b: { serial: 2, records: RECORDS },
    });
    const zone = await verified(asker, host('ns1', 'a'), host('ns2', 'b'));
    expect(zone.servers).toMatchObject([{ lags: true }, { serial: 2 }]);
    expect(zone.servers[1]).not.toHaveProperty('lags');
    expect(zoneVerdict(zone)).toBe('different');
  });

  it('that answer otherwise are told apart from those that agree', async () => {
    const asker = new PlayedServers({ a: { serial: 7, records: RECORDS }, b: { serial: 7, records: OLD } });
    const zone = await verified(asker, host('ns1', 'a'), host('ns2', 'b'));
    expect(zone.differences).toMatchObject([
      {
        name: 'www.example.com.',
        file: { data: [{ value: '192.0.2.1' }] },
        source: { line: 3 },
        servers: [
          { server: { host: 'ns1' }, agrees: true },
          {
            server: { host: 'ns2' },
            agrees: false,
            found: { kind: 'rrset', rrset: { data: [{ value: '192.0.2.9' }] } },
          },
        ],
      },
    ]);
    expect(zoneVerdict(zone)).toBe('different');
  });

  it('that do not serve the zone are asked no more', async () => {
    const asker = new PlayedServers({ a: { serial: 7, records: [], rcode: 'SERVFAIL' } });
    const zone = await verified(asker, host('ns1', 'a'));
    expect(zone.servers).toMatchObject([{ status: 'not-served', message: 'SERVFAIL' }]);
    expect(zoneVerdict(zone)).toBe('different');
    expect(asker.asked).toHaveLength(1);
  });

  it('that do not answer make a zone unasked, never equal; a difference elsewhere weighs more', async () => {
    const asker = new PlayedServers({
      a: { serial: 7, records: RECORDS },
      b: { serial: 7, records: [], fails: TIMEOUT },
    });
    const zone = await verified(asker, host('ns1', 'a'), host('ns2', 'b'));
    expect(zone.servers).toMatchObject([
      { status: 'answers' },
      { status: 'unasked', message: TIMEOUT.message },
    ]);
    expect(zoneVerdict(zone)).toBe('unasked');
    asker.servers.set('a', { serial: 7, records: OLD });
    expect(zoneVerdict(await verified(asker, host('ns1', 'a'), host('ns2', 'b')))).toBe('different');
  });

  it('that fall silent in between are unasked as a whole, and not asked five thousand times', async () => {
    const asker = new PlayedServers({ a: { serial: 7, records: RECORDS } });
    asker.onAsk = ({ type }) => {
      if (type === 'A') asker.servers.set('a', { serial: 7, records: [], fails: TIMEOUT });
    };
    const records = Array.from({ length: 5000 }, (_, index) => desired(`h${index} 300 A 192.0.2.1`));
    const subject = zoneToVerify({ ...ZONE_FILE, records }, { status: 'not-asked' });
    const zone = await verifyZone(subject, [host('ns1', 'a')], questionsAbout(subject, 'nobody'), asker);
    expect(zone.servers).toMatchObject([{ status: 'unasked' }]);
    expect(asker.asked.length).toBeLessThan(100);
  });

  it('that this machine cannot reach by IPv6 count no further where IPv4 was asked', async () => {
    const asker = new PlayedServers({
      a: { serial: 7, records: RECORDS },
      six: { serial: 7, records: RECORDS, fails: NO_IPV6 },
    });
    const zone = await verified(asker, host('ns1', 'a', 'six'));
    expect(zone.servers).toMatchObject([{ status: 'answers' }, { status: 'skipped' }]);
    expect(zoneVerdict(zone)).toBe('equal');
    expect(zoneVerdict(await verified(asker, host('ns1', 'a'), host('ns2', 'six')))).toBe('unasked');
    expect(zoneVerdict(await verified(asker, host('ns2', 'six')))).toBe('unasked');
  });

  it('whose name has no address are unasked', async () => {
    const asker = new PlayedServers({ a: { serial: 7, records: RECORDS } });
    const lost = { ...host('ns2'), problem: 'the name has no address' };
    const zone = await verified(asker, host('ns1', 'a'), lost);
    expect(zone.servers).toMatchObject([{}, { status: 'unasked', server: { host: 'ns2' } }]);
    expect(zoneVerdict(zone)).toBe('unasked');
    expect(zoneVerdict(await verified(asker))).toBe('unasked');
  });

  it('that publish anew while they are asked are asked once more for what was wrong', async () => {
    const asker = new PlayedServers({ a: { serial: 7, records: OLD } });
    asker.onAsk = ({ type }) => {
      const isLast = type === 'SOA' && asker.asked.length > 1;
      if (isLast) asker.servers.set('a', { serial: 8, records: RECORDS });
    };
    const zone = await verified(asker, host('ns1', 'a'));
    expect(zone).toMatchObject({ differences: [], servers: [{ serial: 8 }] });
    expect(asker.asked.filter((line) => line.includes(' MX '))).toHaveLength(1);
  });
});

const LIVE: LiveZone = {
  id: 'z',
  name: ZONE,
  records: [
    live('1', 'www 300 A 192.0.2.9'),
    live('2', 'mail 300 MX 10 mx.example.net'),
    live('3', 'old 300 TXT left'),
    live('4', '@ 3600 NS ns1.vps.org'),
  ],
  unmanaged: [],
};

function planned(zone: LiveZone | undefined, file = ZONE_FILE) {
  const of = new Map(zone === undefined ? [] : [[ZONE, zone]]);
  const input = { desired: [file], managed: new Set<Fqdn>([ZONE]) };
  const plan = buildPlan({ desired: [file], live: of, unmanagedZones: [], errors: [], reads: 1 });
  return { plan, input, live: of, unmanagedZones: [] };
}

describe('file and API', () => {
  it('are compared beside the servers; apex NS of the vendor are not ours to judge', async () => {
    const [subject] = zonesToVerify(planned(LIVE));
    if (subject === undefined) throw new Error('no zone');
    expect(subject.nameServers).toMatchObject([{ value: 'ns1.vps.org' }]);
    const asker = new PlayedServers({ a: { serial: 7, records: RECORDS } });
    const zone = await verifyZone(subject, [host('ns1', 'a')], questionsAbout(subject, 'nobody'), asker);
    expect(
      zone.differences.map(({ name, file, api, apiAgrees, servers }) => [
        name,
        file?.data,
        api?.data,
        apiAgrees,
        servers.map(({ agrees }) => agrees),
      ]),
    ).toEqual([
      ['old.example.com.', undefined, [{ value: 'left' }], false, [true]],
      ['www.example.com.', [{ value: '192.0.2.1' }], [{ value: '192.0.2.9' }], false, [true]],
    ]);
  });

  it('what a plan leaves alone beside the files is expected of the servers too', () => {
    const plan = planned(LIVE);
    // As where deletes are not wanted: the plan has none.
    const zones = plan.plan.zones.map((zone) => ({
      ...zone,
      changes: zone.changes.filter(({ action }: Change) => action !== 'delete'),
    }));
    const [subject] = zonesToVerify({ ...plan, plan: { ...plan.plan, zones } });
    expect(subject?.records.map(({ name, value }) => [name, value])).toEqual([
      ['www.example.com.', '192.0.2.1'],
      ['mail.example.com.', 'mx.example.net'],
      ['old.example.com.', 'left'],
    ]);
  });

  it('a zone that the service has not is no success, whatever the servers say', async () => {
    const [subject] = zonesToVerify(planned(undefined));
    if (subject === undefined) throw new Error('no zone');
    const asker = new PlayedServers({ a: { serial: 7, records: RECORDS } });
    const zone = await verifyZone(subject, [host('ns1', 'a')], questionsAbout(subject, 'nobody'), asker);
    expect([zone.api, zone.differences, zoneVerdict(zone)]).toEqual([{ status: 'missing' }, [], 'different']);
  });
});

describe('a zone that the file wants absent', () => {
  const ABSENT: DesiredZone = { ...ZONE_FILE, records: [], state: 'absent' };

  it('is not asked about once the service has it no more, nor where the service is not asked', () => {
    expect(zonesToVerify(planned(undefined, ABSENT))).toEqual([]);
    expect(filesToVerify([ABSENT], { status: 'not-asked' })).toEqual([]);
  });

  it('differs in all its RRsets as long as it is there', async () => {
    const [subject] = zonesToVerify(planned(LIVE, ABSENT));
    if (subject === undefined) throw new Error('no zone');
    const asker = new PlayedServers({ a: { serial: 7, records: LIVE.records } });
    const zone = await verifyZone(subject, [host('ns1', 'a')], questionsAbout(subject, 'nobody'), asker);
    expect(zone.differences.map(({ name, type, file }) => [name, type, file])).toEqual([
      ['mail.example.com.', 'MX', undefined],
      ['old.example.com.', 'TXT', undefined],
      ['www.example.com.', 'A', undefined],
    ]);
  });

  it('is not waited for once it is deleted', () => {
    expect(touchedZones(planned(LIVE, ABSENT))).toEqual([]);
  });
});

describe('which servers are asked', () => {
  const lookUp = async (name: string): Promise<readonly string[]> => {
    if (name === 'lost.example') throw new Error('the name has no address');
    return [`${name} four`, `${name} six`, `${name} four`];
  };
  const NS = [record('@ 300 NS ns1.example.net'), record('@ 300 NS lost.example')];

  async function hosts(
    configured: readonly NameServer[] | undefined,
    own: typeof NS,
    asker = new PlayedServers({}),
  ): Promise<readonly (readonly string[])[]> {
    const found = await new ServerDirectory(configured, lookUp, asker).serversOf(ZONE, own);
    return found.map(({ server, addresses, problem }) => [
      `${server.host}:${server.port}`,
      ...addresses.map(({ address }) => address),
      ...(problem === undefined ? [] : [problem]),
    ]);
  }

  it('those of the configuration before all others, addresses as they are', async () => {
    const configured = [
      { host: '127.0.0.1', port: 5353 },
      { host: 'ns.example', port: 53 },
    ];
    expect(await hosts(configured, NS)).toEqual([
      ['127.0.0.1:5353', '127.0.0.1'],
      ['ns.example:53', 'ns.example four', 'ns.example six'],
    ]);
  });

  it('else the zone\u2019s own, each address once', async () => {
    expect(await hosts(undefined, NS)).toEqual([
      ['ns1.example.net:53', 'ns1.example.net four', 'ns1.example.net six'],
      ['lost.example:53', 'the name has no address'],
    ]);
  });

  it('else the vendor\u2019s, with those that it names', async () => {
    const own = [record('@ 300 NS ns1.vps.org'), record('@ 300 NS ns2.vps.org')];
    const asker = new PlayedServers({
      'ns1.vps.org four': { serial: 1, records: [], fails: TIMEOUT },
      'ns1.vps.org six': { serial: 1, records: own },
    });
    expect((await hosts(undefined, [], asker)).map(([name]) => name)).toEqual([
      'ns1.vps.org:53',
      'ns2.vps.org:53',
    ]);
    asker.servers.set('ns1.vps.org six', { serial: 1, records: [], rcode: 'REFUSED' });
    expect((await hosts(undefined, [], asker)).map(([name]) => name)).toEqual(['ns1.vps.org:53']);
  });
});
