/** Messages out of octets from anybody: right ones read exactly, all others refused in bounded time. */
import packet from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { readValue } from '../../src/model/value.ts';
import { decodeMessage, encodeQuestion } from '../../src/verify/net/wire.ts';

const OWNER = 'x.example.com';

function message(
  answers: packet.Answer[],
  type: packet.RecordType = answers[0]?.type as packet.RecordType,
): Buffer {
  return packet.encode({
    type: 'response',
    id: 7,
    flags: packet.AUTHORITATIVE_ANSWER,
    questions: [{ name: OWNER, type }],
    answers,
  });
}

/** The question of {@link message} with records as octets behind it. */
function rawMessage(count: number, ...records: readonly Buffer[]): Buffer {
  const head = message([], 'A');
  head.writeUInt16BE(count, 6);
  return Buffer.concat([head, ...records]);
}

function rawRecord(
  type: number,
  data: Buffer,
  ttl = 60,
  klass = 1,
  name = Buffer.from([0xc0, 0x0c]),
): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(klass, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([name, fixed, data]);
}

describe('what an honest server sends', () => {
  it.each<[packet.Answer, object]>([
    [{ type: 'A', name: OWNER, ttl: 1, data: '192.0.2.1' }, { value: '192.0.2.1' }],
    [{ type: 'AAAA', name: OWNER, ttl: 1, data: '2001:db8:0:0::1' }, { value: '2001:db8::1' }],
    [{ type: 'AAAA', name: OWNER, ttl: 1, data: '::ffff:192.0.2.1' }, { value: '::ffff:c000:201' }],
    [{ type: 'CNAME', name: OWNER, ttl: 1, data: 'WWW.Example.NET' }, { value: 'www.example.net' }],
    [{ type: 'NS', name: OWNER, ttl: 1, data: 'ns1.example.net' }, { value: 'ns1.example.net' }],
    [
      { type: 'MX', name: OWNER, ttl: 1, data: { preference: 0, exchange: '.' } },
      { value: '.', priority: 0 },
    ],
    [
      { type: 'MX', name: OWNER, ttl: 1, data: { preference: 10, exchange: 'A.b' } },
      { value: 'a.b', priority: 10 },
    ],
    [
      { type: 'SRV', name: OWNER, ttl: 1, data: { priority: 1, weight: 2, port: 3, target: 'T.x' } },
      { value: '2 3 t.x', priority: 1 },
    ],
    [{ type: 'TXT', name: OWNER, ttl: 1, data: ['v=spf1 ', '-all'] }, { value: 'v=spf1 -all' }],
    [{ type: 'TXT', name: OWNER, ttl: 1, data: [Buffer.from([0xff, 0x0a])] }, { value: '"\\255\\010"' }],
    [{ type: 'TXT', name: OWNER, ttl: 1, data: [''] }, { value: '""' }],
    [
      { type: 'CAA', name: OWNER, ttl: 1, data: { flags: 128, tag: 'issue', value: 'a.test; x=1' } },
      { value: '128 issue "a.test; x=1"' },
    ],
  ])('%j is canonical text', (answer, data) => {
    expect(decodeMessage(message([answer]))?.answers).toEqual([
      { name: `${OWNER}.`, type: answer.type, ttl: 1, ...data },
    ]);
  });

  it('a CAA of octets that are no UTF-8 keeps them, its tag in lower case', () => {
    const data = Buffer.from([0, 5, ...Buffer.from('ISSUE'), 0xff, 0x22]);
    const value = decodeMessage(rawMessage(1, rawRecord(257, data)))?.answers[0]?.value;
    expect(value).toBe('0 issue "\\255\\""');
    expect(readValue('CAA', value ?? '').value).toBe(value);
  });

  it('a text of 700 octets is joined, whatever its strings', () => {
    const text = 'x'.repeat(700);
    const data = [text.slice(0, 255), text.slice(255, 300), text.slice(300, 500), text.slice(500)];
    expect(decodeMessage(message([{ type: 'TXT', name: OWNER, ttl: 1, data }]))?.answers).toMatchObject([
      { value: text },
    ]);
  });

  it('records of other types and classes are passed over, whatever is in them', () => {
    const noise = Buffer.from([1, 2, 3, 0xc0, 0xff]);
    const records = [
      rawRecord(46, noise),
      rawRecord(41, noise),
      rawRecord(1, noise, 60, 3),
      rawRecord(1, Buffer.from([192, 0, 2, 1])),
    ];
    expect(decodeMessage(rawMessage(4, ...records))?.answers).toMatchObject([{ value: '192.0.2.1' }]);
  });

  it('a ttl with the highest bit set is 0 (RFC 2181 section 8)', () => {
    const data = Buffer.from([192, 0, 2, 1]);
    const ttls = [0x7fffffff, 0x80000000, 0xffffffff].map(
      (ttl) => decodeMessage(rawMessage(1, rawRecord(1, data, ttl)))?.answers[0]?.ttl,
    );
    expect(ttls).toEqual([0x7fffffff, 0, 0]);
  });

  it('what is cut off is told as such, wherever it ends', () => {
    const whole = message(
      Array.from({ length: 5 }, () => ({ type: 'A', name: OWNER, ttl: 1, data: '192.0.2.1' })),
    );
    whole.writeUInt16BE(whole.readUInt16BE(2) | packet.TRUNCATED_RESPONSE, 2);
    for (let end = 12 + OWNER.length + 6; end < whole.length; end++) {
      expect(decodeMessage(whole.subarray(0, end))).toMatchObject({ truncated: true, answers: [] });
    }
  });

  it('rcodes have their names', () => {
    const rcodes = [0, 2, 3, 5, 9, 15].map((rcode) => {
      const octets = message([], 'A');
      octets.writeUInt16BE(0x8400 | rcode, 2);
      return decodeMessage(octets)?.rcode;
    });
    expect(rcodes).toEqual(['NOERROR', 'SERVFAIL', 'NXDOMAIN', 'REFUSED', 'NOTAUTH', 'RCODE 15']);
  });
});

