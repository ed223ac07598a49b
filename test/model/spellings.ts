/** Arbitrary DNS data of every type, each with several spellings that the rules call the same record. */
import fc from 'fast-check';
import type { RecordType } from '../../src/model/record.ts';

/** The same data, spelt more than once. */
export interface Spelt {
  readonly type: RecordType;
  readonly spellings: readonly Spelling[];
}

export interface Spelling {
  /** As the API or an author would write it. */
  readonly text: string;
  /** The same spelling as RDATA of a zone file (RFC 1035 §5.1), written without the code under test. */
  readonly rdata: string;
}

const octets = fc.uint8Array({ maxLength: 40 });
const asciiOctets = fc
  .string({ unit: fc.constantFrom(...' !"#;()\\@$0129abcZ=v\t'), maxLength: 20 })
  .map((text) => Buffer.from(text));

/** One octet inside a quoted string: as it is where it may stand so, else or at will escaped. */
function quotedOctet(octet: number, style: number): string {
  const character = String.fromCharCode(octet);
  const ddd = `\\${String(octet).padStart(3, '0')}`;
  if (octet < 0x20 || octet > 0x7e || style === 0) return ddd;
  if (character === '"' || character === '\\') return `\\${character}`;
  return style === 1 && !/\d/.test(character) ? `\\${character}` : character;
}

/** Octets as quoted strings, cut and escaped at random; `[0, 3, 9]` are the places where strings begin. */
function quotedText(
  data: Uint8Array,
  cuts: readonly number[],
  styles: readonly number[],
  gap: string,
): string {
  const starts = [0, ...cuts.filter((cut) => cut <= data.length).sort((a, b) => a - b), data.length];
  return starts
    .slice(1)
    .map((end, index) => {
      const string = [...data.slice(starts[index], end)];
      return `"${string.map((octet, at) => quotedOctet(octet, styles[at % styles.length] ?? 2)).join('')}"`;
    })
    .join(gap);
}

export function quotedSpelling(data: Uint8Array): fc.Arbitrary<string> {
  return fc
    .record({
      cuts: fc.array(fc.nat({ max: data.length }), { maxLength: 4 }),
      escapes: fc.array(fc.constantFrom(0, 1, 2, 2), { minLength: 1, maxLength: 7 }),
      gap: fc.constantFrom(' ', '', '  ', '\t'),
    })
    .map(({ cuts, escapes, gap }) => quotedText(data, cuts, escapes, gap));
}

/** The octets if they are text that no reader takes for anything else. */
function bareText(data: Uint8Array): string | undefined {
  const text = Buffer.from(data).toString('utf8');
  const isText = Buffer.from(text).equals(data);
  return isText && /^[^\s"\p{C}](?:.*[^\s\p{C}])?$/u.test(text) && !/\p{C}/u.test(text) ? text : undefined;
}

const txt: fc.Arbitrary<Spelt> = fc.oneof(octets, asciiOctets).chain((data) =>
  fc.array(quotedSpelling(data), { minLength: 2, maxLength: 4 }).map((quoted) => {
    const bare = bareText(data);
    const spellings = quoted.map((text) => ({ text, rdata: text }));
    if (bare !== undefined) spellings.push({ text: bare, rdata: quotedText(data, [], [2], ' ') });
    return { type: 'TXT', spellings };
  }),
);

const recase = (text: string, capitals: readonly boolean[]): string =>
  [...text]
    .map((letter, at) =>
      /[a-z]/.test(letter) && capitals[at % capitals.length] ? letter.toUpperCase() : letter,
    )
    .join('');
const capitals = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });

/** Labels with the spellings of each; the first is what a zone file takes. */
const label = fc.constantFrom(
  ['a'],
  ['b'],
  ['ab'],
  ['a-b'],
  ['01'],
  ['1'],
  ['_x'],
  ['xn--bcher-kva', 'bücher', 'BÜCHER', 'bu\u0308cher'],
  ['xn--strae-oqa', 'straße'],
  ['strasse'],
  ['xn--wgv71a', '日本'],
);

interface Host {
  readonly labels: readonly (readonly string[])[];
}
const host: fc.Arbitrary<Host> = fc.record({ labels: fc.array(label, { minLength: 1, maxLength: 3 }) });

function hostSpelling({ labels }: Host): fc.Arbitrary<Spelling> {
  return fc
    .record({ picks: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), capitals, dot: fc.boolean() })
    .map(({ picks, capitals, dot }) => {
      const text = labels.map((forms, at) => forms[(picks[at] ?? 0) % forms.length] ?? '').join('.');
      const ascii = labels.map(([form = '']) => form).join('.');
      return { text: recase(text, capitals) + (dot ? '.' : ''), rdata: `${recase(ascii, capitals)}.` };
    });
}

function hostSpellings(type: 'CNAME' | 'NS' | 'MX'): fc.Arbitrary<Spelt> {
  return host.chain((name) =>
    fc.array(hostSpelling(name), { minLength: 2, maxLength: 4 }).map((spellings) => ({
      type,
      spellings:
        type === 'MX' ? spellings.map(({ text, rdata }) => ({ text, rdata: `10 ${rdata}` })) : spellings,
    })),
  );
}

