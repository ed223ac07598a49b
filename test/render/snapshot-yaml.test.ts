/** The view of a snapshot for people: where a zone file can say it, it says the same as the snapshot. */
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../src/load/load.ts';
import { identityOf, type LiveRecord } from '../../src/model/record.ts';
import type { LiveZone } from '../../src/model/zone.ts';
import { snapshotToYaml } from '../../src/render/snapshot-yaml.ts';
import { folder } from '../support/cli.ts';
import { live, rr } from './sample-plan.ts';

function zoneOf(records: readonly LiveRecord[], more: Partial<LiveZone> = {}): LiveZone {
  return { id: 'z', name: 'example.com.' as LiveZone['name'], records, unmanaged: [], ...more };
}

describe('the YAML of a snapshot', () => {
  it('is a zone file that declares the same records', async () => {
    const records = [
      rr('@', 'A', '192.0.2.1', { ttl: 60 }),
      rr('@', 'A', '192.0.2.2', { ttl: 60 }),
      rr('@', 'MX', 'mx.example.net', { priority: 10 }),
      rr('@', 'TXT', 'v=spf1 -all # "quoted" \\ and: more'),
      rr('@', 'CAA', '0 issue ";"'),
      rr('*.dev', 'AAAA', '2001:db8::'),
      rr('010', 'TXT', 'no'),
      rr('_sip._tcp', 'SRV', '5 5060 sip.example.net', { priority: 10 }),
    ].map((record, index) => live(record, `rec_${index}`));
    const cwd = folder({ 'snapshot.yaml': snapshotToYaml(zoneOf(records), 'in a test') });
    const { zones, diagnostics } = await loadZones({ zonesDir: cwd });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const texts = (all: readonly LiveRecord[] | (typeof zones)[number]['records']): string[] =>
      all.map((record) => `${identityOf(record)} ${record.ttl}`).sort();
    expect(texts(zones[0]?.records ?? [])).toEqual(texts(records));
  });

  it('of an empty zone is one that says so', async () => {
    const cwd = folder({ 'snapshot.yaml': snapshotToYaml(zoneOf([]), 'in a test') });
    expect((await loadZones({ zonesDir: cwd })).diagnostics).toEqual([]);
  });

  it('says in comments what a zone file cannot, on one line each', () => {
    const text = snapshotToYaml(
      zoneOf(
        [
          live(rr('www', 'A', '192.0.2.1', { ttl: 60 }), 'a'),
          { ...live(rr('www', 'A', 'not an\naddress', { ttl: 300 }), 'b'), unreadable: 'no\naddress' },
        ],
        { unmanaged: [{ id: 's', type: 'SOA', name: 'example.com.' as LiveZone['name'], value: 'a\nb' }] },
      ),
      'in a\ntest',
    );
    expect(text).toContain('# ttl 300; cannot be read: no\\x0aaddress');
    expect(text).toContain('\n# not managed: @ SOA a\\x0ab\n');
    for (const line of text.split('\n')) expect(line).toMatch(/^(#| |zone:|records:|$)/);
  });
});
