/** Keeps the number of connections down: whoever comes is let in, at the cost of one that is idle. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Node's own limit turns away who comes last, so that many idle connections would lock everybody else out. */
export function limitConnections(server: Server, most: number): void {
  const all = new Set<Socket>();
  /** Those on which no request has come, and those whose last is answered; the longest idle first. */
  const mute = new Set<Socket>();
  const done = new Set<Socket>();
  function forget(socket: Socket): void {
    for (const set of [all, mute, done]) set.delete(socket);
  }
  server.on('connection', (socket) => {
    socket.once('close', () => forget(socket));
    if (all.size >= most) {
      // A client that has sent something may be about to send more.
      const [idlest = socket] = mute.size > 0 ? mute : done;
      forget(idlest);
      idlest.destroy();
      if (idlest === socket) return;
    }
    all.add(socket);
    mute.add(socket);
  });
  server.on('request', ({ socket }, response) => {
    mute.delete(socket);
    done.delete(socket);
    response.once('close', () => {
      if (all.has(socket)) done.add(socket);
    });
  });
}
