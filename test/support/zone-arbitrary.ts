/** Random legal zones over few names, so that names, aliases, wildcards and delegations meet. */
import fc from 'fast-check';
import type { Fqdn } from '../../src/model/name.ts';
import { DnsModel, hostOf, isApexNs, type ModelRecord } from './dns-model.ts';
import { policyOf } from './policies.ts';

const OWNERS = ['@', 'a', 'b', 'c', 'w', '*.w', 'x.w', 'y.x.w', '*.x.w', '*', 's', 'n.s', 'm.n.s'];
const TARGETS = ['@', 'a', 'b', 'c', 'w', 'x.w', 'y.x.w', 'q.w', 'n.s', 'out.test', 'a.example.net'];

type Data = Pick<ModelRecord, 'type' | 'value' | 'priority'>;

/** A record as it is drawn: not yet in a zone that is legal as a whole. */
interface Draft {
  readonly zone: Fqdn;
  readonly owner: string;
  readonly data: Data;
}

const target = fc.constantFrom(...TARGETS);
const data: fc.Arbitrary<Data> = fc.oneof(
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
  {
    weight: 1,
    arbitrary: fc
      .oneof({ weight: 5, arbitrary: target }, fc.constant('.'))
      .map((value) => ({ type: 'SRV', value: `0 443 ${value}`, priority: 1 })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('0 issue "a.test"', '0 issue "b.test"')
      .map((value) => ({ type: 'CAA', value })),
  },
);

/** Texts of which a name holds one (test/support/policies.ts), at the names they belong to. */
const POLICIES = [
  ['_dmarc', 'v=DMARC1; p=none', 'v=DMARC1; p=reject'],
  ['k._domainkey', 'v=DKIM1; k=rsa; p=AAAA', 'k=rsa; p=BBBB'],
  ['_mta-sts', 'v=STSv1; id=1', 'v=STSv1; id=2'],
  ['_smtp._tls', 'v=TLSRPTv1; rua=mailto:a@out.test', 'v=TLSRPTv1; rua=mailto:b@out.test'],
] as const;

type Placed = Omit<Draft, 'zone'>;

/** Records that mean something together, which chance alone brings together too seldom. */
const GROUPS: readonly (readonly (readonly [
  owner: string,
  type: string,
  value: string,
  priority?: number,
])[])[] = [
  [['a', 'MX', '.', 0]],
  [
    ['a', 'MX', 'out.test', 10],
    ['a', 'MX', 'b', 20],
  ],
  [
    ['a', 'MX', 'out.test', 10],
    ['a', 'MX', '@', 20],
  ],
  [
    ['a', 'MX', '.', 0],
    ['a', 'TXT', 'v=spf1 -all'],
  ],
  [
    ['s', 'NS', 'n.s'],
    ['n.s', 'A', '192.0.2.1'],
  ],
  [
    ['s', 'A', '192.0.2.1'],
    ['m.n.s', 'A', '192.0.2.2'],
  ],
  [
    ['a', 'CNAME', 'b'],
    ['b', 'CNAME', 'out.test'],
  ],
  [
    ['b', 'CNAME', 'a'],
    ['a', 'CNAME', 'out.test'],
  ],
  [
    ['c', 'A', '192.0.2.1'],
    ['c', 'AAAA', '2001:db8::1'],
  ],
  [
    ['a', 'A', '192.0.2.1'],
    ['@', 'MX', 'a', 10],
  ],
  [
    ['*.w', 'A', '192.0.2.1'],
    ['*.w', 'MX', 'out.test', 10],
  ],
  [
    ['x.w', 'A', '192.0.2.2'],
    ['y.x.w', 'A', '192.0.2.3'],
  ],
];

const placed: fc.Arbitrary<readonly Placed[]> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ owner: fc.constantFrom(...OWNERS), data }).map((one) => [one]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...POLICIES.flatMap(([owner, ...texts]) =>
        texts.map((value) => [{ owner, data: { type: 'TXT', value } }]),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...GROUPS).map((group) =>
      group.map(([owner, type, value, priority]) => ({
        owner,
        data: { type, value, ...(priority === undefined ? {} : { priority }) },
      })),
    ),
  },
);

