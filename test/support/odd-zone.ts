/** A live zone with every oddity that a service may hold, and the leftovers that an import of it must list. */
import type { StoredRecord } from './stored-records.ts';

const TTL = 3600;

function one(
  name: string,
  record_type: string,
  value: string,
  rest: Partial<StoredRecord> = {},
): StoredRecord {
  return { record_type, name, value, ttl: TTL, ...rest };
}

/** What a zone file can say, in the spellings of the API: all of it must come back. */
export const SOUND: readonly StoredRecord[] = [
  // Four forms of a name: relative, absolute without and with final dot, the apex in words.
  one('@', 'A', '192.0.2.1'),
  one('odd.example', 'A', '192.0.2.2'),
  one('odd.example.', 'AAAA', '2001:0DB8:0:0::1'),
  one('www', 'CNAME', 'odd.example'),
  one('api.odd.example', 'A', '192.0.2.3'),
  one('API', 'AAAA', '2001:db8::3'),
  one('shop.odd.example.', 'A', '192.0.2.4'),
  // Names that YAML, or a hurried reader, takes for something else.
  one('*.dev', 'A', '192.0.2.5'),
  one('010', 'A', '192.0.2.6'),
  one('no', 'A', '192.0.2.7'),
  one('1e3', 'A', '192.0.2.8'),
  one('www.odd.example.odd.example', 'A', '192.0.2.9'),
  one('xn--bcher-kva', 'A', '192.0.2.10'),
  one('münchen', 'CNAME', 'bücher.example.net'),
  one('target', 'CNAME', 'XN--BCHER-KVA.Example.NET.'),
  one('0/25', 'NS', 'ns1.example.net'),
  one('0/25', 'NS', 'ns2.example.net.'),
  // Texts: bare, quoted, in pieces, of any octet, and traps of YAML.
  one('@', 'TXT', 'v=spf1 include:_spf.example.net -all'),
  one('@', 'TXT', '"google-site-verification=abc"'),
  one('key._domainkey', 'TXT', `"v=DKIM1; k=rsa; p=${'Ab+/'.repeat(50)}" "${'cD9='.repeat(50)}"`),
  one('octets', 'TXT', '"\\000\\009\\255 \\"q\\""'),
  one('colon', 'TXT', 'a: b # c'),
  one('number', 'TXT', '1.10'),
  one('truth', 'TXT', 'no'),
  one('tab', 'TXT', '"a\tb"'),
  one('emoji', 'TXT', 'Grüße 🐟'),
  one('hidden', 'TXT', 'a\u200bb\u202ec'),
  one('runner', 'TXT', '##[add-mask]x'),
  one('empty', 'TXT', '""'),
  // Two policies of one kind break a rule that may be set: they are kept, and the rule is lowered.
  one('two', 'TXT', 'v=spf1 a -all'),
  one('two', 'TXT', 'v=spf1 mx -all'),
  // The others.
  one('@', 'MX', 'mx1.example.net', { priority: 10 }),
  one('@', 'MX', 'MX2.example.net.', { priority: 0 }),
  one('nomail', 'MX', '.', { priority: 0 }),
  one('_sip._tcp', 'SRV', '5 5060 sip.example.net', { priority: 10 }),
  one('_none._tcp', 'SRV', '0 0 .', { priority: 0 }),
  one('@', 'CAA', '0 ISSUE letsencrypt.org'),
  one('@', 'CAA', '128 iodef "mailto:a@example.net"'),
  one('short', 'A', '192.0.2.11', { ttl: 60 }),
  one('short', 'AAAA', '2001:db8::', { ttl: 86_400 }),
];

/** Where each record here stands, the plan that follows has one change, or tells of it. */
export const LEFTOVERS: readonly {
  readonly records: readonly StoredRecord[];
  readonly listed: readonly string[];
  readonly planned: readonly string[];
  /** How many of them are in the file. */
  readonly kept: number;
}[] = [
  {
    records: [one('mixed', 'A', '192.0.2.20', { ttl: 300 }), one('mixed', 'A', '192.0.2.21')],
    listed: ['mixed A 192.0.2.21'],
    planned: ['update mixed A 192.0.2.21'],
    kept: 2,
  },
  {
    records: [one('twice', 'A', '192.0.2.22'), one('twice.odd.example.', 'A', '192.0.2.22')],
    listed: ['twice A 192.0.2.22'],
    planned: ['delete twice A 192.0.2.22'],
    kept: 1,
  },
  {
    records: [one('pieces', 'TXT', '"a" "b"'), one('pieces', 'TXT', 'ab')],
    listed: ['pieces TXT ab'],
    planned: ['delete pieces TXT ab'],
    kept: 1,
  },
  {
    records: [one('broken', 'A', '300.0.2.1')],
    listed: ['broken A 300.0.2.1'],
    planned: ['delete broken A 300.0.2.1'],
    kept: 0,
  },
  {
    records: [one('nopriority', 'MX', 'mx.example.net', { priority: null })],
    listed: ['nopriority MX mx.example.net'],
    planned: ['delete nopriority MX mx.example.net'],
    kept: 0,
  },
  {
    records: [one('beside', 'CNAME', 'a.example.net'), one('beside', 'TXT', 'x')],
    listed: ['beside CNAME a.example.net'],
    planned: ['delete beside CNAME a.example.net'],
    kept: 1,
  },
  {
    records: [one('bad_host', 'A', '192.0.2.30')],
    listed: ['bad_host A 192.0.2.30'],
    planned: ['delete bad_host A 192.0.2.30'],
    kept: 0,
  },
  {
    records: [one('address', 'MX', '192.0.2.31', { priority: 10 })],
    listed: ['address MX 10 192.0.2.31'],
    planned: ['delete address MX 192.0.2.31'],
    kept: 0,
  },
  // Of types that are not managed, and the service's own name servers: there is no change about them.
  {
    records: [one('ptr', 'PTR', 'odd.example'), one('tlsa', 'TLSA', '3 1 1 00')],
    listed: ['ptr PTR odd.example', 'tlsa TLSA 3 1 1 00'],
    planned: [],
    kept: 0,
  },
  { records: [one('@', 'NS', 'ns1.vps.org')], listed: [], planned: [], kept: 0 },
];

/** Many more names, each a record that is as sound as can be. */
export function filler(count: number): StoredRecord[] {
  return Array.from({ length: count }, (_, at) =>
    one(`host${at}`, 'A', `198.51.${(at >> 8) & 255}.${at & 255}`, at % 7 === 0 ? { ttl: 300 } : {}),
  );
}
