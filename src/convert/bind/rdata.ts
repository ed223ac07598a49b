/** The data of a record as a zone file writes it, read into canonical form; each type as named reads it. */
import type { Fqdn } from '../../model/name.ts';
import type { RecordType } from '../../model/record.ts';
import { formatCaa } from '../../model/value/caa.ts';
import { readTxtOctets } from '../../model/value/txt.ts';
import { readValue, type ValueReading } from '../../model/value.ts';
import { shown, unescaped } from './escapes.ts';
import { Lexer, type Stretch, type Token } from './lexer.ts';
import { readName } from './name.ts';
import { fieldsOf } from './wire.ts';

export type DataReading =
  | {
      readonly value: string;
      readonly priority?: number;
      /** What an author would be surprised by. */
      readonly note?: string;
    }
  /** A mistake in the file: named would refuse the zone. */
  | { readonly problem: string; readonly at: Stretch }
  /** Right for DNS, and nothing that dnssync could keep. */
  | { readonly unsayable: string };

/** @param end where the record ends, for what is missing there */
export function readData(
  type: RecordType,
  tokens: readonly Token[],
  origin: Fqdn,
  end: Stretch,
): DataReading {
  const [first, second] = tokens;
  if (first === undefined) return { problem: `${type} has no data`, at: end };
  const isGeneric = first.text === '\\#' && !first.quoted;
  // In TXT it may be an escaped '#'.
  if (isGeneric && (type !== 'TXT' || isNumber(second))) return readGeneric(type, tokens, origin);
  return new Fields(type, tokens, origin, end).read();
}

class Fields {
  readonly #type: RecordType;
  readonly #tokens: readonly Token[];
  readonly #origin: Fqdn;
  readonly #end: Stretch;

  constructor(type: RecordType, tokens: readonly Token[], origin: Fqdn, end: Stretch) {
    this.#type = type;
    this.#tokens = tokens;
    this.#origin = origin;
    this.#end = end;
  }

  read(): DataReading {
    switch (this.#type) {
      case 'A':
      case 'AAAA':
        return this.#shaped(1) ?? this.#judged(readValue(this.#type, this.#text(0)), 0);
      case 'CNAME':
      case 'NS':
        return this.#shaped(1) ?? this.#host(0, '');
      case 'MX':
        return this.#shaped(2) ?? this.#numbers(1) ?? this.#host(1, '', Number(this.#text(0)));
      case 'SRV': {
        const fields = `${Number(this.#text(1))} ${Number(this.#text(2))} `;
        return this.#shaped(4) ?? this.#numbers(3) ?? this.#host(3, fields, Number(this.#text(0)));
      }
      case 'TXT':
        return this.#txt();
      case 'CAA':
        return this.#shaped(3, 2) ?? this.#caa();
    }
  }

  #text(index: number): string {
    return this.#tokens[index]?.text ?? '';
  }

  #wrong(problem: string, index: number): DataReading {
    return { problem, at: this.#tokens[index] ?? this.#end };
  }

  /** What is wrong with the number of fields, or with quotes around one of them; only the one at `quotable` may have some. */
  #shaped(count: number, quotable?: number): DataReading | undefined {
    if (this.#tokens.length < count)
      return this.#wrong(`${this.#type} has ${count} fields: ${FORMS[this.#type]}`, count);
    if (this.#tokens.length > count) {
      return this.#wrong(`${this.#type} ends before this; it is ${FORMS[this.#type]}`, count);
    }
    const index = this.#tokens.findIndex(({ quoted }, at) => quoted && at !== quotable);
    return index < 0
      ? undefined
      : this.#wrong(`quotes cannot stand around this part of ${this.#type}`, index);
  }

  /** What is wrong with the first fields, which are numbers of 16 bits. */
  #numbers(count: number, most = 65_535): DataReading | undefined {
    for (let index = 0; index < count; index++) {
      const text = this.#text(index);
      if (!/^\d{1,10}$/.test(text) || Number(text) > most) {
        return this.#wrong(`'${shown(text)}' is not a number 0…${most}`, index);
      }
    }
    return undefined;
  }

  #host(index: number, before: string, priority?: number): DataReading {
    const reading = readName(this.#text(index), this.#origin);
    if ('problem' in reading) return this.#wrong(reading.problem, index);
    if ('unsayable' in reading) return reading;
    const { name } = reading;
    const { value, problem } = readValue(this.#type, `${before}${name}`);
    if (value === undefined) return { unsayable: problem.message };
    return priority === undefined ? { value } : { value, priority };
  }

  #txt(): DataReading {
    const octets: Buffer[] = [];
    for (const [index, { text }] of this.#tokens.entries()) {
      const read = unescaped(text);
      if (read === undefined) return this.#wrong(NO_ESCAPE, index);
      octets.push(Buffer.from(read, 'latin1'));
    }
    const reading = this.#judged(readTxtOctets(Buffer.concat(octets)), 0);
    const isCut = octets.length > 1 && this.#tokens.every(({ quoted }) => !quoted);
    return isCut && 'value' in reading ? { ...reading, note: CUT } : reading;
  }

  #caa(): DataReading {
    const tag = this.#text(1);
    const value = unescaped(this.#text(2));
    const flags = this.#numbers(1, 255);
    if (flags !== undefined) return flags;
    if (!/^[A-Za-z0-9]{1,255}$/.test(tag)) {
      return this.#wrong(`a CAA tag holds letters and digits only, not '${shown(tag)}'`, 1);
    }
    if (value === undefined) return this.#wrong(NO_ESCAPE, 2);
    return { value: formatCaa(Number(this.#text(0)), tag, Buffer.from(value, 'latin1')) };
  }

  #judged({ value, problem }: ValueReading, index: number): DataReading {
    return value === undefined ? this.#wrong(problem.message, index) : { value };
  }
}

const NO_ESCAPE = 'an escape here is none: a backslash takes three digits up to 255, or one character';

/** dns-rules 3.6. */
const CUT =
  'without quotes the blanks in it are lost: named serves the pieces, which readers join; so it is taken';

const FORMS: Readonly<Record<RecordType, string>> = {
  A: 'an IPv4 address',
  AAAA: 'an IPv6 address',
  CNAME: 'a name',
  NS: 'a name',
  MX: "'priority name'",
  SRV: "'priority weight port name'",
  TXT: 'one or more texts',
  CAA: `'flags tag "value"'`,
};

function isNumber(token: Token | undefined): boolean {
  return token !== undefined && !token.quoted && /^\d+$/.test(token.text);
}

/** `\# LENGTH HEX…`, where blanks may stand anywhere in the digits. */
function readGeneric(type: RecordType, tokens: readonly Token[], origin: Fqdn): DataReading {
  const [mark, length, ...digits] = tokens;
  const at = { start: mark?.start ?? 0, end: tokens.at(-1)?.end ?? 0 };
  const hex = digits.map(({ text }) => text).join('');
  const isSound =
    isNumber(length) && /^(?:[0-9A-Fa-f]{2})*$/.test(hex) && digits.every(({ quoted }) => !quoted);
  if (!isSound || hex.length !== 2 * Number(length?.text)) {
    return {
      problem: "after '\\#' come the number of octets and so many of them in hexadecimal (RFC 3597)",
      at,
    };
  }
  const fields = fieldsOf(type, Buffer.from(hex, 'hex'));
  if ('problem' in fields) return { problem: fields.problem, at };
  const reading = readData(type, new Lexer(fields.join(' ')).next()?.tokens ?? [], origin, at);
  // Places in the text made here are none in the file.
  return 'at' in reading ? { ...reading, at } : reading;
}
