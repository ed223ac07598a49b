// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are those of $GENERATE
/** Zone files as people, panels and programs write them, and such with one thing bent; names are below example.com. */
import fc from 'fast-check';
import { RECORD_TYPES } from '../../src/model/record.ts';
import { spelt } from '../model/spellings.ts';

export interface ZoneText {
  /** One character an octet. */
  readonly text: string;
  /** What `$INCLUDE included.db` brings in. */
  readonly included: string;
}

const owner = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('www', 'mail', 'a.b', 'api', '_sip._tcp', '*.dev', '0/25', '10') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'WWW',
      'Mail',
      'www.example.com.',
      'WWW.Example.COM.',
      'x.www',
      'EXAMPLE.com.',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('@', 'example.com.', '"www"') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\\119ww',
      'w\\ww',
      '\\*',
      'a\\.b',
      'a\\032b',
      '\\@',
      'b\xc3\xbccher',
      'xn--bcher-kva',
      '\\$',
      'out.example.net.',
      'a\\;b',
    ),
  },
);

const time = fc.constantFrom('300', '300', '600', '3600', '1h', '1H30M', '2d', '1w', '0', '90s');
const ttl = fc.option(time, { nil: '', freq: 2 });
const inClass = fc.constantFrom('', '', 'IN', 'in', 'CLASS1');

const target = fc.constantFrom(
  'www',
  'mail.example.net.',
  '@',
  'a.b',
  'x.example.com.',
  'w\\ww',
  'Mail',
  'ns1',
  '_x',
  '0/25',
  'a\\.b.c',
);

/** RDATA as tokens; between two of them lines may end where there are brackets. */
const data: fc.Arbitrary<readonly string[]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...RECORD_TYPES.filter((type) => type !== 'CNAME'))
      .chain((type) =>
        spelt[type].chain(({ spellings }) => fc.constantFrom(...spellings)).map(({ rdata }) => [type, rdata]),
      ),
  },
  { weight: 2, arbitrary: target.map((name) => ['NS', name]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('0', '10', '0020'), target)
      .map(([priority, name]) => ['MX', priority, name]),
  },
  { weight: 1, arbitrary: target.map((name) => ['SRV', '1', '2', '443', name]) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(
          'a',
          '"b c"',
          '""',
          'd\\;e',
          '\\065',
          '"\\"q\\""',
          '"\\\\"',
          '\\#',
          '1x',
          'a"b"c',
          '"a;b(c)"',
          '$x',
          '@',
          '\xe9',
          'a\\ b',
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((texts) => ['TXT', ...texts]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ['A', '\\#', '4', 'C0000201'],
      ['TYPE1', '\\# 4', 'c0', '000201'],
      ['TYPE28', '\\#', '16', '20010db8', '000000000000000000000001'],
      ['MX', '\\#', '8', '000a', '046d61696c00'],
      ['TXT', '\\#', '4', '03616263'],
      ['TYPE257', '\\# 11', '000569737375', '6561', '2e6263'],
      ['TYPE33', '\\#', '9', '000100020003', '016100'],
      ['TYPE65281', '\\# 0'],
      ['PTR', 'www'],
      ['HINFO', '"PC"', '"Linux"'],
      ['LOC', '52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m'],
      ['SSHFP', '1 1', '123456789abcdef67890123456789abcdef67890'],
      ['TYPE65280', '\\# 3 abcdef'],
      ['CAA', '0', 'ISSUE', 'ca.example.net'],
      ['txt', 'lower'],
    ),
  },
);

const blank = fc.constantFrom(' ', '\t', '   ');

/** Tokens on a line, or on several in brackets, with comments at the ends of lines. */
function laidOut(tokens: readonly string[], gap: string, style: number): string {
  if (style > 2 || tokens.length < 2) return tokens.join(gap) + (style === 4 ? ' ; a ( comment "' : '');
  const [first = '', ...rest] = tokens;
  const end = style === 0 ? ' ; why\n  ' : '\n';
  return `${first} (${end}${rest.join(end)} )`;
}

const recordLine = fc
  .record({
    owner,
    sameOwner: fc.boolean(),
    ttl,
    inClass,
    classFirst: fc.boolean(),
    data,
    gap: blank,
    style: fc.nat(9),
  })
  .map(({ owner, sameOwner, ttl, inClass, classFirst, data, gap, style }) => {
    const head = (classFirst ? [inClass, ttl] : [ttl, inClass]).filter((text) => text !== '');
    return `${sameOwner ? '' : owner}${gap}${laidOut([...head, ...data], gap, style)}`;
  });

