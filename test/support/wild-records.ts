/** Records of one zone that are legal and odd: names and texts that formats trip over. */
import fc from 'fast-check';
import { type Fqdn, readAbsoluteName } from '../../src/model/name.ts';
import { compareRecords, type DnsRecord, identityOf, type RecordType } from '../../src/model/record.ts';
import { quoteOctets } from '../../src/model/value/quoted.ts';
import { readValue } from '../../src/model/value.ts';
import { ZONE } from './records.ts';

/** Numbers, booleans, dates, indicators of YAML, signs of zone files, commands of GitHub's runner, IDN. */
const LABELS = [
  ...[
    'a',
    'a1',
    'a01',
    'a10',
    'a-2',
    '1',
    '10',
    '01',
    '0x1f',
    '0b1',
    '1e5',
    '1.5',
    '1_000',
    '12:30',
    '2024-01-01',
  ],
  ...[
    'true',
    'No',
    'on',
    'y',
    'n',
    'null',
    '~',
    '=',
    '<<',
    '-x',
    '-',
    '?',
    '?x',
    '|',
    '>',
    '{x}',
    '[x]',
    '&x',
  ],
  ...['!x', '%x', "'", "a'b", 'a#b', '#x', '##[error]', '::add-mask::x', ':', 'a:', 'x,y', '`x', 'x/y', '+'],
  ...[
    '_dmarc',
    '_443._tcp',
    '*',
    '*.w',
    '*a',
    'in',
    '300',
    'soa',
    'a.b.c',
    'www.example.com',
    'com',
    'example',
  ],
  ...['xn--mnchen-3ya', 'ünïcode', 'xn--a', 'xn--i-7iq', '日本', 'x'.repeat(63), `${'x.'.repeat(110)}x`],
];
/** A few of them are no names to us either. */
const NAMES = LABELS.flatMap((label) => readAbsoluteName(`${label}.${ZONE}`).name ?? []).concat(ZONE);

const TARGETS = [
  'a.example.com',
  'out.test',
  'com',
  '.',
  '-x.test',
  'x~y.test',
  '*.w.example.com',
  'xn--mnchen-3ya.de',
];

const octets = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      ';',
      '\\;',
      'a\\\\;b',
      '"',
      '""',
      'a" "b',
      '" "',
      '"x"',
      '\\',
      '\\"',
      '\\065',
      '\n$INCLUDE /etc/passwd',
    ],
    ...[
      'v=DMARC1; p=none',
      'x # y',
      '# x',
      '##[error]x',
      '::add-mask::x',
      '*x',
      '{x}',
      "'",
      'no',
      '1.10',
      '---',
      '\0',
    ],
    ...[
      '\x7f',
      '\u0085',
      '\u2028x',
      '\u202etxt',
      '\ufeff',
      'grüße',
      '😀',
      '\t',
      ' x ',
      'x\r\ny',
      `${'k'.repeat(254)};;`,
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 600 }),
);
const text = fc.oneof(
  { weight: 4, arbitrary: octets.map((written) => Buffer.from(written, 'utf8')) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)) },
);

const number = fc.constantFrom(0, 1, 10, 65_535);
const data: fc.Arbitrary<{ type: RecordType; written: string; priority?: number }> = fc.oneof(
  fc.constantFrom('192.0.2.1', '192.0.2.2').map((written) => ({ type: 'A' as const, written })),
  fc.constantFrom('::1', '2001:db8::1').map((written) => ({ type: 'AAAA' as const, written })),
  fc
    .constantFrom(...TARGETS.filter((host) => host !== '.'))
    .map((written) => ({ type: 'NS' as const, written })),
  fc
    .constantFrom(...TARGETS.filter((host) => host !== '.'))
    .map((written) => ({ type: 'CNAME' as const, written })),
  fc.record({ type: fc.constant('MX' as const), written: fc.constantFrom(...TARGETS), priority: number }),
  fc.tuple(number, number, number, fc.constantFrom(...TARGETS)).map(([priority, weight, port, host]) => ({
    type: 'SRV' as const,
    priority,
    written: `${weight} ${port} ${host}`,
  })),
  fc
    .tuple(fc.constantFrom(0, 128, 255), fc.constantFrom('issue', 'iodef', 'x1'), octets)
    .map(([flags, tag, value]) => ({
      type: 'CAA' as const,
      written: `${flags} ${tag} ${quoteOctets(Buffer.from(value, 'utf8'), Number.POSITIVE_INFINITY)}`,
    })),
  { weight: 5, arbitrary: text.map((value) => ({ type: 'TXT' as const, written: quoteOctets(value) })) },
);

/** In order; those of one RRset share a ttl, no CNAME stands beside other data, and no two records are the same. */
export const wildRecords: fc.Arbitrary<readonly DnsRecord[]> = fc
  .array(fc.record({ name: fc.constantFrom(...NAMES), data }), { maxLength: 25 })
  .map((drafts) => {
    const records = new Map<string, DnsRecord>();
    const types = new Map<Fqdn, Set<RecordType>>();
    for (const {
      name,
      data: { type, written, priority },
    } of drafts) {
      const { value } = readValue(type, written);
      if (value === undefined) throw new Error(`not a value of ${type}: ${written}`);
      const here = types.get(name) ?? new Set();
      types.set(name, here);
      if (type === 'CNAME' ? here.size > 0 || name === ZONE : here.has('CNAME')) continue;
      here.add(type);
      const ttl = [60, 3600, 0, 2_147_483_647][(name.length + type.length) % 4] ?? 60;
      const record = { name, type, value, ttl, ...(priority === undefined ? {} : { priority }) };
      records.set(identityOf(record), record);
    }
    return [...records.values()].sort(compareRecords);
  });
