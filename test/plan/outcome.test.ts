/** The rules run on what would stand afterwards: the file's records beside the live ones that stay (dns-rules 0). */
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { LiveRecord } from '../../src/model/record.ts';
import type { LiveZone } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { loadText } from '../support/zone-text.ts';

const zone = 'example.com.' as Fqdn;

function planOf(file: string, live: Pick<LiveZone, 'records' | 'unmanaged'>) {
  const { zones, diagnostics } = loadText(file);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return buildPlan({
    desired: zones,
    live: new Map([[zone, { id: 'z', name: zone, ...live }]]),
    unmanagedZones: [],
    errors: [],
    reads: 2,
  });
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
});
