/** The client under every reading of the vendor's page that the sandbox offers: no perpetual diff, no second write. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
let defaults: Record<string, unknown>;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  defaults = await sandbox.ask('/config');
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/config', defaults);
  await sandbox.ask('/reset?state=1', {});
});

/** All eight types, and what services write in more than one way. */
const ODD = String.raw`
ttl: 1h
records:
  "@":
    A: [192.0.2.1, 192.0.2.2]
    AAAA: ["2001:0DB8:0:0::1", "::ffff:192.0.2.1", "2001:db8:0:0:1:0:0:1"]
    MX: [10 mx1.example.net, 20 mx1.example.net, 10 MX2.Example.NET.]
    TXT:
      - "v=spf1 include:_spf.example.net -all"
      - 'site="a; b" \ c:\d'
      - Grüße 🐟
      - '" blanks at both ends "'
      - '"octets \000\009\255"'
    CAA:
      - 0 issue "ca.example; policy=ev; accounturi=https://ca.example/Acct/1"
      - 0 issuewild ";"
      - 128 iodef "mailto:Security@example.com"
  WWW: { CNAME: "@" }
  alias: { CNAME: _Abc.ACM.example.net. }
  nomail: { MX: 0 . }
  none._tcp: { SRV: 0 0 0 . }
  _sip._tcp: { SRV: [10 5 5060 Sip.example.net, 20 5 5060 sip.example.net] }
  key._domainkey: { TXT: "v=DKIM1; k=rsa; p=${'Ab+/'.repeat(160)}" }
  edge: { TXT: ["${'x'.repeat(255)}", "${'y'.repeat(256)}"] }
  "*.dev": { A: { ttl: 5m, values: 192.0.2.9 } }
  sub: { NS: [ns1.sub.example.com, ns.example.net.] }
  ns1.sub: { A: { ttl: 1d, values: 192.0.2.53 }, AAAA: "2001:db8::53" }
  www.example.com.example.com.: { A: 192.0.2.4 }
  bücher: { A: 192.0.2.5, AAAA: "::5" }
  "010": { A: 192.0.2.6 }
`;
const FILES = {
  'zones/example.com.yaml': ODD,
  'zones/example.net.yaml': 'records: { www: { A: 192.0.2.1 } }',
  'zones/example.org.yaml': 'records: { "@": { TXT: hello } }',
};

interface Zone {
  readonly uuid: string;
  readonly domain: string;
  readonly records: readonly Record<string, unknown>[];
}

/** The zones as the service answers them. */
async function answered(): Promise<Zone[]> {
  const { zones } = await sandbox.ask<{ zones: Zone[] }>('/state');
  return Promise.all(
    zones.map(async ({ uuid }) => (await (await sandbox.api('GET', `/dns-zones/${uuid}/`)).json()) as Zone),
  );
}

const said = ({ code, stdout, stderr }: CliResult) => `exit ${code}\n${stdout}${stderr}`;

async function writes(): Promise<number> {
  return (await sandbox.ask<{ writes: number }>('/counters')).writes;
}

const READINGS: readonly Record<string, unknown>[] = [
  {},
  { list: 'paginated' },
  { list: 'paginated', page_size: 2 },
  { errors: 'drf' },
  { names: 'empty-apex' },
  { names: 'zone-apex' },
  { names: 'fqdn' },
  { names: 'fqdn-dot' },
  { case: 'kept' },
  { case: 'upper' },
  { targets: 'kept' },
  { targets: 'dot' },
  { txt: 'raw' },
  { txt: 'quoted' },
  { txt: 'chunked' },
  { ipv6: 'compressed' },
  { ipv6: 'expanded' },
  { ipv6: 'upper' },
  { caa: 'upper' },
  { priority: 'zero' },
  { priority: 'absent' },
  { extra_fields: true },
  { apex_ns: true },
  { ttl_floor: 300 },
  { ttl_floor: 300, ttl_below: 'raised' },
  { unique: false },
  { cname_rule: false },
  { host_names: false },
  { type_change: false },
  { account: false },
  { bad_token: 403 },
  { read_lag: 150 },
  { delay: 20 },
  { throttle: 40 },
  { names: 'fqdn-dot', case: 'upper', targets: 'dot', txt: 'chunked', ipv6: 'expanded', caa: 'upper' },
  {
    names: 'zone-apex',
    case: 'kept',
    targets: 'kept',
    txt: 'raw',
    priority: 'absent',
    lax: true,
  },
  {
    names: 'empty-apex',
    priority: 'zero',
    extra_fields: true,
    apex_ns: true,
    list: 'paginated',
    page_size: 1,
  },
];

