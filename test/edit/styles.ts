/** Zone files in every style that people write, each line with the RRsets that it belongs to. */
import fc from 'fast-check';
import type { RecordType } from '../../src/model/record.ts';

export interface Value {
  readonly value: string;
  readonly priority?: number;
}

export interface RRset {
  readonly owner: string;
  readonly type: RecordType;
  readonly ttl: number;
  readonly values: readonly Value[];
}

/**
 * A line, and what it belongs to: an RRset (`owner type`), any of a name's (`owner`), the name as long as it has one
 * (`owner whole`), any of the file's (`any`); none for comments and what is about the file.
 */
export interface Line {
  readonly text: string;
  readonly of?: string;
}

export interface StyledFile {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly rrsets: readonly RRset[];
  readonly eol: string;
}

const OWNERS = ['@', 'www', 'mail', '*.dev', '_sip._tcp', 'bücher', 'a.b.c', 'api', '010', 'host-7', 'zz'];
const HOSTS = [
  'mx1.example.com',
  'mx2.example.net',
  'sip.example.com',
  'a.example.org',
  'xn--bcher-kva.example',
];
const TEXTS = [
  'v=spf1 include:_spf.example.net -all',
  'google-site-verification=abc',
  "it's",
  'say "hi"',
  'a: b',
  'a #b',
  '1.10',
  'no',
  'grüße, 世界',
  `v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A'.repeat(14)}`,
  'back\\slash',
  '- dash',
  '{curly}',
  'a, b',
];
const OTHER_TTLS = [300, 60, 86_400, 5400];

const pick = <T>(...items: readonly T[]) => fc.constantFrom(...items);
const distinct = (values: fc.Arbitrary<Value>) =>
  fc.uniqueArray(values, {
    minLength: 1,
    maxLength: 4,
    selector: ({ value, priority }) => `${priority} ${value}`,
  });

const address = fc.integer({ min: 1, max: 254 }).map((host) => ({ value: `192.0.2.${host}` }));
const hosted = fc.record({ value: pick(...HOSTS), priority: pick(0, 10, 20) });
const VALUES: Readonly<Record<string, fc.Arbitrary<readonly Value[]>>> = {
  A: distinct(address),
  AAAA: distinct(fc.integer({ min: 1, max: 99 }).map((host) => ({ value: `2001:db8::${host}` }))),
  MX: distinct(hosted),
  TXT: distinct(pick(...TEXTS).map((value) => ({ value }))),
  SRV: distinct(hosted.map(({ value, priority }) => ({ value: `5 5060 ${value}`, priority }))),
  CAA: distinct(pick('letsencrypt.org', 'pki.example', ';').map((ca) => ({ value: `0 issue "${ca}"` }))),
  CNAME: pick('mail.example.org', 'example.net').map((value) => [{ value }]),
};

/** What stands at one name: an alias, or other types. */
export const typesOf = (defaultTtl: number) => {
  const ttl = fc.oneof({ weight: 3, arbitrary: fc.constant(defaultTtl) }, pick(...OTHER_TTLS));
  const one = (type: string) =>
    fc.record({ type: fc.constant(type as RecordType), ttl, values: VALUES[type] ?? fc.constant([]) });
  const others = fc.subarray(['A', 'AAAA', 'MX', 'TXT', 'SRV', 'CAA'], { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 1, arbitrary: one('CNAME').map((alias) => [alias]) },
    { weight: 5, arbitrary: others.chain((types) => fc.tuple(...types.map(one))) },
  );
};

/** The records of a zone, without looks. The apex has no alias. */
export const zone = (defaultTtl: number, least = 1): fc.Arbitrary<readonly RRset[]> =>
  fc
    .uniqueArray(pick(...OWNERS), { minLength: least, maxLength: 7 })
    .chain((owners) =>
      fc.tuple(...owners.map((owner) => typesOf(defaultTtl).map((types) => ({ owner, types })))),
    )
    .map((owners) =>
      owners.flatMap(({ owner, types }) =>
        types.filter(({ type }) => isAllowed(owner, type)).map((rrset) => ({ owner, ...rrset })),
      ),
    )
    .filter((rrsets) => rrsets.length > 0);

/** The apex has no alias, and a host's records are at a host's name. */
function isAllowed(owner: string, type: string): boolean {
  if (owner === '@') return type !== 'CNAME';
  return !owner.startsWith('_') || /^(?:TXT|SRV|CNAME)$/.test(type);
}

/** Choices of style, drawn as they are needed. */
type Draw = <T>(...items: readonly T[]) => T;

const looks = fc.infiniteStream(fc.nat(9999));

export const styledFile: fc.Arbitrary<StyledFile> = pick(3600, 300).chain((ttl) =>
  fc.tuple(zone(ttl), looks).map(([rrsets, stream]) => {
    const draw: Draw = (...items) =>
      items[(stream.next().value ?? 0) % items.length] as (typeof items)[number];
    return new Printer(draw, ttl).file(rrsets);
  }),
);

