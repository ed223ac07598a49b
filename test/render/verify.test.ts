import { describe, expect, it } from 'vitest';
import type {
  Found,
  RRset,
  ServerCheck,
  ServerFinding,
  ZonePublication,
  ZoneVerification,
} from '../../src/model/dns-report.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { ServerAddress } from '../../src/model/name-server.ts';
import { publicationToJson, renderPublication, waitingText } from '../../src/render/publication.ts';
import { safeJson } from '../../src/render/safe.ts';
import { renderVerification, verificationToJson } from '../../src/render/verify.ts';
import { displayWidth } from '../../src/render/width.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const ZONE = 'example.com.' as Fqdn;
const NS1: ServerAddress = { host: 'ns1.vps.org', address: '192.0.2.53', port: 53 };
const NS2: ServerAddress = { host: 'ns2.vps.org', address: '198.51.100.53', port: 53 };
const NS2_SIX: ServerAddress = { host: 'ns2.vps.org', address: '2001:db8::53', port: 53 };

const rrset = (ttl: number, ...values: string[]): RRset => ({
  ttls: [ttl],
  data: values.map((value) => ({ value })),
});
const answers = (server: ServerAddress, serial = 7): ServerCheck => ({ status: 'answers', server, serial });
const agrees = (server: ServerAddress): ServerFinding => ({ server, agrees: true });
const differs = (server: ServerAddress, found: Found, asked?: string): ServerFinding => ({
  server,
  agrees: false,
  found,
  ...(asked === undefined ? {} : { asked: asked as Fqdn }),
});

function zone(changes: Partial<ZoneVerification> = {}): ZoneVerification {
  return {
    zone: ZONE,
    file: 'zones/example.com.yaml',
    api: { status: 'read' },
    servers: [answers(NS1), answers(NS2)],
    rrsets: 12,
    passedOver: 0,
    differences: [],
    ...changes,
  };
}

const source = { file: 'zones/example.com.yaml', line: 7, column: 3 };
const text = (zones: readonly ZoneVerification[], width?: number, verbose = false): string =>
  renderVerification(zones, { color: false, width, verbose });