const zeros = fc.constantFrom('', '0', '00');
const srv: fc.Arbitrary<Spelt> = fc
  .record({ weight: fc.constantFrom(0, 5, 50), port: fc.constantFrom(0, 5, 65_535), target: host })
  .chain(({ weight, port, target }) =>
    fc
      .array(fc.tuple(hostSpelling(target), zeros, fc.constantFrom(' ', '  ', '\t')), {
        minLength: 2,
        maxLength: 4,
      })
      .map((forms) => ({
        type: 'SRV',
        spellings: forms.map(([{ text, rdata }, zero, gap]) => ({
          text: `${zero}${weight}${gap}${zero}${port}${gap}${text}`,
          rdata: `10 ${weight} ${port} ${rdata}`,
        })),
      })),
  );

const caa: fc.Arbitrary<Spelt> = fc
  .record({
    flags: fc.constantFrom(0, 1, 128),
    tag: fc.constantFrom('issue', 'issuewild', 'x1'),
    value: fc.oneof(
      fc
        .constantFrom('ca.example', 'CA.example', 'ca.example; a=b', ';', '')
        .map((text) => Buffer.from(text)),
      octets,
    ),
  })
  .chain(({ flags, tag, value }) => {
    const quoted = fc
      .tuple(fc.array(fc.constantFrom(0, 1, 2), { minLength: 1 }), capitals, fc.constantFrom(' ', '\t '))
      .map(([escapes, capitals, gap]) => {
        const text = `${flags}${gap}${recase(tag, capitals)}${gap}${quotedText(value, [], escapes, ' ')}`;
        return { text, rdata: text };
      });
    const bare = Buffer.from(value).toString('latin1');
    const isBare = /^[\w.-]+$/.test(bare);
    return fc.array(quoted, { minLength: 2, maxLength: 4 }).map((spellings) => {
      const text = `${flags} ${tag} ${bare}`;
      return { type: 'CAA', spellings: isBare ? [...spellings, { text, rdata: text }] : spellings };
    });
  });

const group = fc.oneof(fc.constantFrom(0, 0, 0, 1, 0xa, 0xdb8, 0xffff), fc.nat(0xffff));
const ipv6Groups = fc.array(group, { minLength: 8, maxLength: 8 });

/** One way to write an address: padded groups or not, capitals, any run of zeros left out, a dotted tail. */
function ipv6Spelling(groups: readonly number[]): fc.Arbitrary<string> {
  return fc
    .record({ pad: fc.constantFrom(0, 2, 4), capital: fc.boolean(), from: fc.nat(7), dotted: fc.boolean() })
    .map(({ pad, capital, from, dotted }) => {
      const [seventh = 0, eighth = 0] = groups.slice(6);
      const tail = [seventh >> 8, seventh & 255, eighth >> 8, eighth & 255].join('.');
      const fields = groups.map((value) => value.toString(16).padStart(pad, '0'));
      const written = dotted ? [...fields.slice(0, 6), tail] : fields;
      let to = from;
      while (to < (dotted ? 6 : 8) && groups[to] === 0) to++;
      const text =
        to > from ? `${written.slice(0, from).join(':')}::${written.slice(to).join(':')}` : written.join(':');
      return capital ? text.toUpperCase() : text;
    });
}

const aaaa: fc.Arbitrary<Spelt> = ipv6Groups.chain((groups) =>
  fc.array(ipv6Spelling(groups), { minLength: 2, maxLength: 5 }).map((texts) => ({
    type: 'AAAA',
    spellings: texts.map((text) => ({ text, rdata: text })),
  })),
);

/** IPv4 has one spelling only (leading zeros are refused). */
const a: fc.Arbitrary<Spelt> = fc
  .array(fc.constantFrom(0, 1, 10, 100, 255), { minLength: 4, maxLength: 4 })
  .map((numbers) => ({ type: 'A', spellings: [{ text: numbers.join('.'), rdata: numbers.join('.') }] }));

export const spelt: Readonly<Record<RecordType, fc.Arbitrary<Spelt>>> = {
  A: a,
  AAAA: aaaa,
  CNAME: hostSpellings('CNAME'),
  MX: hostSpellings('MX'),
  TXT: txt,
  NS: hostSpellings('NS'),
  SRV: srv,
  CAA: caa,
};

/** Any text: noise, and texts that are all but what a reader asks for. */
export function textFor(type: RecordType): fc.Arbitrary<string> {
  const near = spelt[type].map(({ spellings: [first] }) => first?.text ?? '');
  const sign = fc.constantFrom(
    ' ',
    '\n',
    '.',
    '..',
    '"',
    '\\',
    '%',
    ';',
    '0',
    '\0',
    '＂',
    '\ufe0f',
    '-',
    'É',
    '\ud800',
    '@',
  );
  const bent = fc.tuple(near, sign, fc.nat()).map(([text, extra, at]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + extra + text.slice(place);
  });
  return fc.oneof(near, bent, bent, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
}