function draftsArbitrary(zones: readonly Fqdn[], most: number): fc.Arbitrary<Draft[]> {
  const drafts = fc
    .tuple(fc.constantFrom(...zones), placed)
    .map(([zone, group]) => group.map((at) => ({ zone, ...at })));
  return fc.array(drafts, { maxLength: most }).map((groups) => groups.flat());
}

/** Live as a service without rules may hold it: aliases beside other data, two of them, circles, anything twice. */
export function brokenArbitrary(zones: readonly Fqdn[], most = 9): fc.Arbitrary<DnsModel> {
  return draftsArbitrary(zones, most).map((drafts) =>
    modelOf(zones, drafts, (_, index) => [300, 3600, 60][index % 3] ?? 300),
  );
}

/** One side of all zones: legal as validate would have it. */
export function zonesArbitrary(zones: readonly Fqdn[], most = 9): fc.Arbitrary<DnsModel> {
  return fc
    .tuple(draftsArbitrary(zones, most), fc.constantFrom(300, 3600))
    .map(([drafts, ttl]) => legal(modelOf(zones, drafts, () => ttl)));
}

export interface Transition {
  /** Live: a record may stand twice, and the ttl of an RRset may differ from record to record. */
  readonly before: DnsModel;
  readonly after: DnsModel;
}

/** Live and desired, often much alike, as they are between two commits. */
export function transitionArbitrary(zones: readonly Fqdn[], most = 12): fc.Arbitrary<Transition> {
  const drafts = draftsArbitrary(zones, most);
  const ttls = fc.array(fc.constantFrom(300, 300, 3600, 86_400), { minLength: 1, maxLength: 5 });
  return fc
    .record({
      before: drafts,
      after: drafts,
      kept: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 2 * most, maxLength: 2 * most }),
      alike: fc.boolean(),
      ttls: fc.tuple(ttls, ttls),
      twice: fc.array(fc.nat(most), { maxLength: 2 }),
    })
    .map(({ before, after, kept, alike, ttls: [liveTtls, fileTtls], twice }) => {
      const live = legal(modelOf(zones, before, (_, index) => liveTtls[index % liveTtls.length] ?? 300));
      const again = twice.flatMap((at) => live.records.slice(at, at + 1));
      const copies = again.map((record, at) => ({ ...record, id: `twin-${at}`, ttl: 7200 }));
      const stays = alike ? before.filter((_, index) => kept[index] !== 0) : [];
      const fresh = alike ? after.slice(0, 4) : after;
      const ttlOf = ({ owner, data }: Draft): number =>
        fileTtls[(owner.length + data.type.length) % fileTtls.length] ?? 300;
      return {
        before: new DnsModel(zones, [...live.records, ...copies]),
        after: legal(modelOf(zones, [...stays, ...fresh], ttlOf)),
      };
    });
}

function modelOf(
  zones: readonly Fqdn[],
  drafts: readonly Draft[],
  ttlOf: (draft: Draft, index: number) => number,
): DnsModel {
  const records = drafts.map((draft, index) => ({
    ...draft.data,
    zone: draft.zone,
    id: `id-${index}`,
    name: (draft.owner === '@' ? draft.zone : `${draft.owner}.${draft.zone}`) as Fqdn,
    value: absolute(draft.data, draft.zone),
    ttl: ttlOf(draft, index),
  }));
  return new DnsModel(zones, records);
}

function absolute({ type, value }: Data, zone: Fqdn): string {
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
  const policy = policyOf(record);
  if (policy !== undefined && here.filter((other) => policyOf(other) === policy).length > 1) return true;
  if (
    type === 'SRV' &&
    value.endsWith(' .') &&
    here.some((other) => other.type === 'SRV' && other !== record)
  )
    return true;
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
