/** The asker against servers that lie, stammer, hang or break: always an answer or a failure, and never for long. */
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import packet from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { ServerAddress } from '../../src/model/name-server.ts';
import type { DnsQuestion, Reply } from '../../src/verify/answer.ts';
import { checkServer } from '../../src/verify/check-server.ts';
import { NetAsker } from '../../src/verify/net/asker.ts';
import { networkFailure } from '../../src/verify/net/network-failure.ts';
import { questionsOf } from '../../src/verify/questions.ts';
import { answerTo, fakeNameServer, framed, onFrames } from '../support/fake-name-server.ts';
import { record, ZONE } from '../support/records.ts';

const QUESTION: DnsQuestion = { name: 'www.example.com.' as Fqdn, type: 'A' };
const RIGHT: packet.Answer = { type: 'A', name: 'www.example.com', ttl: 300, data: '192.0.2.1' };
const TIMEOUT = 0.15;

function asker(timeoutSeconds = TIMEOUT, signal = new AbortController().signal): NetAsker {
  const made = new NetAsker({ timeoutSeconds, signal });
  onTestFinished(() => made.close());
  return made;
}

/** Asks, and sees that it is over when three tries are. */
async function ask(server: ServerAddress, tcp = false, question = QUESTION): Promise<Reply> {
  const started = performance.now();
  const reply = await asker().ask(server, question, tcp);
  expect(performance.now() - started).toBeLessThan(3 * TIMEOUT * 1000 + 15_000);
  return reply;
}

/** A message with the id and question of the query, and these octets behind; counts as the header is told. */
function raw(query: Buffer, counts: readonly [number, number, number], rest: Buffer): Buffer {
  const question = query.subarray(12, query.indexOf(0, 12) + 5);
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8400, 2);
  head.writeUInt16BE(1, 4);
  for (const [index, count] of counts.entries()) head.writeUInt16BE(count, 6 + 2 * index);
  return Buffer.concat([head, question, rest]);
}

