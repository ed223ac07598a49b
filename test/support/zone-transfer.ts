/** Zone transfers over TCP (RFC 5936), decoded by dns-packet: what `named` serves, by a parser that is not ours. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Answer, decode, streamEncode } from 'dns-packet';

export interface Transfer {
  /** Without the second SOA, which only says that it is over. */
  readonly records: readonly Answer[];
  readonly messages: number;
}

/** Transfers zone after zone over one connection. Throws where a zone is not served, or the connection ends early. */
export async function* transfers(port: number, domains: Iterable<string>): AsyncGenerator<Transfer> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    const messages = messagesIn(socket);
    let id = 0;
    for (const domain of domains) {
      id = (id + 1) % 65_536;
      socket.write(
        streamEncode({ type: 'query', id, questions: [{ type: 'AXFR', name: domain, class: 'IN' }] }),
      );
      yield await oneTransfer(messages, id, domain);
    }
  } finally {
    socket.destroy();
  }
}

async function oneTransfer(messages: AsyncGenerator<Buffer>, id: number, domain: string): Promise<Transfer> {
  const records: Answer[] = [];
  let ends = 0;
  for (let count = 1; ; count++) {
    const { value, done } = await messages.next();
    if (done === true) throw new Error(`the connection ended amid the transfer of ${domain}`);
    const packet = decode(value);
    if (packet.id !== id) throw new Error(`message ${packet.id} came in place of ${id}`);
    // The last four bits of the flags are the RCODE (RFC 1035 section 4.1.1).
    const rcode = (packet.flags ?? 0) & 15;
    if (rcode !== 0) throw new Error(`the transfer of ${domain} is refused: RCODE ${rcode}`);
    for (const record of packet.answers ?? []) {
      if (record.type === 'SOA') ends++;
      if (ends < 2) records.push(record);
    }
    if (ends === 2) return { records, messages: count };
  }
}

/** The messages in a stream, each behind its length in two octets (RFC 1035 section 4.2.2). */
async function* messagesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of stream) {
    rest = Buffer.concat([rest, part]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      yield rest.subarray(2, end);
      rest = rest.subarray(end);
    }
  }
}
