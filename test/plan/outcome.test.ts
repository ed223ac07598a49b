/** The rules run on what would stand afterwards: the file's records beside the live ones that stay (dns-rules 0). */
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { LiveRecord, RecordType } from '../../src/model/record.ts';
import type { DesiredZone, LiveZone } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { parseTarget, type Target } from '../../src/plan/target.ts';
import { loadText } from '../support/zone-text.ts';

const zone = 'example.com.' as Fqdn;

function planOf(
  file: string,
  live: Pick<LiveZone, 'records' | 'unmanaged'>,
  beside: readonly DesiredZone[] = [],
  targets?: readonly Target[],
) {
  const { zones, diagnostics } = loadText(file);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return buildPlan({
    desired: zones,
    beside,
    ...(targets !== undefined && { targets }),
    live: new Map([[zone, { id: 'z', name: zone, ...live }]]),
    unmanagedZones: [],
    errors: [],
    reads: 2,
  });
}

/** `name TYPE value` at example.com. */
function liveRecord(text: string): LiveRecord {
  const [, name = '', type = '', value = ''] = /^(\S+) (\S+) (.*)$/.exec(text) ?? [];
  const owner = (name === '@' ? zone : `${name}.${zone}`) as Fqdn;
  const priority = type === 'MX' ? { priority: 10 } : {};
  return { id: text, type: type as RecordType, name: owner, value, ttl: 3600, createdAt: '', ...priority };
}

const apexNs = (...hosts: string[]): LiveRecord[] =>
  hosts.map((value, at) => ({
    id: `ns-${at}`,
    type: 'NS',
    name: zone,
    value,
    ttl: 3600,
    createdAt: '',
  }));

describe('the outcome of a plan', () => {
  it('that BIND would refuse is not planned: an alias as name server of the zone', () => {
    const plan = planOf('records: { ns1: { CNAME: a.example.net }, www: { A: 192.0.2.1 } }', {
      records: apexNs('ns1.example.com', 'ns.example.net'),
      unmanaged: [],
    });
    expect(plan.zones).toEqual([]);
    expect(plan.errors).toMatchObject([{ zone: 'example.com', code: 'target-cname' }]);
  });

  it('that live suffers from already is told and not stopped', () => {
    const lame = {
      id: 'x',
      type: 'A',
      name: 'ns1.example.com.' as Fqdn,
      value: '192.0.2.1',
      ttl: 60,
      createdAt: '',
    } as const;
    const records = [...apexNs('ns1.example.com', 'ns2.example.com', 'ns.example.net'), lame];
    const plan = planOf('records: { ns1: { A: 192.0.2.1 } }', { records, unmanaged: [] });
    expect(plan.errors).toEqual([]);
    expect(plan.zones[0]?.findings).toMatchObject([
      { severity: 'warning', rule: 'target-missing', message: expect.stringContaining('ns2.example.com') },
    ]);
  });

  it('is told once: what the file says by itself is the loader’s to tell', () => {
    const file = 'records: { "@": { MX: 10 mx.example.com }, www: { A: 192.0.2.1 } }';
    expect(loadText(file).diagnostics).toMatchObject([{ rule: 'target-missing' }]);
    const plan = planOf(file, { records: apexNs('ns.example.net'), unmanaged: [] });
    expect(plan.zones[0]?.findings).toEqual([]);
  });

  it('hears lint: a rule that is off in the zone is off here', () => {
    const records = apexNs('ns1.example.com', 'ns.example.net');
    const off = 'lint: { target-missing: { level: off, reason: x } }\n';
    const plan = planOf(`${off}records: { www: { A: 192.0.2.1 } }`, { records, unmanaged: [] });
    // BIND refuses it whatever lint says, and did so before: it is told.
    expect(plan.zones[0]?.findings).toMatchObject([{ rule: 'target-missing' }]);
  });

  it('that breaks a rule which is an error is not planned, be it one that BIND takes', () => {
    const alias = liveRecord('mx CNAME a.example.net');
    const plan = planOf('ignore: { name: mx }\nrecords: { "@": { MX: 10 mx.example.com } }', {
      records: [alias],
      unmanaged: [],
    });
    expect(plan.errors).toMatchObject([
      {
        code: 'target-cname',
        message: expect.stringContaining("the live CNAME of mx.example.com, which is ignored by 'name: mx'"),
      },
    ]);
  });

  it('names the target that a part of the plan needs besides', () => {
    const file = 'records: { "@": { MX: 10 mx.example.com }, mx: { A: 192.0.2.1 } }';
    const live = { records: [liveRecord('mx CNAME a.example.net')], unmanaged: [] };
    expect(planOf(file, live, [], [parseTarget('@')]).errors).toMatchObject([
      { code: 'target-cname', hint: 'name it as well: --target mx.example.com' },
    ]);
    expect(planOf(file, live, [], ['@', 'mx'].map(parseTarget)).errors).toEqual([]);
  });

  it('hears lint: a warning made an error stops the plan, an error made a warning does not', () => {
    const live = { records: [liveRecord('mx CNAME a.example.net'), liveRecord('mx2 TXT x')], unmanaged: [] };
    const file = (lint: string, host: string) =>
      `mode: additive\nlint: { ${lint} }\nrecords: { "@": { MX: 10 ${host}.example.com } }`;
    const milder = planOf(file('target-cname: { level: warn, reason: x }', 'mx'), live);
    expect([milder.errors, milder.zones[0]?.findings]).toMatchObject([[], [{ rule: 'target-cname' }]]);
    expect(planOf(file('target-missing: error', 'mx2'), live).errors).toMatchObject([
      { code: 'target-missing' },
    ]);
  });

  it('that is wrong in the same way already is told and not stopped', () => {
    const records = [liveRecord('mx CNAME a.example.net'), liveRecord('@ MX mx.example.com')];
    const file = 'ignore: { name: mx }\nrecords: { "@": { MX: 10 mx.example.com }, www: { A: 192.0.2.1 } }';
    const plan = planOf(file, { records, unmanaged: [] });
    expect([plan.errors, plan.zones[0]?.findings]).toMatchObject([[], [{ rule: 'target-cname' }]]);
  });

  it('tells the same of two names, though others have it at one of them already', () => {
    const records = [
      { ...liveRecord('a A 192.0.2.1'), ttl: 300 },
      { ...liveRecord('a A 192.0.2.2'), ttl: 600 },
      { ...liveRecord('b A 192.0.2.2'), ttl: 600 },
    ];
    const plan = planOf('mode: additive\nrecords: { b: { A: { ttl: 300, values: 192.0.2.1 } } }', {
      records,
      unmanaged: [],
    });
    expect(plan.zones[0]?.findings).toMatchObject([
      { rule: 'ttl-mismatch', message: expect.stringContaining('A b.example.com') },
    ]);
  });
});

