/** The main job through the built command line against the sandbox in a child process, read back by plain HTTP. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.ask('/reset?state=1', {}));

interface WireRecord {
  readonly uuid: string;
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

/** The records of a zone as the service answers them. */
async function records(domain: string): Promise<WireRecord[]> {
  const list = (await (await sandbox.api('GET', `/dns-zones/?domain=${domain}`)).json()) as {
    uuid: string;
  }[];
  const detail = await sandbox.api('GET', `/dns-zones/${list[0]?.uuid}/`);
  return ((await detail.json()) as { records: WireRecord[] }).records;
}

const told = (record: WireRecord): string =>
  [record.name, record.ttl, record.record_type, record.priority ?? '', record.value]
    .join(' ')
    .replace('  ', ' ');

const ALL_TYPES = `
ttl: 1h
records:
  "@":
    A: [192.0.2.1, 192.0.2.2]
    AAAA: 2001:0db8::1
    MX:
      - 10 mx1.example.net
      - { priority: 20, value: mx2.example.net. }
    TXT: "v=spf1 include:_spf.example.net -all"
    CAA: 0 issue "letsencrypt.org"
  www: { CNAME: "@" }
  api:
    A: { ttl: 5m, values: [192.0.2.7] }
  _sip._tcp:
    SRV: 10 5 5060 sip.example.net
  sub:
    NS: [ns1.example.net, ns2.example.net]
`;

