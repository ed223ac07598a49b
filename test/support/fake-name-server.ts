/** A name server of the test's own making on loopback, UDP and TCP on one port: what it answers is up to the test. */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import packet from 'dns-packet';
import { onTestFinished } from 'vitest';
import type { ServerAddress } from '../../src/model/name-server.ts';

export interface FakeServer {
  readonly address: ServerAddress;
  readonly udpQueries: () => number;
  readonly tcpConnections: () => number;
}

interface Behaviour {
  /** Gets each datagram. */
  readonly udp?: (
    query: Buffer,
    reply: (octets: Buffer) => void,
    from: RemoteInfo,
    socket: UdpSocket,
  ) => void;
  /** Gets each connection; where absent none is taken. */
  readonly tcp?: (socket: Socket) => void;
}

/** Gone when the test is over. */
export async function fakeNameServer({ udp, tcp }: Behaviour): Promise<FakeServer> {
  for (;;) {
    const datagrams = createSocket('udp4');
    datagrams.bind(0, '127.0.0.1');
    await once(datagrams, 'listening');
    const { port } = datagrams.address();
    let queries = 0;
    let connections = 0;
    datagrams.on('message', (query, from) => {
      queries++;
      udp?.(query, (octets) => datagrams.send(octets, from.port, from.address), from, datagrams);
    });
    const sockets = new Set<Socket>();
    const streams = createServer((socket) => {
      connections++;
      sockets.add(socket);
      socket.on('error', () => undefined);
      tcp?.(socket);
    });
    if (tcp !== undefined) {
      // Not by events.once, which takes the error of a port in use for its own.
      const free = await new Promise<boolean>((resolve) => {
        streams.once('listening', () => resolve(true)).once('error', () => resolve(false));
        streams.listen(port, '127.0.0.1');
      });
      if (!free) {
        datagrams.close();
        continue;
      }
    }
    onTestFinished(() => {
      datagrams.close();
      for (const socket of sockets) socket.destroy();
      if (tcp !== undefined) streams.close();
    });
    return {
      address: { host: '127.0.0.1', address: '127.0.0.1', port },
      udpQueries: () => queries,
      tcpConnections: () => connections,
    };
  }
}

/** An honest answer with authority; `changes` makes it less so. */
export function answerTo(
  query: Buffer,
  answers: packet.Answer[],
  changes: Partial<packet.Packet> = {},
): Buffer {
  const { id = 0, questions = [] } = packet.decode(query);
  return packet.encode({
    type: 'response',
    id,
    flags: packet.AUTHORITATIVE_ANSWER,
    questions,
    answers,
    ...changes,
  });
}

/** With its length before it, as it goes over TCP. */
export function framed(octets: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(octets.length);
  return Buffer.concat([length, octets]);
}

/** The messages that come on a connection. */
export function onFrames(socket: Socket, take: (query: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (octets) => {
    rest = Buffer.concat([rest, octets]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      take(rest.subarray(2, end));
      rest = rest.subarray(end);
    }
  });
}