describe('an honest server', () => {
  it('is asked without recursion, with EDNS for 1,232 octets, and believed', async () => {
    let seen: packet.DecodedPacket | undefined;
    const { address } = await fakeNameServer({
      udp: (query, reply) => {
        seen = packet.decode(query);
        reply(answerTo(query, [RIGHT]));
      },
    });
    expect((await ask(address)).answer).toMatchObject({
      rcode: 'NOERROR',
      authoritative: true,
      answers: [{ name: 'www.example.com.', type: 'A', ttl: 300, value: '192.0.2.1' }],
    });
    expect(seen).toMatchObject({
      flag_rd: false,
      questions: [{ name: 'www.example.com', type: 'A', class: 'IN' }],
    });
    expect(seen?.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
  });

  it('may answer in another case', async () => {
    const { address } = await fakeNameServer({
      udp: (query, reply) =>
        reply(
          answerTo(query, [{ ...RIGHT, name: 'wWw.ExAmPlE.com' }], {
            questions: [{ name: 'WWW.example.COM', type: 'A' }],
          }),
        ),
    });
    expect((await ask(address)).answer?.answers).toMatchObject([{ name: 'www.example.com.' }]);
  });

  it('is asked again where a datagram is lost', async () => {
    let count = 0;
    const { address } = await fakeNameServer({
      udp: (query, reply) => {
        if (++count > 1) reply(answerTo(query, [RIGHT]));
      },
    });
    expect((await ask(address)).answer?.answers).toHaveLength(1);
    expect(count).toBe(2);
  });

  it('is asked by TCP where datagrams never come through, and where its answer is cut off', async () => {
    for (const cutOff of [true, false]) {
      const { address, udpQueries } = await fakeNameServer({
        udp: (query, reply) => {
          if (cutOff) reply(answerTo(query, [], { flags: packet.TRUNCATED_RESPONSE }));
        },
        tcp: (socket) => onFrames(socket, (query) => socket.write(framed(answerTo(query, [RIGHT])))),
      });
      expect((await ask(address)).answer?.answers).toHaveLength(1);
      expect(udpQueries()).toBe(cutOff ? 1 : 2);
    }
  });

  it('is asked many things over one connection', async () => {
    const { address, tcpConnections, udpQueries } = await fakeNameServer({
      tcp: (socket) => onFrames(socket, (query) => socket.write(framed(answerTo(query, [RIGHT])))),
    });
    const one = asker(2);
    const replies = await Promise.all(Array.from({ length: 500 }, () => one.ask(address, QUESTION, true)));
    expect(replies.every(({ answer }) => answer !== undefined)).toBe(true);
    expect([tcpConnections(), udpQueries()]).toEqual([1, 0]);
  });

  it('may close the connection after each answer', async () => {
    const { address } = await fakeNameServer({
      udp: (query, reply) => reply(answerTo(query, [RIGHT])),
      tcp: (socket) => onFrames(socket, (query) => socket.end(framed(answerTo(query, [RIGHT])))),
    });
    const one = asker(2);
    const replies = await Promise.all(Array.from({ length: 200 }, () => one.ask(address, QUESTION, true)));
    expect(replies.filter(({ answer }) => answer === undefined)).toEqual([]);
  });

  it('may send an answer octet by octet, two answers at once, and in any order', async () => {
    const { address } = await fakeNameServer({
      tcp: (socket) => {
        const waiting: Buffer[] = [];
        onFrames(socket, (query) => {
          waiting.push(framed(answerTo(query, [RIGHT])));
          if (waiting.length < 3) return;
          const [first = Buffer.alloc(0), ...rest] = waiting.reverse();
          for (const octet of first) socket.write(Buffer.from([octet]));
          socket.write(Buffer.concat(rest));
        });
      },
    });
    const one = asker(2);
    const names = ['a.example.com.', 'b.example.com.', 'c.example.com.'] as Fqdn[];
    const replies = await Promise.all(names.map((name) => one.ask(address, { name, type: 'A' }, true)));
    expect(replies.every(({ answer }) => answer !== undefined)).toBe(true);
  });
});

const LOOP = Buffer.from([0xc0, 0x21, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
const OWNER = Buffer.from([0xc0, 0x0c]);
const rr = (type: number, length: number, data: Buffer): Buffer =>
  Buffer.concat([
    OWNER,
    Buffer.from([type >> 8, type & 255, 0, 1, 0, 0, 0, 60, length >> 8, length & 255]),
    data,
  ]);

describe('a hostile server by UDP gets a failure, not a crash and not belief', () => {
  it.each<[string, (query: Buffer) => Buffer]>([
    ['noise', () => Buffer.from('these are no DNS messages, are they?')],
    ['nothing at all in it', () => Buffer.alloc(0)],
    ['another id', (query) => answerTo(query, [RIGHT], { id: (packet.decode(query).id ?? 0) ^ 1 })],
    [
      'another name',
      (query) => answerTo(query, [RIGHT], { questions: [{ name: 'evil.example', type: 'A' }] }),
    ],
    [
      'another type',
      (query) => answerTo(query, [RIGHT], { questions: [{ name: 'www.example.com', type: 'TXT' }] }),
    ],
    [
      'two questions',
      (query) =>
        answerTo(query, [RIGHT], { questions: [0, 1].map(() => ({ name: 'www.example.com', type: 'A' })) }),
    ],
    ['the query back', (query) => query],
    ['the half of an answer', (query) => answerTo(query, [RIGHT]).subarray(0, 40)],
    ['a name that points at itself', (query) => raw(query, [1, 0, 0], LOOP)],
    ['65,535 records that are not there', (query) => raw(query, [65_535, 65_535, 65_535], Buffer.alloc(0))],
    ['data that is longer than the message', (query) => raw(query, [1, 0, 0], rr(1, 4000, Buffer.alloc(4)))],
    ['an address of three octets', (query) => raw(query, [1, 0, 0], rr(1, 3, Buffer.alloc(3)))],
    ['an address of five octets', (query) => raw(query, [1, 0, 0], rr(1, 5, Buffer.alloc(5)))],
    ['a text longer than its record', (query) => raw(query, [1, 0, 0], rr(16, 3, Buffer.from([200, 1, 2])))],
    [
      'a CAA whose tag runs out of it',
      (query) => raw(query, [1, 0, 0], rr(257, 3, Buffer.from([0, 200, 1]))),
    ],
    ['an MX that ends in the middle', (query) => raw(query, [1, 0, 0], rr(15, 1, Buffer.from([0])))],
    ['a SOA of zeros', (query) => raw(query, [1, 0, 0], rr(6, 4, Buffer.alloc(4)))],
    [
      'more than was offered room for',
      (query) =>
        answerTo(
          query,
          Array.from({ length: 100 }, () => RIGHT),
        ),
    ],
  ])('%s', async (_, behave) => {
    const { address } = await fakeNameServer({ udp: (query, reply) => reply(behave(query)) });
    const { answer, failure } = await ask(address);
    expect(answer).toBeUndefined();
    expect(failure).toMatchObject({
      code: 'garbage',
      message: expect.stringContaining('answer no question'),
    });
  });

  it('an answer from another port is not heard', async () => {
    const elsewhere = createSocket('udp4');
    onTestFinished(() => void elsewhere.close());
    const { address, udpQueries } = await fakeNameServer({
      udp: (query, _, from) => elsewhere.send(answerTo(query, [RIGHT]), from.port, from.address),
    });
    expect((await ask(address)).answer).toBeUndefined();
    expect(udpQueries()).toBe(2);
  });

  it('a flood before the right answer does not hide it', async () => {
    const { address } = await fakeNameServer({
      udp: (query, reply) => {
        for (let index = 0; index < 200; index++) reply(Buffer.alloc(100, index));
        reply(answerTo(query, [RIGHT]));
      },
    });
    expect((await ask(address)).answer?.answers).toHaveLength(1);
  });
});

describe('a hostile server by TCP', () => {
  const noise = framed(Buffer.alloc(65_535, 0xaa));
  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['closes at once', (socket) => socket.destroy()],
    [
      'sends noise without end',
      (socket) => {
        const pour = (): void => {
          while (!socket.destroyed && socket.write(noise));
        };
        socket.on('drain', pour);
        pour();
      },
    ],
    ['promises 65,535 octets and sends a few', (socket) => socket.write(Buffer.from([255, 255, 1, 2, 3]))],
    ['sends empty messages without end', (socket) => socket.write(Buffer.alloc(60_000))],
    [
      'answers by TCP that the answer is cut off',
      (socket) =>
        onFrames(socket, (query) =>
          socket.write(framed(answerTo(query, [], { flags: packet.TRUNCATED_RESPONSE }))),
        ),
    ],
  ])('that %s gets a failure', async (_, tcp) => {
    const { address } = await fakeNameServer({
      tcp,
      udp: (query, reply) => reply(answerTo(query, [], { flags: packet.TRUNCATED_RESPONSE })),
    });
    const { answer, failure } = await ask(address, true);
    expect(answer).toBeUndefined();
    expect(failure?.message).not.toBe('');
  });
});

describe('a server that is not there', () => {
  it.each([
    ['ENETUNREACH', 'unroutable'],
    ['EADDRNOTAVAIL', 'unroutable'],
    ['EAFNOSUPPORT', 'unroutable'],
    ['EHOSTUNREACH', 'network'],
    ['ECONNREFUSED', 'network'],
    ['EACCES', 'network'],
  ])('%s is %s: only a way that this machine has not is passed over', (code, kind) => {
    const error = Object.assign(new Error(`connect ${code}`), { code });
    expect(networkFailure(error)).toMatchObject({ code: kind, message: expect.stringMatching(/\w/) });
  });

  it('is told as such', async () => {
    const { address } = await fakeNameServer({});
    const gone = { ...address, address: '127.0.0.1', port: 1 };
    expect((await ask(gone)).failure).toMatchObject({ code: 'network' });
    expect((await ask(address)).failure).toMatchObject({ code: 'network' });
  });

  it('does not outlast a stop', async () => {
    const stop = new AbortController();
    const { address } = await fakeNameServer({ udp: () => stop.abort() });
    const started = performance.now();
    expect((await asker(30, stop.signal).ask(address, QUESTION)).failure).toMatchObject({ code: 'stopped' });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a whole zone asked of a server that mangles its answers', () => {
  it.each([1, 2, 3, 4, 5, 6])('comes to an end, and to a report (seed %d)', async (seed) => {
    const random = fc.sample(fc.nat(2 ** 30), { seed, numRuns: 5000 }).values();
    const next = (below: number): number => (random.next().value ?? 0) % below;
    const mangle = (query: Buffer): Buffer => {
      const { questions } = packet.decode(query);
      const isSoa = questions?.[0]?.type === 'SOA';
      const soa: packet.Answer = {
        type: 'SOA',
        name: 'example.com',
        data: { mname: 'a', rname: 'b.c', serial: next(9) },
      };
      const octets = answerTo(query, [isSoa ? soa : RIGHT]);
      // The first look at the SOA must come through, or there is nothing to see.
      const changes = isSoa ? 0 : next(4);
      for (let index = 0; index < changes; index++) octets[2 + next(octets.length - 2)] = next(256);
      return octets;
    };
    const { address } = await fakeNameServer({
      udp: (query, reply) => reply(mangle(query)),
      tcp: (socket) => onFrames(socket, (query) => socket.write(framed(mangle(query)))),
    });
    const records = Array.from({ length: 30 }, (_, index) => record(`h${index} 300 A 192.0.2.1`));
    const { questions } = questionsOf(ZONE, records, [], 'nobody');
    const { check } = await checkServer(ZONE, address, questions, asker(0.1));
    expect(['answers', 'unasked']).toContain(check.status);
  });
});
