/** The sandbox's API behind a server of the test's own, which keeps every request as it came over the wire. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Settings } from '../../src/sandbox/settings.ts';
import { allPermissions } from '../../src/sandbox/tokens.ts';
import { openInProcess } from '../sandbox/in-process.ts';
import type { SentRequest } from './contract.ts';

export interface RecordingServer {
  /** As VPS_API_URL takes it. */
  readonly url: string;
  readonly token: string;
  readonly sent: readonly (SentRequest & { readonly status: number })[];
  close(): Promise<void>;
}

const base = '/api/v1';
const token = 'vps_recorded';

export async function startRecordingServer(settings: Partial<Settings>): Promise<RecordingServer> {
  const sandbox = await openInProcess(settings, { [token]: allPermissions });
  const sent: (SentRequest & { status: number })[] = [];
  const server = createServer(async (message, response) => {
    let body = '';
    for await (const chunk of message.setEncoding('utf8')) body += chunk;
    const path = (message.url ?? '').slice(base.length);
    const { method = '', headers } = message;
    const answer = sandbox.call(
      method,
      path,
      body === '' ? undefined : JSON.parse(body),
      headers.authorization?.replace('Bearer ', '') ?? null,
    );
    sent.push({
      method,
      path,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body,
      status: answer.status,
    });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    token,
    sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
    },
  };
}
