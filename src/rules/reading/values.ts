/** What is wrong with a value as it is written. */
import type { RuleText } from '../../model/rule.ts';
import { atReading } from './at-reading.ts';

/** A file with one value of one type, at a name that may hold any. */
function under(type: string, value: string): string {
  return `records:\n  a:\n    ${type}: ${value}\n`;
}

function service(value: string): string {
  return `records:\n  _sip._tcp: { SRV: ${value} }\n`;
}

export const VALUES: readonly RuleText[] = [
  atReading(
    'a-syntax',
    'Not an IPv4 address: four decimal numbers and nothing else.',
    'RFC 1035 section 3.4.1; named 9.18',
    {
      bad: under('A', '198.51.100.01'),
      good: under('A', '198.51.100.1'),
    },
  ),
  atReading(
    'aaaa-syntax',
    'Not an IPv6 address: no brackets, prefix or zone index.',
    'RFC 4291 section 2.2, RFC 4007 section 11',
    {
      bad: under('AAAA', '2606:4700::1%eth0'),
      good: under('AAAA', '2606:4700:0::1'),
    },
  ),
  atReading(
    'target-syntax',
    'Not a host name but a URL, an address with a port, or a name with signs; BIND loads several of these, and they never resolve.',
    'RFC 1035 section 2.3.1; named 9.18',
    { bad: under('CNAME', 'https://www.example.net/'), good: under('CNAME', 'www.example.net') },
  ),
  atReading(
    'target-ambiguous',
    'A host name of one label may be meant inside the zone or as it is; nobody knows how the API reads it.',
    'RFC 1034 section 3.6, design section 3',
    { bad: under('CNAME', 'mail'), good: under('CNAME', 'mail.') },
  ),
  atReading(
    'target-ip',
    'CNAME, MX, NS and SRV point at names, never at addresses.',
    'RFC 1035 sections 3.3.9 and 3.3.11, RFC 5321 section 2.3.5; named 9.18',
    { bad: under('MX', '10 198.51.100.1'), good: under('MX', '10 mx1.example.net') },
  ),
  atReading(
    'target-hostname',
    'MX, NS and SRV point at host names: letters, digits and inner hyphens; BIND refuses the zone.',
    'RFC 952, RFC 1123 section 2.1; named 9.18',
    { bad: under('MX', '10 mx_1.example.net'), good: under('CNAME', '_x.acm.example.net') },
  ),
  atReading(
    'target-root',
    "'.' says 'none' in MX and SRV; as CNAME or NS it is no usable target.",
    'RFC 7505 section 3, RFC 2782',
    {
      bad: under('CNAME', '.'),
      good: service('0 0 0 .'),
    },
  ),
  atReading('mx-priority', 'An MX needs its priority, 0…65535.', 'RFC 1035 section 3.3.9', {
    bad: under('MX', 'mx1.example.net'),
    good: under('MX', '0 mx1.example.net'),
  }),
  atReading('mx-syntax', "MX is 'priority host'.", 'RFC 1035 section 3.3.9', {
    bad: under('MX', 'mx1.example.net 10'),
    good: under('MX', '{ priority: 10, value: mx1.example.net }'),
  }),
  atReading('srv-syntax', "SRV is 'priority weight port target': four fields.", 'RFC 2782', {
    bad: service('5 5060 sip.example.net'),
    good: service('10 5 5060 sip.example.net'),
  }),
  atReading(
    'srv-range',
    'Priority, weight and port of SRV are numbers, 0…65535; ports have no names here.',
    'RFC 2782',
    {
      bad: service('10 5 sip sip.example.net'),
      good: service('65535 0 5060 sip.example.net'),
    },
  ),
  atReading(
    'txt-empty',
    'An empty text: legal in DNS as "", but the API refuses a blank value.',
    'RFC 1035 section 3.3.14',
    {
      bad: under('TXT', '""'),
      good: under('TXT', `'""'`),
    },
  ),
  atReading(
    'txt-quote',
    'Quotes that do not pair up: either all of the value is quoted strings, or none.',
    'RFC 1035 section 5.1',
    {
      bad: under('TXT', `'"a" b'`),
      good: under('TXT', `'"a" "b"'`),
    },
  ),
  atReading(
    'txt-control',
    'A control character, most often the line feed of a YAML block; in a zone file it would begin a new record.',
    'RFC 1035 section 5.1',
    { bad: under('TXT', '"a\\nb"'), good: under('TXT', `'"a\\010b"'`) },
  ),
  atReading(
    'txt-whitespace',
    'A blank at the front or the end, which the API takes away; quote the text if it is meant.',
    'Django REST Framework, CharField(trim_whitespace)',
    { bad: under('TXT', '"x "'), good: under('TXT', `'"x "'`) },
  ),
  atReading(
    'txt-too-long',
    'A record holds less than 65,536 octets.',
    'RFC 1035 section 3.2.1; named 9.18: ran out of space',
    {
      bad: under('TXT', 'x'.repeat(65_300)),
      good: under('TXT', 'x'.repeat(255)),
    },
  ),
  {
    name: 'txt-backslash',
    severity: 'warning',
    summary: 'An escape pasted from a zone file: in bare text the backslash itself is published.',
    source: 'RFC 1035 section 5.1, design section 3',
    bad: under('TXT', `'v=x\\; y'`),
    good: under('TXT', `'a\\b'`),
  },
  {
    name: 'txt-comment',
    severity: 'warning',
    summary: "YAML cuts a plain text before ' #': what follows is a comment and is not published.",
    source: 'YAML 1.2 section 6.6',
    bad: under('TXT', 'code #1'),
    good: under('TXT', 'code#1'),
  },
  atReading('caa-syntax', `CAA is 'flags tag "value"'.`, 'RFC 8659 section 4.1', {
    bad: under('CAA', 'letsencrypt.org'),
    good: under('CAA', '0 issue "letsencrypt.org"'),
  }),
  atReading('caa-flags', 'The flags of CAA are a number, 0…255.', 'RFC 8659 section 4.1', {
    bad: under('CAA', '256 issue ";"'),
    good: under('CAA', '128 issue ";"'),
  }),
  atReading(
    'caa-tag',
    'The tag of CAA holds letters and digits only; BIND refuses the zone.',
    'RFC 8659 section 4.1; named 9.18',
    {
      bad: under('CAA', '0 is-sue ";"'),
      good: under('CAA', '0 ISSUE ";"'),
    },
  ),
  atReading(
    'caa-value',
    'The value of CAA must be quoted where it holds blanks or ";": BIND drops the rest, and any account may issue.',
    'RFC 8659 section 4.1; named 9.18',
    {
      bad: under('CAA', `'0 issue ca.example.net; accounturi=https://ca.example.net/1'`),
      good: under('CAA', `'0 issue "ca.example.net; accounturi=https://ca.example.net/1"'`),
    },
  ),
  atReading(
    'caa-issue',
    "issue, issuewild and issuemail hold '[domain] [; tag=value]…'; anything else lets nobody issue.",
    'RFC 8659 section 4.2',
    { bad: under('CAA', '0 issue "https://letsencrypt.org"'), good: under('CAA', '0 issue ";"') },
  ),
  atReading('caa-iodef', 'iodef is a mailto:, http: or https: URL.', 'RFC 8659 section 4.4', {
    bad: under('CAA', '0 iodef "security@example.net"'),
    good: under('CAA', '[0 issue ";", 0 iodef "mailto:security@example.net"]'),
  }),
  atReading('ttl-syntax', 'A ttl is seconds, or counts with units: 300, 5m, 1h30m.', 'design section 3', {
    bad: 'ttl: 1.5h\nrecords:\n  a: { TXT: x }\n',
    good: 'ttl: 1h30m\nrecords:\n  a: { TXT: x }\n',
  }),
  atReading(
    'ttl-range',
    'A ttl has 31 bits: 0…2147483647 seconds; BIND takes somewhat more for 0, and refuses the zone for much more.',
    'RFC 2181 section 8; named 9.18',
    {
      bad: 'records:\n  a: { TXT: { ttl: 2147483648, values: x } }\n',
      good: 'records:\n  a: { TXT: { ttl: 86400, values: x } }\n',
    },
  ),
  atReading(
    'ttl-misplaced',
    'A ttl belongs to all records of one name and type, not to one value.',
    'RFC 2181 section 5.2',
    {
      bad: under('MX', '{ priority: 10, value: mx1.example.net, ttl: 300 }'),
      good: under('MX', '{ ttl: 300, values: 10 mx1.example.net }'),
    },
  ),
  {
    name: 'rrset-too-large',
    severity: 'error',
    fixed: 'BIND',
    summary:
      'More than 100 records of one name and type: named refuses the zone, though named-checkzone takes it.',
    source: 'CVE-2024-1737, max-records-per-type; named 9.18.28 and newer',
    bad: under('TXT', `[${Array.from({ length: 101 }, (_, i) => `x${i}`).join(', ')}]`),
    good: under('TXT', `[${Array.from({ length: 3 }, (_, i) => `x${i}`).join(', ')}]`),
  },
];