const alias = fc
  .tuple(fc.constantFrom('c1', 'c2', 'c3', 'C4'), target)
  .map(([name, to]) => `${name} CNAME ${to}`);

const range = fc.constantFrom('1-3', '0-10/5', '7-7', '2-9/3');
const modifier = fc.constantFrom(
  '$',
  '$',
  '${0}',
  '${1,3}',
  '${-1,2,d}',
  '${0,4,x}',
  '${10,2,X}',
  '${0,3,o}',
  '${0,1,n}',
  '${16,5,N}',
  '${250,6,n}',
  '\\$',
  '$$',
  '$-$',
);
const generate = fc.oneof(
  fc
    .tuple(range, modifier, ttl, inClass)
    .map((parts) => ['$GENERATE', parts[0], `g${parts[1]}`, parts[2], parts[3], 'A 192.0.2.$'].join(' ')),
  fc
    .tuple(range, modifier, modifier)
    .map(([of, name, text]) => `$GENERATE ${of} t${name} TXT "x ${text} \\"y\\""`),
  fc.tuple(range, modifier).map(([of, name]) => `$GENERATE ${of} m$ MX "10 mx${name}"`),
  range.map((of) => `$GENERATE ${of} $ PTR host$.example.net.`),
);

const directive = fc.oneof(
  fc.constantFrom(
    '$ORIGIN sub',
    '$ORIGIN sub.example.com.',
    '$ORIGIN example.com.',
    '$origin @',
    '$ORIGIN .',
    '$ORIGIN example.net.',
  ),
  time.map((text) => `$TTL ${text}`),
  fc.constantFrom(
    '$INCLUDE included.db',
    '$include "included.db" sub',
    '$INCLUDE included.db sub.example.com. ; more',
  ),
  fc.constantFrom('', '   ', '; only a comment', '\t; "', ' ( )'),
  generate,
);

const line = fc.oneof(
  { weight: 12, arbitrary: recordLine },
  { weight: 2, arbitrary: alias },
  { weight: 3, arbitrary: directive },
);
const newline = fc.constantFrom('\n', '\n', '\r\n');

const head = fc.constantFrom(
  '$TTL 1h\n@ SOA ns1 hostmaster 1 1h 15m 4w 5m\n',
  '@ 600 IN SOA ns1.example.com. a\\.b.example.com. ( 1 ; serial\n 1h\n 15m 4w 5m )\n',
  'example.com. IN SOA ns1 host ( 2026112601 3600 900 1209600 300 )\n',
  '$ORIGIN example.com.\n$TTL 300\n@ IN 3600 SOA . . 0 0 0 0 0\n',
);

export const zoneText: fc.Arbitrary<ZoneText> = fc
  .record({
    head,
    lines: fc.array(line, { maxLength: 25 }),
    included: fc.array(fc.oneof(recordLine, alias), { maxLength: 4 }),
    newline,
    isEnded: fc.boolean(),
  })
  .map(({ head, lines, included, newline, isEnded }) => {
    const text = `${head}@ NS ns1.example.net.\nwww A 192.0.2.1\n${lines.join('\n')}${isEnded ? '\n' : ''}`;
    return { text: text.replaceAll('\n', newline), included: included.map((line) => `${line}\n`).join('') };
  });

// No NUL: named takes it for the end of a text in some places, and for a digit in others.
const sign = fc.constantFrom(
  ...'"();\\.@$*-0 \t\n'.split(''),
  '..',
  '\\1',
  '\\256',
  '\xff',
  'x'.repeat(64),
  '99999',
  '4294967296',
  ' IN',
  ' CH',
  ' A',
  '$',
  '{',
  ',',
  '\r',
  '"a" ',
);

export const bentZone: fc.Arbitrary<ZoneText> = fc
  .tuple(zoneText, fc.array(fc.tuple(sign, fc.nat(), fc.nat(1)), { minLength: 1, maxLength: 2 }))
  .map(([{ text, included }, bends]) => {
    let bent = text;
    for (const [extra, at, cut] of bends) {
      const place = at % (bent.length + 1);
      bent = bent.slice(0, place) + extra + bent.slice(place + cut);
    }
    return { text: bent, included };
  });