describe('plan, apply, plan', () => {
  it('creates a zone and records of all eight types exactly as the file says, and then plans nothing', async () => {
    const cwd = folder({ 'zones/example.com.yaml': ALL_TYPES });

    const before = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(before.code, before.stderr).toBe(2);
    const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);

    expect((await records('example.com')).map(told).sort()).toEqual([
      '@ 3600 A 192.0.2.1',
      '@ 3600 A 192.0.2.2',
      '@ 3600 AAAA 2001:db8::1',
      '@ 3600 CAA 0 issue "letsencrypt.org"',
      '@ 3600 MX 10 mx1.example.net',
      '@ 3600 MX 20 mx2.example.net',
      '@ 3600 TXT v=spf1 include:_spf.example.net -all',
      '_sip._tcp 3600 SRV 10 5 5060 sip.example.net',
      'api 300 A 192.0.2.7',
      'sub 3600 NS ns1.example.net',
      'sub 3600 NS ns2.example.net',
      'www 3600 CNAME example.com',
    ]);

    const after = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(after.code).toBe(0);
    expect(after.stdout).toContain('No changes');
  });

  it('changes a value by one PATCH that keeps the uuid', async () => {
    await sandbox.ask('/seed', {
      zones: [
        { domain: 'example.com', records: [{ record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 300 }] },
      ],
    });
    const [before] = await records('example.com');
    await sandbox.ask('/reset', {});
    const cwd = folder({
      'zones/example.com.yaml': 'records: { www: { A: { ttl: 300, values: 192.0.2.2 } } }',
    });
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    const [after] = await records('example.com');
    expect(after).toMatchObject({ uuid: before?.uuid, value: '192.0.2.2', ttl: 300 });
    expect(await writes()).toEqual(['PATCH']);
  });

  it('swaps an A for a CNAME by one PATCH', async () => {
    await seedA();
    const cwd = folder({ 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { CNAME: example.net } }' });
    const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect((await records('example.com')).map(told)).toEqual(['www 300 CNAME example.net']);
    expect(await writes()).toEqual(['PATCH']);
  });

  it('swaps an A for a CNAME by delete and create where the service refuses the PATCH', async () => {
    await seedA();
    await sandbox.ask('/config', { type_change: false });
    try {
      const cwd = folder({ 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { CNAME: example.net } }' });
      const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
      expect(applied.code, applied.stdout + applied.stderr).toBe(0);
      expect((await records('example.com')).map(told)).toEqual(['www 300 CNAME example.net']);
      expect(await writes()).toEqual(['PATCH', 'DELETE', 'POST']);
    } finally {
      await sandbox.ask('/config', { type_change: true });
    }
  });

  it('prints a plan as JSON that its own schema accepts', async () => {
    await seedA();
    const cwd = folder({
      'zones/example.com.yaml': ALL_TYPES,
      'zones/new.example.yaml': 'records: { "@": { A: 192.0.2.3 } }',
    });
    const { code, stdout } = await dnssync(['plan', '--format', 'json'], cwd, sandbox.env);
    expect(code).toBe(0);
    const plan = JSON.parse(stdout);
    const validate = new Ajv2020({ strict: true }).compile(
      JSON.parse(readFileSync('schema/plan.schema.json', 'utf8')),
    );
    expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
    expect(plan.zones.map((zone: { zone: string; action?: string }) => [zone.zone, zone.action])).toEqual([
      ['example.com', undefined],
      ['new.example', 'create'],
    ]);
  });

  it('names a zone at the service that no file names, and leaves it alone', async () => {
    await sandbox.ask('/seed', {
      zones: [
        {
          domain: 'foreign.example',
          records: [{ record_type: 'A', name: '@', value: '192.0.2.1', ttl: 300 }],
        },
        { domain: 'example.com', records: [] },
      ],
    });
    const cwd = folder({ 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }' });
    const { code, stdout } = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(code).toBe(0);
    expect(stdout).toContain('foreign.example');
    expect((await records('foreign.example')).map(told)).toEqual(['@ 300 A 192.0.2.1']);
  });

  it('plans only what --target and the zones on the command line name', async () => {
    const cwd = folder({
      'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1, TXT: hello }, api: { A: 192.0.2.1 } }',
      'zones/example.net.yaml': 'records: { www: { A: 192.0.2.1 } }',
    });
    const { stdout } = await dnssync(
      ['plan', 'example.c*', '--target', 'www/A', '--format', 'json'],
      cwd,
      sandbox.env,
    );
    const plan = JSON.parse(stdout);
    expect(plan.zones.map(({ zone }: { zone: string }) => zone)).toEqual(['example.com']);
    expect(plan.zones[0].changes).toHaveLength(1);
    expect(plan.zones[0].changes[0]).toMatchObject({ action: 'create', type: 'A', name: 'www' });
  });

  it('plans against a saved answer without a token', async () => {
    await seedA();
    const list = (await (await sandbox.api('GET', '/dns-zones/')).json()) as { uuid: string }[];
    const detail = await (await sandbox.api('GET', `/dns-zones/${list[0]?.uuid}/`)).text();
    const cwd = folder({
      'live.json': detail,
      'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 } }',
    });
    const { code, stdout, stderr } = await dnssync(
      ['plan', '--live', 'live.json', '--detailed-exitcode'],
      cwd,
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('No changes');
  });

  it('lists zones as managed or not, and says whose token it is', async () => {
    await seedA();
    const cwd = folder({ 'zones/example.net.yaml': 'records: { www: { A: 192.0.2.1 } }' });
    const { stdout } = await dnssync(['zones', '--format', 'json'], cwd, sandbox.env);
    expect(JSON.parse(stdout)).toMatchObject({
      zones: [
        { zone: 'example.com', managed: false, records: 1 },
        { zone: 'example.net', managed: true },
      ],
    });
    const who = await dnssync(['whoami'], cwd, sandbox.env);
    expect(who.code).toBe(0);
    expect(who.stdout).toContain('dns:delete');
    expect(who.stdout + who.stderr).not.toContain(sandbox.token);
  });
});

async function seedA(): Promise<void> {
  await sandbox.ask('/seed', {
    zones: [
      { domain: 'example.com', records: [{ record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 300 }] },
    ],
  });
  await sandbox.ask('/reset', {});
}

/** The methods of the writes so far, in their order, by the sandbox's own log. */
async function writes(): Promise<string[]> {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  return requests.map(({ method }) => method).filter((method) => method !== 'GET');
}