describe('a zone in which others keep records', () => {
  const others = ['mode: additive', 'ignore: { name: "*", type: [A, AAAA] }', 'ignore: external-dns'];

  it.each(others)('%s: what a file lacks is no finding of the file', (living) => {
    const file = `${living}\nrecords: { lab: { NS: [ns.lab.example.com, ns.example.net] }, "@": { MX: 10 mx.example.com } }`;
    expect(loadText(file).diagnostics).toEqual([]);
  });

  it.each(others)('%s: the plan says what live lacks, too', (living) => {
    const file = `${living}\nrecords: { "@": { MX: [10 mx.example.com, 20 mx2.example.com] } }`;
    const plan = planOf(file, { records: [liveRecord('mx A 192.0.2.1')], unmanaged: [] });
    const missing = (plan.zones[0]?.findings ?? []).filter(({ rule }) => rule === 'target-missing');
    expect(missing.map(({ message }) => /target (\S+)/.exec(message)?.[1])).toEqual(
      // In full mode the address that no pattern means goes.
      living === 'ignore: external-dns' ? ['mx.example.com', 'mx2.example.com'] : ['mx2.example.com'],
    );
  });

  it('an address that live lacks, too, stops what needs it, and nothing live is blamed', () => {
    const file = 'mode: additive\nrecords: { lab: { NS: [ns.lab.example.com, ns1.example.net] } }';
    const glue = { records: [liveRecord('ns.lab A 192.0.2.1')], unmanaged: [] };
    expect(planOf(file, glue).errors).toEqual([]);
    expect(planOf(file, { records: [], unmanaged: [] }).errors).toEqual([
      {
        zone: 'example.com',
        code: 'glue-missing',
        message:
          'NS lab.example.com: ns.lab.example.com lies inside the delegation lab.example.com; add its A or AAAA here',
      },
    ]);
  });

  it('is judged beside the zones that are not planned', () => {
    const file = 'mode: additive\nrecords: { "@": { MX: 10 mx.lab.example.com } }';
    const { zones: other } = loadText('records: { mx: { A: 192.0.2.1 } }', 'zones/lab.example.com.yaml');
    const live = { records: [], unmanaged: [] };
    const rules = (beside: readonly DesiredZone[]) =>
      planOf(file, live, beside).zones[0]?.findings.map(({ rule }) => rule);
    expect([rules([]), rules(other)]).toEqual([['target-missing'], []]);
  });

  it('the presets of texts hide no host', () => {
    const file = 'ignore: [acme, site-verification]\nrecords: { "@": { MX: 10 mx.example.com } }';
    expect(loadText(file).diagnostics).toMatchObject([{ rule: 'target-missing' }]);
  });
});