describe('text', () => {
  it('is one line where all is well', () => {
    expect(text([zone(), zone({ zone: 'example.net.' as Fqdn, rrsets: 1 })])).toBe(
      'Verified: files, API and DNS say the same (2 zones, 13 RRsets, 2 servers).\n',
    );
    expect(text([zone({ api: { status: 'not-asked' } })])).toContain('Verified: files and DNS say the same');
  });

  it('of no zone at all does not speak of sides that were not asked', () => {
    expect(text([])).toBe('There was no zone to ask the servers about.\n');
  });

  it('says where servers are named, where none of them could be asked', () => {
    const unasked: ServerCheck = { status: 'unasked', server: NS1, message: 'the name has no address' };
    expect(text([zone({ servers: [unasked] })])).toContain('--nameserver');
    expect(text([zone({ servers: [unasked, answers(NS2)] })])).not.toContain('--nameserver');
  });

  it('says of a side that agrees with a file without the record that it is not there', () => {
    const gone = (apiAgrees: boolean): string =>
      text([
        zone({
          differences: [
            {
              name: `old.${ZONE}` as Fqdn,
              type: 'TXT',
              ...(apiAgrees ? {} : { api: rrset(60, 'left') }),
              apiAgrees,
              servers: [
                agrees(NS1),
                apiAgrees ? differs(NS2, { kind: 'rrset', rrset: rrset(60, 'left') }) : agrees(NS2),
              ],
            },
          ],
        }),
      ]);
    expect(gone(false)).toMatch(/ {6}both servers +not there\n/);
    expect(gone(true)).toMatch(/ {6}API +not there\n {6}ns1\.vps\.org +not there\n/);
  });

  it('puts file, API and servers below each other', () => {
    const differences: ZoneVerification['differences'] = [
      {
        name: 'www.example.com.' as Fqdn,
        type: 'A',
        file: rrset(300, '192.0.2.1', '192.0.2.2'),
        api: rrset(300, '192.0.2.1', '192.0.2.2'),
        apiAgrees: true,
        source,
        servers: [agrees(NS1), differs(NS2, { kind: 'rrset', rrset: rrset(60, '192.0.2.1') })],
      },
      {
        name: '*.dev.example.com.' as Fqdn,
        type: 'TXT',
        file: rrset(300, 'wild'),
        apiAgrees: false,
        servers: [
          differs(NS1, { kind: 'nxdomain' }, 'x.dev.example.com.'),
          differs(NS2, { kind: 'nxdomain' }, 'x.dev.example.com.'),
        ],
      },
    ];
    const servers = [answers(NS1, 9), { ...answers(NS2), lags: true as const }];
    expect(text([zone({ differences, servers })])).toBe(
      `example.com  2 of 12 RRsets differ  zones/example.com.yaml
  ns1.vps.org  192.0.2.53     serial 9
  ns2.vps.org  198.51.100.53  serial 7, behind the others

  www  A  zones/example.com.yaml:7
      file          192.0.2.1, 192.0.2.2  5m
      API           the same
      ns1.vps.org   the same
    ≠ ns2.vps.org   192.0.2.1             1m

  *.dev  TXT
      file          wild                  5m
    ≠ API           not there
    ≠ both servers  no such name (NXDOMAIN) (asked for x.dev)

  → the API does not hold what the file says; dnssync apply mends it

Not verified: 2 RRsets differ; 1 zone not as it should be (1 zone, 12 RRsets, 2 servers).
`,
    );
  });

  it('says what was accepted and not published', () => {
    const differences: ZoneVerification['differences'] = [
      {
        name: ZONE,
        type: 'TXT',
        apiAgrees: true,
        servers: [differs(NS1, { kind: 'rrset', rrset: rrset(60, 'old') })],
      },
    ];
    const shown = text([zone({ differences, servers: [answers(NS1)] })]);
    expect(shown).toContain('accepted but not published: the API holds what the file says');
    const withoutApi = text([zone({ differences, servers: [answers(NS1)], api: { status: 'not-asked' } })]);
    expect(withoutApi).not.toContain('accepted');
  });

  it('never says equal or verified of what could not be asked', () => {
    const unasked: ServerCheck = { status: 'unasked', server: NS2, message: 'no answer within 3 s' };
    const shown = text([zone({ servers: [answers(NS1), unasked] })]);
    expect(shown).toContain('12 RRsets equal where asked');
    expect(shown).toContain('could not be asked: no answer within 3 s');
    expect(shown).toMatch(/^Not verified: 1 zone could not be asked about/m);
    const none = text([zone({ servers: [unasked] })]);
    expect(none).toContain('not verified');
    expect(none).not.toContain('equal');
    const unread = text([
      zone({ api: { status: 'unread', message: 'cannot reach it', hint: 'plug it in' } }),
    ]);
    expect(unread).toMatch(/the API could not be read: cannot reach it\n.*plug it in/);
    expect(unread).toMatch(/^Not verified/m);
  });

  it('tells addresses of one host apart', () => {
    const differences: ZoneVerification['differences'] = [
      {
        name: ZONE,
        type: 'A',
        file: rrset(300, '192.0.2.1'),
        apiAgrees: true,
        servers: [agrees(NS1), agrees(NS2), differs(NS2_SIX, { kind: 'rcode', rcode: 'SERVFAIL' })],
      },
    ];
    const shown = text([zone({ differences, servers: [answers(NS1), answers(NS2), answers(NS2_SIX)] })]);
    expect(shown).toMatch(/ {6}ns1\.vps\.org, ns2\.vps\.org 198\.51\.100\.53 {2}the same/);
    expect(shown).toMatch(/≠ ns2\.vps\.org 2001:db8::53 +SERVFAIL/);
  });

  it('of many values shows those that differ, of a long one the part', () => {
    const many = Array.from({ length: 60 }, (_, index) => `192.0.2.${index}`);
    const spf = (name: string): string =>
      `v=spf1 ${'ip4:192.0.2.0/24 '.repeat(20)}include:${name}.example -all`;
    const differences: ZoneVerification['differences'] = [
      {
        name: ZONE,
        type: 'A',
        file: rrset(300, ...many),
        api: rrset(300, ...many.slice(1), '203.0.113.7'),
        apiAgrees: false,
        servers: [agrees(NS1)],
      },
      {
        name: ZONE,
        type: 'TXT',
        file: rrset(300, spf('old')),
        apiAgrees: true,
        servers: [differs(NS1, { kind: 'rrset', rrset: rrset(300, spf('new')) })],
      },
    ];
    const shown = text([zone({ differences, servers: [answers(NS1)] })], 90);
    expect(shown).toContain('59 as in the file; not 192.0.2.0; also 203.0.113.7');
    expect(shown).toContain('[-old-]{+new+}');
    for (const line of shown.split('\n').slice(0, -4)) expect(displayWidth(line)).toBeLessThanOrEqual(90);
    expect(text([zone({ differences, servers: [answers(NS1)] })], 90, true)).toContain(spf('new'));
  });

  it('shows twenty differences of a zone, and all with --verbose', () => {
    const differences = Array.from({ length: 300 }, (_, index) => ({
      name: `h${index}.example.com.` as Fqdn,
      type: 'A' as const,
      apiAgrees: true,
      servers: [differs(NS1, { kind: 'nodata' })],
    }));
    const shown = text([zone({ differences, servers: [answers(NS1)] })]);
    expect(shown.match(/nothing of this type/g)).toHaveLength(20);
    expect(shown).toContain('… and 280 more; --verbose shows them');
    expect(
      text([zone({ differences, servers: [answers(NS1)] })], 80, true).match(/nothing of this type/g),
    ).toHaveLength(300);
  });
});

