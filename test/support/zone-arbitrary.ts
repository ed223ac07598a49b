/** Random legal zones over few names, so that names, aliases, wildcards and delegations meet. */
import fc from 'fast-check';
import type { Fqdn } from '../../src/model/name.ts';
import { DnsModel, hostOf, isApexNs, type ModelRecord } from './dns-model.ts';

const OWNERS = ['@', 'a', 'b', 'c', 'w', '*.w', 'x.w', 'y.x.w', '*.x.w', '*', 's', 'n.s', 'm.n.s'];
const TARGETS = ['@', 'a', 'b', 'c', 'w', 'x.w', 'y.x.w', 'q.w', 'n.s', 'out.test', 'a.example.net'];

type Draft = Pick<ModelRecord, 'type' | 'value' | 'priority'>;

const target = fc.constantFrom(...TARGETS);
const draft: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3').map((value) => ({ type: 'A', value })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('2001:db8::1', '2001:db8::2').map((value) => ({ type: 'AAAA', value })),
  },
  { weight: 6, arbitrary: target.map((value) => ({ type: 'CNAME', value })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ value: fc.oneof(target, fc.constant('.')), priority: fc.constantFrom(0, 10) })
      .map((mx) => ({ type: 'MX', ...mx })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('v=spf1 -all', 'v=spf1 a -all', 'k=1', 'k=2', 'hello')
      .map((value) => ({ type: 'TXT', value })),
  },
  { weight: 2, arbitrary: target.map((value) => ({ type: 'NS', value })) },
  { weight: 1, arbitrary: target.map((value) => ({ type: 'SRV', value: `0 443 ${value}`, priority: 1 })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('0 issue "a.test"', '0 issue "b.test"')
      .map((value) => ({ type: 'CAA', value })),
  },
);

/** One side of all zones: legal as validate would have it. */
export function zonesArbitrary(zones: readonly Fqdn[], most = 9): fc.Arbitrary<DnsModel> {
  const record = fc.record({
    zone: fc.constantFrom(...zones),
    owner: fc.constantFrom(...OWNERS),
    data: draft,
  });
  const ttl = fc.constantFrom(300, 3600);
  return fc.tuple(fc.array(record, { maxLength: most }), ttl).map(([drafts, ttl]) => {
    const records = drafts.map(({ zone, owner, data }, index) => ({
      ...data,
      zone,
      id: `id-${index}`,
      name: (owner === '@' ? zone : `${owner}.${zone}`) as Fqdn,
      value: absolute(data, zone),
      ttl,
    }));
    return legal(new DnsModel(zones, records));
  });
}

function absolute({ type, value }: Draft, zone: Fqdn): string {
  if (!['CNAME', 'MX', 'NS', 'SRV'].includes(type)) return value;
  const [, numbers = '', host = ''] = /^(.* )?(\S+)$/.exec(value) ?? [];
  if (host === '.' || host.endsWith('.test') || host.endsWith('.net')) return value;
  return `${numbers}${host === '@' ? '' : `${host}.`}${zone.slice(0, -1)}`;
}

/** Takes out one offender at a time until none is left. */
export function legal(model: DnsModel): DnsModel {
  for (let now = model; ; ) {
    const offender = now.records.find((record, index) => isIllegal(now, record, index));
    if (offender === undefined) return now;
    now = new DnsModel(
      now.zones,
      now.records.filter((record) => record !== offender),
    );
  }
}

function isIllegal(model: DnsModel, record: ModelRecord, index: number): boolean {
  const { zone, name, type, value } = record;
  const here = model.at(zone, name);
  const same = here.find(
    (other) => other.type === type && other.value === value && other.priority === record.priority,
  );
  if (same !== record) return true;
  if (type === 'CNAME') return name === zone || here.length > 1 || model.resolve(name).loop;
  if (type === 'NS' && name.startsWith('*')) return true;
  const isSpf = (text: string): boolean => text.startsWith('v=spf1');
  if (type === 'TXT' && isSpf(value) && here.filter((other) => isSpf(other.value)).length > 1) return true;
  if (
    type === 'MX' &&
    here.filter((other) => other.type === 'MX').length > 1 &&
    here.some((other) => other.value === '.')
  ) {
    return value === '.' || index < 0;
  }
  const host = hostOf(record);
  if (host === undefined) return false;
  return model.isAlias(host) || (isApexNs(record) && !model.hasAddress(host));
}