class Printer {
  readonly #draw: Draw;
  readonly #ttl: number;
  readonly #step: number;
  readonly #dash: number;
  readonly #lines: Line[] = [];
  #comments = 0;

  constructor(draw: Draw, ttl: number) {
    this.#draw = draw;
    this.#ttl = ttl;
    this.#step = draw(2, 2, 2, 4, 3);
    this.#dash = draw(this.#step, this.#step, 0);
  }

  file(rrsets: readonly RRset[]): StyledFile {
    const draw = this.#draw;
    const eol = draw('\n', '\n', '\r\n');
    const isFlowFile = draw(...Array(12).fill(false), true) as boolean;
    if (draw(true, false)) this.#put('# yaml-language-server: $schema=../schema/zone.schema.json');
    if (draw(true, false, false)) this.#put('zone: Example.COM.   # it is ours');
    if (this.#ttl !== 3600) this.#put(draw(`ttl: ${this.#ttl}`, 'ttl: 5m  # short', 'ttl:   "5m"'));
    if (draw(true, false, false)) this.#put('');
    const owners = [...new Set(rrsets.map(({ owner }) => owner))];
    const isParted = draw(true, false);
    if (isFlowFile) {
      const parts = owners.map((owner) => `${this.#key(owner, true)}: ${this.#flowTypes(rrsets, owner)}`);
      this.#put(`records: { ${parts.join(', ')} }`, 'any');
    } else {
      this.#put(draw('records:', 'records:  # all of them'));
      for (const owner of owners) this.#owner(owner, rrsets, isParted);
    }
    if (draw(true, false, false)) this.#put('# the end');
    const text = this.#lines.map((line) => line.text).join(eol) + draw(eol, eol, '');
    return { text, lines: this.#lines, rrsets, eol };
  }

  #put(text: string, of?: string): void {
    this.#lines.push(of === undefined ? { text } : { text, of });
  }

  #comment(indent: number): void {
    this.#comments++;
    this.#put(`${' '.repeat(indent)}${this.#draw('#', '# ', '#  ')}note ${this.#comments}: a, b`);
  }

