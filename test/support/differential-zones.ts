/** Zones as raw records, valid and nearly so, for two judges: dnssync reads them as YAML, named as the service writes them. */
import fc from 'fast-check';

export interface RawRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly priority?: number;
}

export interface RawZone {
  readonly ttl: number;
  readonly records: readonly RawRecord[];
  /** What makes it nearly valid; absent where it was made as valid. */
  readonly flaw?: string;
}

const hosts = ['www', 'mail', 'a.b', 'xn--bcher-kva', '0', 'x-1', 'deep.er.still'] as const;
const aliases = ['alias', '_x.alias', 'cdn', '*.apps', 'xn--mnchen-3ya'] as const;
const outside = fc.constantFrom(
  'mx.example.net',
  'a.b.c.example.org',
  'xn--bcher-kva.example.net',
  'h.example',
);
const host = fc.constantFrom(...hosts);

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter(isSoundText),
  fc.constantFrom('v=spf1 mx -all', 'v=DMARC1; p=none', 'a;b', 'a\\b', '$TTL 1', '(', '@', '"a" "b"', '""'),
);

/** What an author may write bare: no blanks at the ends, no controls, no quote in front. */
function isSoundText(value: string): boolean {
  return value.trim() === value && !/^"|[\p{Cc}\p{Cs}]/u.test(value) && value !== '';
}

function one(type: string, name: string, value: string, priority?: number): RawRecord {
  return { name, type, value, ...(priority !== undefined && { priority }) };
}

/** Groups of records that are sound beside each other, whichever of them are drawn. */
const parts: readonly fc.Arbitrary<readonly RawRecord[]>[] = [
  fc
    .tuple(host, fc.uniqueArray(ipv4, { minLength: 1, maxLength: 4 }))
    .map(([name, values]) => values.map((value) => one('A', name, value))),
  fc.tuple(host, ipv6).map(([name, value]) => [one('AAAA', name, value)]),
  fc
    .tuple(fc.constantFrom('@', '_dmarc', 'txt', '*'), text)
    .map(([name, value]) => [one('TXT', name, value)]),
  fc.tuple(fc.constantFrom(...aliases), outside).map(([name, value]) => [one('CNAME', name, value)]),
  fc
    .tuple(fc.constantFrom('@', 'mx'), outside, fc.nat(65_535))
    .map(([name, value, priority]) => [one('MX', name, value, priority)]),
  fc.constant([one('MX', 'nomail', '.', 0)]),
  fc
    .tuple(fc.nat(65_535), outside)
    .map(([number, value]) => [one('SRV', '_sip._tcp', `${number} ${number} ${value}`, number)]),
  fc
    .constantFrom(
      '0 issue "ca.example.net"',
      '128 issue ";"',
      '0 iodef "mailto:a@example.net"',
      '0 issuewild "ca.example.net; x=1"',
    )
    .map((value) => [one('CAA', '@', value)]),
  outside.map((value) => [
    one('NS', 'lab', value),
    one('NS', 'lab', 'ns.lab.ZONE'),
    one('A', 'ns.lab', '198.51.100.1'),
  ]),
  fc.constant([one('A', '*.wild', '198.51.100.1'), one('TXT', 'a.wild', 'x')]),
  fc
    .integer({ min: 1, max: 100 })
    .map((count) => Array.from({ length: count }, (_, at) => one('A', 'many', `203.0.113.${at}`))),
  fc.constant([
    one('NS', '@', 'ns1.example.net'),
    one('NS', '@', 'ns1.ZONE'),
    one('A', 'ns1', '198.51.100.53'),
  ]),
  fc.constant([one('A', 'a._spf', '198.51.100.1'), one('A', 'gc._msdcs', '198.51.100.2')]),
];

const ttl = fc.constantFrom(60, 300, 3600, 86_400, 2_147_483_647, 0);

/** Of any subset of the parts, one of each; CNAMEs stay alone and a set without copies. */
const valid: fc.Arbitrary<RawZone> = fc
  .tuple(
    ttl,
    fc.subarray([...parts], { minLength: 1 }).chain((some) => fc.tuple(...some)),
  )
  .map(([seconds, groups]) => ({ ttl: seconds, records: groups.flat() }));

type Flaw = readonly [name: string, records: readonly RawRecord[]];

const label = 'l'.repeat(64);
const far = Array.from({ length: 5 }, () => 'l'.repeat(60)).join('.');