describe('what anybody may send', () => {
  const valid = [
    message([
      { type: 'TXT', name: OWNER, ttl: 1, data: ['a', 'bc'] },
      { type: 'MX', name: OWNER, ttl: 1, data: { preference: 1, exchange: OWNER } },
    ]),
    message([
      { type: 'SRV', name: OWNER, ttl: 1, data: { target: OWNER, port: 1 } },
      { type: 'CAA', name: OWNER, ttl: 1, data: { flags: 0, tag: 'issue', value: 'x' } },
      { type: 'SOA', name: OWNER, ttl: 1, data: { mname: 'a', rname: 'b.c', serial: 1 } },
    ]),
  ];

  it('noise is refused or read, never thrown on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600, size: 'max' }), (octets) => {
        decodeMessage(Buffer.from(octets));
      }),
      { numRuns: 2000 },
    );
  });

  it('so is a message of which some octets are others', () => {
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(...valid),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (octets, changes) => {
          const mangled = Buffer.from(octets);
          for (const [at, octet] of changes) mangled[at % mangled.length] = octet;
          decodeMessage(mangled);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('and one that ends anywhere is refused', () => {
    for (const octets of valid) {
      expect(decodeMessage(octets)).toBeDefined();
      for (let end = 0; end < octets.length; end++)
        expect(decodeMessage(octets.subarray(0, end))).toBeUndefined();
    }
  });

  it('so is one whose last record, of whatever type, is longer than the message', () => {
    const record = rawRecord(99, Buffer.alloc(4));
    expect(decodeMessage(rawMessage(1, record))).toBeDefined();
    expect(decodeMessage(rawMessage(1, record.subarray(0, -1)))).toBeUndefined();
  });

  it('chains of 8,000 pointers cost little, for the names that use them are bounded', () => {
    const start = rawMessage(0).length + 12;
    const links = Buffer.alloc(2 * Math.floor((0x3fff - start) / 2));
    for (let at = 0; at < links.length; at += 2)
      links.writeUInt16BE(0xc000 | (at === 0 ? 12 : start + at - 2), at);
    const name = Buffer.alloc(2);
    name.writeUInt16BE(0xc000 | (start + links.length - 2));
    const used = (count: number): Buffer =>
      rawMessage(
        1 + count,
        rawRecord(99, links),
        ...Array.from({ length: count }, () => rawRecord(5, name, 60, 1, name)),
      );
    const started = performance.now();
    expect(decodeMessage(used(500))?.answers).toHaveLength(500);
    expect(decodeMessage(used(2500))).toBeUndefined();
    // Measured: 0.3 s; all of them without the bound, 2 s and more.
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('a question', () => {
  it('carries names as they are, wildcards too', () => {
    const decoded = packet.decode(encodeQuestion(9, { name: '*.dev.example.com.' as Fqdn, type: 'CAA' }));
    expect(decoded).toMatchObject({ id: 9, questions: [{ name: '*.dev.example.com', type: 'CAA' }] });
  });
});