/** CAA parameters without quotes are no reading that a client can live with: it says so, see below. */
const LOSSY = { caa: 'bare' };
/** No matter of the API: tried where zones are served, in test/sandbox/bind.test.ts. */
const OF_DNS = { publish_delay: 1 };

it('no switch of the sandbox, and no word that one takes, is left out of the readings', async () => {
  const tried = new Set(
    [...READINGS, LOSSY, OF_DNS, { bad_token: 401 }].flatMap((reading) =>
      Object.entries({ ...defaults, ...reading }).map(([key, value]) => `${key}: ${value}`),
    ),
  );
  const untried: string[] = [];
  for (const [key, standard] of Object.entries(defaults)) {
    const refused = await sandbox.ask('/config', { [key]: null }).catch((error: Error) => error.message);
    const words = /must be (.*?)"/.exec(String(refused))?.[1] ?? '';
    // A number is tried when it has been anything but its default.
    const values = words.startsWith('a whole number') ? ['another'] : words.split(' or ');
    expect(values.length === 1 || values.includes(String(standard)), words).toBe(true);
    for (const value of values) {
      const isTried =
        value === 'another'
          ? [...tried].some((one) => one.startsWith(`${key}: `) && one !== `${key}: ${standard}`)
          : tried.has(`${key}: ${value}`);
      if (!isTried) untried.push(`${key}: ${value}`);
    }
  }
  expect(untried).toEqual([]);
});

describe.each(READINGS)('a service that reads the page as %j', (reading) => {
  it('is brought to what the files say, and then nothing is left to do', async () => {
    await sandbox.ask('/config', reading);
    const cwd = folder(FILES);
    const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(applied.code, said(applied)).toBe(0);

    await sandbox.ask('/reset', {});
    const again = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(again.code, said(again)).toBe(0);
    expect(again.stdout).toContain('No changes');
    expect(await writes()).toBe(0);
    expect(await sandbox.ask('/violations')).toEqual({ count: 0, violations: [] });

    // What the service shows, told by another that shows what it is given, is still the same data.
    const zones = (await answered()).map(({ domain, records }) => ({
      domain,
      records: records.map(({ uuid, ...record }) => record),
    }));
    await sandbox.ask('/config', defaults);
    await sandbox.ask('/reset?state=1', {});
    await sandbox.ask('/seed', { zones });
    const seeded = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(seeded.code, said(seeded)).toBe(0);
  });
});

describe.each(READINGS.slice(-3))('changes at a service that reads the page as %j', (reading) => {
  it('take one write each, of what changed and nothing else', async () => {
    const before = String.raw`
ttl: 5m
records:
  "@": { TXT: ['a "b" \c', keep], MX: [10 mx.example.net, 20 mx.example.net], CAA: '0 issue "ca.example"' }
  www: { AAAA: "2001:db8::1" }
  gone: { CNAME: target.example.net }
  swap: { A: 192.0.2.1 }
`;
    const after = before
      .replace('\\c', '\\d')
      .replace('20 mx', '30 mx')
      .replace('{ AAAA: "2001:db8::1" }', '{ AAAA: { ttl: 10m, values: "2001:db8::1" } }')
      .replace('gone:', 'new:')
      .replace('{ A: 192.0.2.1 }', '{ CNAME: www.example.com }');
    await sandbox.ask('/config', reading);
    const first = await dnssync(
      ['apply', '--yes'],
      folder({ 'zones/example.com.yaml': before }),
      sandbox.env,
    );
    expect(first.code, said(first)).toBe(0);
    await sandbox.ask('/reset', {});
    const never_empty = ['@', 'www', 'swap'].map((name) => ({ zone: 'example.com', name }));
    await sandbox.ask('/watch', { never_empty });
    const second = await dnssync(
      ['apply', '--yes'],
      folder({ 'zones/example.com.yaml': after }),
      sandbox.env,
    );
    expect(second.code, said(second)).toBe(0);
    const { by_method_and_status } = await sandbox.ask<{ by_method_and_status: Record<string, number> }>(
      '/counters',
    );
    expect(by_method_and_status).toMatchObject({ 'PATCH 200': 4, 'POST 201': 1, 'DELETE 204': 1 });
    expect(await writes()).toBe(6);
    expect(await sandbox.ask('/violations')).toEqual({ count: 0, violations: [] });
  });
});

