/** DNS messages (RFC 1035 §4): questions into octets, and octets from anybody into an answer or nothing. */
import packet from 'dns-packet';
import { foldCase } from '../../model/name.ts';
import type { RecordType } from '../../model/record.ts';
import { TYPES_BY_NUMBER } from '../../model/type-number.ts';
import { formatCaa } from '../../model/value/caa.ts';
import { quoteOctets } from '../../model/value/quoted.ts';
import { readValue } from '../../model/value.ts';
import type { AnswerRecord, DnsAnswer, DnsQuestion } from '../answer.ts';

/** What fits into a datagram on any path (DNS flag day 2020), and so all that is asked for by UDP. */
export const UDP_SIZE = 1232;

/** A message that answers something, and what that was. */
export interface Message extends DnsAnswer {
  readonly id: number;
  readonly question: { readonly name: string; readonly type: DnsQuestion['type'] };
}

const IN = 1;
const HEADER = 12;
const RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
];

/** RD clear: a server is asked for what it holds, not for what it can find out. */
export function encodeQuestion(id: number, { name, type }: DnsQuestion): Buffer {
  return packet.encode({
    type: 'query',
    id,
    flags: 0,
    questions: [{ name, type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_SIZE,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

/**
 * Reads a message from anybody; undefined where it is no answer to one question or is mangled. Takes time in proportion
 * to its length, but for names, each of which is bounded by what stands before it.
 */
export function decodeMessage(octets: Buffer): Message | undefined {
  try {
    return readMessage(octets);
  } catch {
    return undefined;
  }
}

/** What the package has and its types leave out: readers of single parts, each with the octets it took. */
interface Codec<T> {
  readonly decode: ((octets: Buffer, offset: number) => T) & { readonly bytes: number };
}
const { name: nameCodec, record: codecOf } = packet as unknown as {
  readonly name: Codec<string>;
  readonly record: (type: string) => Codec<unknown>;
};

function readMessage(octets: Buffer): Message | undefined {
  const flags = octets.readUInt16BE(2);
  const isAnswer = (flags & 0x8000) !== 0 && (flags & 0x7800) === 0;
  if (!isAnswer || octets.readUInt16BE(4) !== 1) return undefined;
  const asked = readName(octets, HEADER);
  const type = TYPES_BY_NUMBER.get(octets.readUInt16BE(asked.end));
  if (type === undefined || octets.readUInt16BE(asked.end + 2) !== IN) return undefined;
  const truncated = (flags & 0x0200) !== 0;
  const head = {
    id: octets.readUInt16BE(0),
    question: { name: asked.name, type },
    rcode: RCODES[flags & 0xf] ?? `RCODE ${flags & 0xf}`,
    authoritative: (flags & 0x0400) !== 0,
    truncated,
  };
  // What is cut off ends anywhere (RFC 2181 §9): it is asked for again.
  if (truncated) return { ...head, answers: [], authorities: [], additionals: [] };
  const answers = readSection(octets, asked.end + 4, octets.readUInt16BE(6));
  const authorities = readSection(octets, answers.end, octets.readUInt16BE(8));
  const additionals = readSection(octets, authorities.end, octets.readUInt16BE(10));
  return {
    ...head,
    answers: answers.records,
    authorities: authorities.records,
    additionals: additionals.records,
  };
}

/**
 * No RRset has as many (BIND refuses more than 100, CVE-2024-1737). Each name of a hostile message may be a chain of
 * thousands of pointers, so that the number of names bounds the work.
 */
const MOST_RECORDS = 512;

function readSection(octets: Buffer, start: number, count: number): { records: AnswerRecord[]; end: number } {
  if (count > MOST_RECORDS) throw new RangeError('more records than an answer can have');
  const records: AnswerRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const owner = readName(octets, at);
    const type = TYPES_BY_NUMBER.get(octets.readUInt16BE(owner.end));
    const isIn = octets.readUInt16BE(owner.end + 2) === IN;
    // RFC 2181 §8: a ttl with the highest bit set is 0.
    const ttl = octets.readUInt32BE(owner.end + 4);
    const data = owner.end + 8;
    const end = data + 2 + octets.readUInt16BE(data);
    if (end > octets.length) throw new RangeError('the data ends after the message');
    // Other types (OPT, RRSIG, what the zone holds besides) are none of what was asked for.
    if (type !== undefined && isIn) {
      records.push({
        name: owner.name,
        type,
        ttl: ttl > 0x7fffffff ? 0 : ttl,
        ...readData(octets, type, data, end),
      });
    }
    at = end;
  }
  return { records, end: at };
}

function readName(octets: Buffer, offset: number): { name: string; end: number } {
  const name = foldCase(nameCodec.decode(octets, offset));
  return { name: name === '.' ? name : `${name}.`, end: offset + nameCodec.decode.bytes };
}

/** @param at where the length of the data stands */
function readData(
  octets: Buffer,
  type: DnsQuestion['type'],
  at: number,
  end: number,
): Pick<AnswerRecord, 'value' | 'priority'> {
  switch (type) {
    case 'TXT': {
      const strings = read<Buffer[]>(type, octets.subarray(at, end), 0, end - at);
      return { value: canonical(type, quoteOctets(Buffer.concat(strings))) };
    }
    case 'CAA': {
      // The package reads the value as UTF-8, which not all octets are.
      const [flags = 0, tagLength = 0] = octets.subarray(at + 2, end);
      const value = at + 4 + tagLength;
      if (value > end) throw new RangeError('the tag ends after the data');
      return {
        value: formatCaa(flags, octets.toString('latin1', at + 4, value), octets.subarray(value, end)),
      };
    }
    case 'SOA':
      return { value: String(read<{ serial: number }>(type, octets, at, end).serial) };
    case 'MX': {
      const { preference, exchange } = read<{ preference: number; exchange: string }>(type, octets, at, end);
      return { value: foldCase(exchange), priority: preference };
    }
    case 'SRV': {
      const { priority, weight, port, target } = read<{
        priority: number;
        weight: number;
        port: number;
        target: string;
      }>(type, octets, at, end);
      return { value: `${weight} ${port} ${foldCase(target)}`, priority };
    }
    case 'CNAME':
    case 'NS':
      return { value: foldCase(read<string>(type, octets, at, end)) };
    case 'A':
    case 'AAAA':
      return { value: canonical(type, read<string>(type, octets, at, end)) };
  }
}

/** The data by the package's reader, which must come out exactly where the record says it ends. */
function read<T>(type: string, octets: Buffer, at: number, end: number): T {
  const { decode } = codecOf(type);
  const data = decode(octets, at);
  if (at + decode.bytes !== end) throw new RangeError(`the ${type} data is not as long as it says`);
  return data as T;
}

function canonical(type: RecordType, text: string): string {
  const { value } = readValue(type, text);
  if (value === undefined) throw new RangeError(`no ${type} data`);
  return value;
}
