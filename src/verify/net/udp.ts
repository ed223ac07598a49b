/** Questions by UDP to one address: a connected socket, so that the system passes on what comes from there only. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { ServerAddress } from '../../model/name-server.ts';
import type { AskFailure, DnsQuestion, Reply } from '../answer.ts';
import { Exchanges } from './exchanges.ts';
import { networkFailure } from './network-failure.ts';
import { UDP_SIZE } from './wire.ts';

export class UdpChannel {
  readonly #server: ServerAddress;
  readonly #exchanges = new Exchanges();
  #socket: Promise<Socket> | undefined;

  constructor(server: ServerAddress) {
    this.#server = server;
  }

  async ask(question: DnsQuestion, milliseconds: number): Promise<Reply> {
    this.#socket ??= this.#open();
    let socket: Socket;
    try {
      socket = await this.#socket;
    } catch (error) {
      this.#socket = undefined;
      return { failure: networkFailure(error) };
    }
    const { octets, reply } = this.#exchanges.begin(question, milliseconds);
    socket.send(octets, (error) => {
      if (error) this.#exchanges.fail(networkFailure(error));
    });
    return reply;
  }

  close(failure: AskFailure): void {
    this.#exchanges.fail(failure);
    void this.#socket?.then(
      (socket) => socket.close(),
      () => undefined,
    );
    this.#socket = undefined;
  }

  #open(): Promise<Socket> {
    const { address, port } = this.#server;
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.on('message', (octets) => {
      // More than was offered room for is no answer of an honest server: it counts as noise.
      this.#exchanges.receive(octets.length <= UDP_SIZE ? octets : Buffer.alloc(0));
    });
    // The other side's refusal (ICMP) comes as an error of the socket.
    socket.on('error', (error) => this.#exchanges.fail(networkFailure(error)));
    return new Promise((resolve, reject) => {
      socket.connect(port, address, (error?: Error) => {
        if (error === undefined || error === null) return resolve(socket);
        socket.close();
        reject(error);
      });
    });
  }
}