describe('hostile texts', () => {
  it.each(HOSTILE)('%j is harmless wherever it comes from', (evil) => {
    const server: ServerAddress = { host: evil, address: evil, port: 5353 };
    const founds: Found[] = [
      { kind: 'rrset', rrset: rrset(1, evil, 'a') },
      { kind: 'alias', rrset: rrset(1, evil) },
      { kind: 'referral', cut: `${evil}.`, rrset: rrset(1, evil) },
      { kind: 'rcode', rcode: evil },
      { kind: 'unanswered', message: evil },
    ];
    const checks: ServerCheck[] = [
      answers(server),
      { status: 'not-served', server, message: evil },
      { status: 'unasked', server, message: evil },
      { status: 'skipped', server, message: evil },
    ];
    const verification = zone({
      file: evil,
      api: { status: 'unread', message: evil, hint: evil },
      servers: checks,
      differences: founds.map((found) => ({
        name: `${evil}.example.com.` as Fqdn,
        type: 'TXT',
        file: rrset(1, evil, 'b'),
        api: rrset(1, evil),
        apiAgrees: false,
        servers: [differs(server, found, `${evil}.example.com.`)],
        source: { file: evil, line: 1, column: 1 },
      })),
    });
    const dns = {
      status: 'asked' as const,
      seconds: 1,
      zones: (['not-published', 'lagging', 'different', 'unasked'] as const).map((publication) => ({
        publication,
        verification,
      })),
    };
    const outputs = [
      text([verification]),
      text([verification], 40, true),
      renderPublication(dns, { color: false, verbose: false }),
      renderPublication({ status: 'not-asked', message: evil }, { color: false, verbose: false }),
      waitingText({ rrsets: 1, servers: [evil] }),
      safeJson(verificationToJson([verification], { generator: 'test' })),
      safeJson(publicationToJson(dns)),
    ];
    for (const output of outputs) expect(output).not.toMatch(HARMFUL);
  });
});

describe('after an apply', () => {
  const differences: ZoneVerification['differences'] = [
    {
      name: 'www.example.com.' as Fqdn,
      type: 'A',
      file: rrset(300, '192.0.2.1'),
      api: rrset(300, '192.0.2.1'),
      apiAgrees: true,
      servers: [differs(NS1, { kind: 'nxdomain' }), agrees(NS2)],
    },
  ];
  const published = (zones: readonly ZonePublication[]): string =>
    renderPublication({ status: 'asked', zones, seconds: 1.23 }, { color: false, verbose: false });

  it('a success is one line', () => {
    expect(published([{ publication: 'verified', verification: zone() }])).toBe(
      'Verified: DNS answers what the files say (1 zone, 12 RRsets, 2 servers, after 1.2 s).\n',
    );
  });

  it('a zone that was not published is told first, and how to go on', () => {
    const shown = published([
      { publication: 'verified', verification: zone({ zone: 'example.net.' as Fqdn }) },
      { publication: 'not-published', verification: zone({ differences }), serialMoved: false },
    ]);
    expect(shown).toMatch(/^\nexample\.com {2}1 of 12 RRsets differs/);
    expect(shown).toContain('Accepted but not published: example.com\n');
    expect(shown).toContain('after 1.2 s no server shows it; its serial has not moved.');
    expect(shown).toMatch(/Verified: DNS answers what the files say \(1 zone, .*\n$/);
    expect(shown.match(/accepted but not published/gi)).toHaveLength(1);
  });

  it('a server that lags is named, and no other', () => {
    const shown = published([{ publication: 'lagging', verification: zone({ differences }) }]);
    expect(shown).toContain('after 1.2 s ns1.vps.org lags behind');
    expect(shown).not.toContain('ns2.vps.org lags');
  });

  it('JSON says how each zone ended', () => {
    const verification = zone({ differences });
    const json = publicationToJson({
      status: 'asked',
      seconds: 1,
      zones: [{ publication: 'not-published', verification, serialMoved: false }],
    });
    expect(json).toMatchObject({
      status: 'not-verified',
      zones: [
        {
          publication: 'not-published',
          serialMoved: false,
          zone: 'example.com',
          differences: [
            {
              name: 'www',
              file: { values: [{ value: '192.0.2.1' }], ttl: 300 },
              servers: [
                {
                  server: 'ns1.vps.org',
                  address: '192.0.2.53',
                  port: 53,
                  agrees: false,
                  found: { kind: 'nxdomain' },
                },
                { agrees: true },
              ],
            },
          ],
        },
      ],
    });
    expect(publicationToJson({ status: 'asked', seconds: 1, zones: [] }).status).toBe('verified');
  });
});

describe('the line while waiting', () => {
  it.each([
    [{ rrsets: 1, servers: ['ns1'] }, 'waiting for ns1: 1 RRset is not there yet'],
    [
      { rrsets: 3, servers: ['ns1', 'ns2'], secondsLeft: 58.2 },
      'waiting for ns1, ns2: 3 RRsets are not there yet (59 s left)',
    ],
    [{ rrsets: 0, servers: ['a', 'b', 'c', 'd'] }, 'waiting for 4 servers'],
  ])('%j', (waiting, shown) => {
    expect(waitingText(waiting)).toBe(shown);
  });
});