describe('a service that does not keep what it is sent', () => {
  const www = { 'zones/example.com.yaml': 'ttl: 1m\nrecords: { www: { A: 192.0.2.1 } }' };

  it.each([
    [{ ttl_floor: 300 }, /HTTP 400: TTL must be/],
    [{ ttl_floor: 300, ttl_below: 'raised' }, /stored ttl 300 for ttl 60/],
  ])('is told of: %j', async (reading, words) => {
    await sandbox.ask('/config', reading);
    const applied = await dnssync(['apply', '--yes'], folder(www), sandbox.env);
    expect([applied.code, applied.stdout]).toEqual([5, expect.stringMatching(words)]);
  });

  it('is written to once, by a create as by an update, and the next plan shows what it holds', async () => {
    await sandbox.ask('/config', { ttl_floor: 300, ttl_below: 'raised' });
    const first = await dnssync(['apply', '--yes'], folder(www), sandbox.env);
    expect(first.code, said(first)).toBe(5);
    // The zone and its record.
    expect(await writes()).toBe(2);

    const moved = { 'zones/example.com.yaml': 'ttl: 1m\nrecords: { www: { A: 192.0.2.2 } }' };
    await sandbox.ask('/reset', {});
    const second = await dnssync(['apply', '--yes'], folder(moved), sandbox.env);
    expect([second.code, second.stdout]).toEqual([5, expect.stringMatching(/stored ttl 300 for ttl 60/)]);
    expect(await writes()).toBe(1);

    const planned = await dnssync(['plan', '--detailed-exitcode'], folder(moved), sandbox.env);
    expect([planned.code, planned.stdout]).toEqual([2, expect.stringContaining('ttl 5m → 1m')]);
  });

  it('is told of: a CAA parameter without quotes, which BIND would drop', async () => {
    await sandbox.ask('/config', LOSSY);
    const plain = folder({ 'zones/example.com.yaml': 'records: { "@": { CAA: \'0 issue "ca.example"\' } }' });
    expect((await dnssync(['apply', '--yes'], plain, sandbox.env)).code).toBe(0);
    const cwd = folder({
      'zones/example.com.yaml': 'records: { "@": { CAA: \'0 issue "ca.example; policy=ev"\' } }',
    });
    const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect([applied.code, applied.stdout]).toEqual([5, expect.stringMatching(/the service stored/)]);
  });
});

describe('a token that is refused', () => {
  it.each([401, 403])('with %i is named as what is wrong', async (bad_token) => {
    await sandbox.ask('/config', { bad_token });
    const cwd = folder({ 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }' });
    const planned = await dnssync(['plan'], cwd, { ...sandbox.env, VPS_API_TOKEN: 'vps_test_unknown' });
    expect([planned.code, planned.stderr]).toEqual([1, expect.stringContaining('check VPS_API_TOKEN')]);
  });
});

it('the name servers of the service are left alone, declared or not', async () => {
  await sandbox.ask('/config', { apex_ns: true });
  const zone = (apex: string) =>
    folder({ 'zones/example.com.yaml': `ttl: 1d\nrecords: { ${apex} www: { A: 192.0.2.1 } }` });
  const applied = await dnssync(['apply', '--yes'], zone(''), sandbox.env);
  expect(applied.code, said(applied)).toBe(0);
  const both = zone('"@": { NS: [ns1.vps-sandbox.invalid, ns2.vps-sandbox.invalid] },');
  const planned = await dnssync(['plan', '--detailed-exitcode'], both, sandbox.env);
  expect(planned.code, said(planned)).toBe(0);
});

it('a zone that reads show late is waited for', async () => {
  await sandbox.ask('/config', { read_lag: 1200 });
  const cwd = folder({ 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }' });
  const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
  expect(applied.code, said(applied)).toBe(0);
  expect(applied.stdout).toContain('Verified');
  expect(await writes()).toBe(2);
});
