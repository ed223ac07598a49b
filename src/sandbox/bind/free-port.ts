/** A port of 127.0.0.1 that is free for both UDP and TCP, for a program that cannot be told to take any. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Free when asked; another process may be faster. */
export async function freePort(): Promise<number> {
  for (let tries = 0; ; tries++) {
    const tcp = createServer().listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4');
    try {
      udp.bind(port, '127.0.0.1');
      await once(udp, 'listening');
      return port;
    } catch (error) {
      if (tries === 20) throw error;
    } finally {
      udp.close();
      tcp.close();
    }
  }
}