  #trail(): string {
    return this.#draw('', '', '', `${this.#draw(' ', '  ', '     ')}# because ${this.#comments++}`);
  }

  #owner(owner: string, rrsets: readonly RRset[], isParted: boolean): void {
    const draw = this.#draw;
    const own = rrsets.filter((rrset) => rrset.owner === owner);
    const pad = ' '.repeat(this.#step);
    if (isParted) this.#put('');
    if (draw(true, false, false)) this.#comment(this.#step);
    if (draw(true, false, false)) {
      const line = `${pad}${this.#key(owner)}: ${this.#flowTypes(rrsets, owner)}${this.#trail()}`;
      this.#put(line, owner);
      return;
    }
    this.#put(`${pad}${this.#key(owner)}:${this.#trail()}`, `${owner} whole`);
    for (const rrset of own) this.#rrset(rrset);
  }

  #rrset(rrset: RRset): void {
    const draw = this.#draw;
    const indent = 2 * this.#step;
    if (draw(true, false, false, false)) this.#comment(indent);
    const isOwnTtl = rrset.ttl !== this.#ttl;
    if (!isOwnTtl && draw(true, true, true, false)) {
      this.#values(rrset, rrset.type, indent);
      return;
    }
    const put = (text: string): void => this.#put(text, keyOf(rrset));
    const ttl = draw(`${rrset.ttl}`, `${rrset.ttl}s`, `"${rrset.ttl}"`);
    const pad = ' '.repeat(indent);
    if (draw(true, false)) {
      put(`${pad}${rrset.type}: { ttl: ${ttl}, values: ${this.#flowValues(rrset)} }${this.#trail()}`);
      return;
    }
    put(`${pad}${rrset.type}:${this.#trail()}`);
    const inner = indent + this.#step;
    const option = (): void => put(`${' '.repeat(inner)}ttl: ${ttl}${this.#trail()}`);
    const isFirst = draw(true, true, false);
    if (isFirst) option();
    this.#values(rrset, 'values', inner);
    if (!isFirst) option();
  }

  /** What stands under a key: the type, or `values`. */
  #values(rrset: RRset, key: string, indent: number): void {
    const draw = this.#draw;
    const put = (text: string): void => this.#put(text, keyOf(rrset));
    const pad = ' '.repeat(indent);
    const [only] = rrset.values;
    const colon = `${pad}${key}:${draw(' ', ' ', '   ')}`;
    if (rrset.values.length === 1 && only !== undefined && draw(true, true, false)) {
      this.#single(rrset, only, colon, indent);
      return;
    }
    if (draw(true, false, false)) {
      put(`${colon}${this.#flowValues(rrset)}${this.#trail()}`);
      return;
    }
    if (draw(true, false, false, false)) {
      put(`${colon}[`);
      rrset.values.forEach((value, index) => {
        const comma = index < rrset.values.length - 1 ? ',' : draw(',', '');
        put(`${pad}  ${this.#flow(rrset.type, value)}${comma}${this.#trail()}`);
      });
      put(`${pad}  ]${this.#trail()}`);
      return;
    }
    put(`${pad}${key}:${this.#trail()}`);
    for (const value of rrset.values) {
      const dash = indent + this.#dash;
      if (draw(true, false, false, false)) this.#comment(dash);
      const gap = draw(' ', ' ', '   ');
      this.#single(rrset, value, `${' '.repeat(dash)}-${gap}`, dash, 1 + gap.length);
    }
  }

  /** A value after a key or a dash; more lines of it go deeper. */
  #single(rrset: RRset, value: Value, before: string, indent: number, deeper = this.#step): void {
    const draw = this.#draw;
    const put = (text: string): void => this.#put(text, keyOf(rrset));
    const { type } = rrset;
    if (type === 'TXT' && /^[\w=:; -]{8,60}$/.test(value.value) && draw(true, false, false)) {
      put(`${before.trimEnd()} ${draw('>-', '|-')}`);
      put(`${' '.repeat(indent + deeper)}${value.value}`);
      return;
    }
    const fields = fieldsOf(type, value);
    const isItem = before.trimStart().startsWith('-');
    if (fields !== undefined && isItem && draw(true, false, false)) {
      fields.forEach(([key, text], index) => {
        put(
          `${index === 0 ? before : ' '.repeat(indent + deeper)}${key}: ${this.#scalar(text, false)}${this.#trail()}`,
        );
      });
      return;
    }
    const text =
      fields !== undefined && draw(true, false, false)
        ? this.#flow(type, value)
        : this.#scalar(textOf(type, value), false);
    // A comment behind a plain TXT is worth a warning.
    put(`${before}${text}${type === 'TXT' && !/^["'{]/.test(text) ? '' : this.#trail()}`);
  }

  #flowTypes(rrsets: readonly RRset[], owner: string): string {
    const types = rrsets
      .filter((rrset) => rrset.owner === owner)
      .map((rrset) =>
        rrset.ttl === this.#ttl
          ? `${rrset.type}: ${this.#flowValues(rrset)}`
          : `${rrset.type}: { values: ${this.#flowValues(rrset)}, ttl: ${rrset.ttl} }`,
      );
    return this.#draw(`{ ${types.join(', ')} }`, `{${types.join(', ')}}`, `{ ${types.join(' ,  ')}, }`);
  }

  #flowValues({ type, values }: RRset): string {
    const texts = values.map((value) => this.#flow(type, value));
    if (texts.length === 1 && this.#draw(true, false)) return texts.join('');
    return this.#draw(`[${texts.join(', ')}]`, `[ ${texts.join(', ')} ]`, `[${texts.join(' , ')}, ]`);
  }

  #flow(type: RecordType, value: Value): string {
    const fields = fieldsOf(type, value);
    if (fields === undefined || this.#draw(true, true, false)) return this.#scalar(textOf(type, value), true);
    return `{ ${fields.map(([key, text]) => `${key}: ${this.#scalar(text, true)}`).join(', ')} }`;
  }

  #key(owner: string, isInFlow = false): string {
    const written = this.#draw(owner, owner, owner === '@' ? 'example.com.' : `${owner}.example.com.`);
    return /^[\wü][\w.ü-]*$/.test(written)
      ? this.#draw(written, written, `"${written}"`)
      : this.#scalar(written, isInFlow);
  }

  #scalar(text: string, isInFlow: boolean): string {
    const isPlain = isInFlow ? /^[\w.][\w. @:-]*$/ : /^[\w.][\w. @:;=",/+-]*$/;
    const single = `'${text.replaceAll("'", "''")}'`;
    if (isPlain.test(text) && !/: |:$| #/.test(text))
      return this.#draw(text, text, doubleQuoted(text), single);
    return this.#draw(doubleQuoted(text), single);
  }
}

function doubleQuoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

export function keyOf({ owner, type }: Pick<RRset, 'owner' | 'type'>): string {
  return `${owner} ${type}`;
}

function textOf(type: RecordType, { value, priority }: Value): string {
  return type === 'MX' || type === 'SRV' ? `${priority} ${value}` : value;
}

function fieldsOf(type: RecordType, { value, priority }: Value): [string, string][] | undefined {
  if (type === 'MX')
    return [
      ['priority', String(priority)],
      ['value', value],
    ];
  if (type === 'SRV') {
    const [weight = '', port = '', target = ''] = value.split(' ');
    return [
      ['priority', String(priority)],
      ['weight', weight],
      ['port', port],
      ['target', target],
    ];
  }
  if (type === 'CAA')
    return [
      ['tag', 'issue'],
      ['value', value.slice('0 issue "'.length, -1)],
    ];
  return undefined;
}
