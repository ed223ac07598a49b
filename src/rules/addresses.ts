/** addr-special, aaaa-mapped, target-special: addresses that the Internet cannot reach. */
import { BlockList, SocketAddress } from 'node:net';
import { type Fqdn, isInZone, presentTarget } from '../model/name.ts';
import { targetOf } from '../model/value.ts';
import { isForExamples } from './example-names.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import { rrsetOf, type ZoneView } from './zone-view.ts';

export const addresses: ZoneRule = {
  texts: [
    {
      name: 'addr-special',
      severity: 'warning',
      summary:
        'A private, loopback, documentation or otherwise special address; the Internet cannot reach it.',
      source: 'IANA special-purpose address registries, RFC 6890',
      bad: 'zone: lan.example.dev\nrecords:\n  www: { A: 192.168.1.10 }\n',
      good: 'zone: lan.example.dev\nrecords:\n  www: { A: 192.169.1.10 }\n',
    },
    {
      name: 'aaaa-mapped',
      severity: 'warning',
      summary:
        'An IPv4-mapped address in AAAA: clients connect over IPv4, or not at all; publish an A instead.',
      source: 'RFC 4291 section 2.5.5.2',
      bad: 'records:\n  www: { AAAA: "::ffff:198.51.100.1" }\n',
      good: 'records:\n  www: { A: 198.51.100.1 }\n',
    },
    {
      name: 'target-special',
      severity: 'warning',
      summary: 'MX, NS or SRV names a host of this zone all of whose addresses are special.',
      source: 'RFC 6890',
      bad: 'lint: { addr-special: { level: off, reason: shown by target-special } }\nrecords:\n  "@": { MX: 10 mx.target-special.example }\n  mx: { A: 10.0.0.1 }\n',
      good: 'lint: { addr-special: { level: off, reason: one of two will do } }\nrecords:\n  "@": { MX: 10 mx.target-special.example }\n  mx: { A: [10.0.0.1, 192.31.196.1] }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, view: ZoneView<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const isExample = isForExamples(zone.name);
  for (const owner of zone.names.values()) {
    for (const { type, values } of owner.rrsets) {
      for (const { value, at, target } of values) {
        if (type === 'A' || type === 'AAAA') {
          const verdict = judgeAddress(type, value, isExample);
          if (verdict !== undefined) found.push({ ...verdict, at });
        } else if (type === 'MX' || type === 'NS' || type === 'SRV') {
          const host = targetOf({ type, value });
          const words = host === undefined ? undefined : unreachable(host, zone.name, view, isExample);
          if (words === undefined) continue;
          found.push({ rule: 'target-special', at: target?.at ?? at, message: words });
        }
      }
    }
  }
  return found;
}

function judgeAddress(
  type: 'A' | 'AAAA',
  value: string,
  isExample: boolean,
): Pick<Verdict<never>, 'rule' | 'message'> | undefined {
  if (value.startsWith('::ffff:') && MAPPED.check(value, 'ipv6')) {
    return { rule: 'aaaa-mapped', message: 'an IPv4-mapped address in AAAA; publish an A instead' };
  }
  const kind = kindOf(type, value, isExample);
  if (kind === undefined) return undefined;
  const message = `${value} is ${kind}; the Internet cannot reach it: name one that it can, or lint it with the reason`;
  return { rule: 'addr-special', message };
}

/** Words where the host answers in this zone, and with special addresses only. */
function unreachable<At>(host: Fqdn, zone: Fqdn, view: ZoneView<At>, isExample: boolean): string | undefined {
  if (!isInZone(host, zone) || view.delegationOf(host) !== undefined) return undefined;
  const kinds = addressesOf(view.at(host)).map(([type, value]) => kindOf(type, value, isExample));
  const [kind] = kinds;
  if (kind === undefined || kinds.includes(undefined)) return undefined;
  return `${presentTarget(host)} has no address but special ones (${kind}); nobody outside can use it: give it one that the Internet can reach`;
}

function addressesOf<At>(name: JudgedName<At> | undefined): (readonly ['A' | 'AAAA', string])[] {
  if (name === undefined) return [];
  return (['A', 'AAAA'] as const).flatMap((type) =>
    (rrsetOf(name, type)?.values ?? []).map(({ value }) => [type, value] as const),
  );
}

/** What a special address is, in words; undefined for one that the Internet can reach. */
function kindOf(type: 'A' | 'AAAA', value: string, isExample: boolean): string | undefined {
  const family = type === 'A' ? 'ipv4' : 'ipv6';
  // Read once: that takes longer than all the rest.
  const address = new SocketAddress({ address: value, family });
  if (!SPECIAL.check(address)) return undefined;
  const kind = KINDS.find(([, list]) => list.check(address))?.[0];
  // An address of the documentation is right where the name is of the documentation, too.
  return kind === DOCUMENTATION && isExample ? undefined : kind;
}

const DOCUMENTATION = 'for documentation';

/** The IANA registries, as of RFC 6890 and its updates. */
const RANGES: readonly (readonly [string, readonly string[]])[] = [
  [DOCUMENTATION, ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['shared by carriers (RFC 6598)', ['100.64.0.0/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['for benchmarks', ['198.18.0.0/15', '2001:2::/48']],
  ['unspecified', ['0.0.0.0/8', '::/128']],
  ['of the discard-only block', ['100::/64']],
  ['a translated or tunnelled one', ['::/96', '64:ff9b:1::/48', '2002::/16']],
  ['of segment routing', ['5f00::/16']],
  ['reserved', ['192.0.0.0/24', '240.0.0.0/4']],
];

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [subnet = '', prefix] = range.split('/');
    list.addSubnet(subnet, Number(prefix), subnet.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

const MAPPED = listOf(['::ffff:0:0/96']);
const KINDS = RANGES.map(([kind, ranges]) => [kind, listOf(ranges)] as const);
const SPECIAL = listOf(RANGES.flatMap(([, ranges]) => ranges));