/** Each makes a sound zone unsound, to dnssync at least. */
const flaws: readonly Flaw[] = [
  ['alias beside data', [one('CNAME', 'q', 'a.example.net'), one('TXT', 'q', 'x')]],
  ['two aliases', [one('CNAME', 'q', 'a.example.net'), one('CNAME', 'q', 'b.example.net')]],
  ['alias at the zone', [one('CNAME', '@', 'a.example.net')]],
  ['alias beside a delegation', [one('CNAME', 'q', 'a.example.net'), one('NS', 'q', 'a.example.net')]],
  ['leading zero', [one('A', 'q', '192.0.2.01')]],
  ['octet above 255', [one('A', 'q', '192.0.2.256')]],
  ['short address', [one('A', 'q', '192.0.2')]],
  ['a name as address', [one('A', 'q', 'www.example.net')]],
  ['IPv6 as A', [one('A', 'q', '2001:db8::1')]],
  ['IPv4 as AAAA', [one('AAAA', 'q', '192.0.2.1')]],
  ['no hex', [one('AAAA', 'q', '2001:db8::g')]],
  ['two gaps', [one('AAAA', 'q', '2001::db8::1')]],
  ['zone index', [one('AAAA', 'q', 'fe80::1%eth0')]],
  ['IPv6 as exchange', [one('MX', 'q', '2001:db8::1', 10)]],
  ['IPv4 as exchange', [one('MX', 'q', '192.0.2.1', 10)]],
  ['underscore in an exchange', [one('MX', 'q', 'a_b.example.net', 10)]],
  ['underscore in a name server', [one('NS', 'q', 'a_b.example.net')]],
  ['underscore in a service', [one('SRV', '_q._tcp', '1 2 a_b.example.net', 1)]],
  ['wildcard as exchange', [one('MX', 'q', '*.example.net', 10)]],
  ['A at an underscore', [one('A', 'q_q', '192.0.2.1')]],
  ['AAAA at a hyphen', [one('AAAA', '-q', '2001:db8::1')]],
  ['MX at an underscore', [one('MX', '_q', 'mx.example.net', 10)]],
  ['MX below _spf', [one('MX', 'q._spf', 'mx.example.net', 10)]],
  ['A at an inner asterisk', [one('A', 'q.*.q', '192.0.2.1')]],
  ['delegated wildcard', [one('NS', '*.q', 'a.example.net')]],
  ['101 of a set', Array.from({ length: 101 }, (_, at) => one('A', 'q', `203.0.113.${at}`))],
  ['101 texts', Array.from({ length: 101 }, (_, at) => one('TXT', 'q', `${at}`))],
  ['label of 64', [one('TXT', label, 'x')]],
  ['name too long', [one('TXT', far, 'x')]],
  ['label of 64 in a target', [one('CNAME', 'q', `${label}.example.net`)]],
  ['empty label', [one('TXT', 'q..q', 'x')]],
  ['empty label in a target', [one('CNAME', 'q', 'a..example.net')]],
  ['name server without address', [one('NS', '@', 'q.ZONE'), one('NS', '@', 'a.example.net')]],
  [
    'name server that is an alias',
    [one('NS', '@', 'q.ZONE'), one('NS', '@', 'a.example.net'), one('CNAME', 'q', 'b.example.net')],
  ],
  ['text too long', [one('TXT', 'q', 'x'.repeat(65_600))]],
  ['odd tag', [one('CAA', 'q', '0 is-sue "ca.example.net"')]],
  ['flags above 255', [one('CAA', 'q', '256 issue "ca.example.net"')]],
  ['CAA without value', [one('CAA', 'q', '0 issue')]],
  ['weight above 65535', [one('SRV', '_q._tcp', '70000 1 a.example.net', 1)]],
  ['named port', [one('SRV', '_q._tcp', '1 sip a.example.net', 1)]],
  ['service of two fields', [one('SRV', '_q._tcp', '1 a.example.net', 1)]],
  ['service of four fields', [one('SRV', '_q._tcp', '1 1 1 a.example.net', 1)]],
  ['priority above 65535', [one('MX', 'q', 'mx.example.net', 70_000)]],
  // What named takes and a person would regret.
  ['circle of aliases', [one('CNAME', 'q', 'r.ZONE'), one('CNAME', 'r', 'q.ZONE')]],
  ['exchange that is an alias', [one('MX', 'r', 'q.ZONE', 1), one('CNAME', 'q', 'mx.example.net')]],
  ['glue that is missing', [one('NS', 'q', 'ns.q.ZONE'), one('NS', 'q', 'a.example.net')]],
  ['the same twice', [one('A', 'q', '192.0.2.1'), one('A', 'q', '192.0.2.1')]],
  ['null exchange beside others', [one('MX', 'q', '.', 0), one('MX', 'q', 'mx.example.net', 1)]],
  ['URL as target', [one('CNAME', 'q', 'https://www.example.net/')]],
  ['root as target', [one('CNAME', 'q', '.')]],
  ['out of the zone', [one('TXT', 'q.example.net.', 'x')]],
];

const nearly: fc.Arbitrary<RawZone> = fc
  .tuple(valid, fc.constantFrom(...flaws))
  .map(([zone, [flaw, records]]) => ({ ...zone, flaw, records: [...zone.records, ...records] }));

export const rawZone: fc.Arbitrary<RawZone> = fc.oneof(
  { weight: 9, arbitrary: valid },
  { weight: 11, arbitrary: nearly },
);

/** The zone's records with its name in place of ZONE. */
export function inZone(zone: RawZone, domain: string): RawRecord[] {
  return zone.records.map((record) => ({ ...record, value: record.value.replaceAll('ZONE', domain) }));
}

/** As an author would write it, every text in quotes of YAML. */
export function yamlOf(zone: RawZone, domain: string): string {
  const names = new Map<string, Map<string, string[]>>();
  for (const { name, type, value, priority } of inZone(zone, domain)) {
    const types = names.get(name) ?? new Map<string, string[]>();
    names.set(name, types);
    const written = JSON.stringify(priority === undefined ? value : `${priority} ${value}`);
    types.set(type, [...(types.get(type) ?? []), written]);
  }
  const lines = [...names].map(([name, types]) => {
    const sets = [...types].map(([type, values]) => `    ${type}: [${values.join(', ')}]\n`);
    return `  ${JSON.stringify(name)}:\n${sets.join('')}`;
  });
  return `ttl: ${zone.ttl}\nrecords:\n${lines.join('')}`;
}
