/** The webhook behind a proxy that takes the call and never answers: the time it may take is bounded all the same. */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { postNotice } from '../../src/provider/webhook.ts';

it('ends when it is stopped, though a proxy holds the line', { timeout: 20_000 }, async () => {
  const sockets: Socket[] = [];
  const stop = new AbortController();
  const proxy = createServer((socket) => {
    sockets.push(socket);
    // The call is on its way now.
    socket.once('data', () => stop.abort());
  });
  await new Promise<void>((settle) => void proxy.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  const webhook = { url: 'https://hooks.example.com/x', host: 'hooks.example.com' };
  const problem = await postNotice(webhook, {}, {
    env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
    sleep: async () => undefined,
    signal: stop.signal,
  });
  expect(problem).toBe('hooks.example.com could not be reached in time');
});
