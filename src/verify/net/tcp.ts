/** Questions by TCP to one address: one connection for as many as come (RFC 7766), opened again where it was closed. */
import { connect, type Socket } from 'node:net';
import type { ServerAddress } from '../../model/name-server.ts';
import type { AskFailure, DnsQuestion, Reply } from '../answer.ts';
import { Exchanges } from './exchanges.ts';
import { networkFailure } from './network-failure.ts';

/** A connection that brings this many messages nobody asked for is not worth listening to. */
const MOST_STRAYS = 100;

export class TcpChannel {
  readonly #server: ServerAddress;
  #connection: Connection | undefined;

  constructor(server: ServerAddress) {
    this.#server = server;
  }

  async ask(question: DnsQuestion, milliseconds: number): Promise<Reply> {
    if (this.#connection === undefined || this.#connection.isOver) {
      this.#connection = new Connection(this.#server);
    }
    return this.#connection.ask(question, milliseconds);
  }

  close(failure: AskFailure): void {
    this.#connection?.end(failure);
    this.#connection = undefined;
  }
}

class Connection {
  readonly #exchanges = new Exchanges();
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  isOver = false;

  constructor({ address, port }: ServerAddress) {
    this.#socket = connect({ host: address, port, noDelay: true });
    this.#socket.on('data', (octets) => this.#take(octets));
    this.#socket.on('error', (error) => this.end(networkFailure(error)));
    this.#socket.on('close', () =>
      this.end({ code: 'network', message: 'the server closed the connection before it answered' }),
    );
  }

  async ask(question: DnsQuestion, milliseconds: number): Promise<Reply> {
    const { octets, reply } = this.#exchanges.begin(question, milliseconds);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(octets.length);
    this.#socket.write(Buffer.concat([length, octets]));
    const result = await reply;
    // A connection on which nothing comes is given up, so that the next try is another one.
    if (result.failure?.code === 'timeout' || result.failure?.code === 'garbage') this.isOver = true;
    if (this.isOver && this.#exchanges.isIdle) this.#socket.destroy();
    return result;
  }

  end(failure: AskFailure): void {
    this.isOver = true;
    this.#socket.destroy();
    this.#exchanges.fail(failure);
  }

  /** Messages come with their length before them, cut anywhere (RFC 1035 §4.2.2). */
  #take(octets: Buffer): void {
    let rest = this.#rest.length === 0 ? octets : Buffer.concat([this.#rest, octets]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      this.#exchanges.receive(rest.subarray(2, end));
      rest = rest.subarray(end);
    }
    this.#rest = rest;
    if (this.#exchanges.strays > MOST_STRAYS) {
      this.end({ code: 'garbage', message: 'the server sends messages that answer no question' });
    }
  }
}
