/** The sandbox's API without sockets and with a clock of the test's own, for tables of many small requests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../../src/sandbox/api/api.ts';
import { changeSettings, defaultSettings, type Settings } from '../../src/sandbox/settings.ts';
import { LaggingReads } from '../../src/sandbox/store/lagging-reads.ts';
import { Store } from '../../src/sandbox/store/store.ts';
import { Throttle } from '../../src/sandbox/throttle.ts';
import { allPermissions, type Permission, Tokens } from '../../src/sandbox/tokens.ts';

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test says it is
  readonly body: any;
}

export interface InProcess {
  readonly store: Store;
  /** Milliseconds, moved by the test. */
  time: number;
  /** One call with the token `vps_all`, or another, or none (null); the path is below /api/v1. */
  call(method: string, path: string, body?: unknown, token?: string | null): Answered;
  close(): Promise<void>;
}

/** Opens an API over an empty folder of its own. */
export async function openInProcess(
  changes: Partial<Settings> & { readonly lax?: boolean } = {},
  tokens: Readonly<Record<string, readonly Permission[]>> = {},
): Promise<InProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
  const store = await Store.open(folder, () => Date.UTC(2026, 0, 1));
  const known = new Tokens();
  known.add('vps_all', allPermissions);
  for (const [secret, permissions] of Object.entries(tokens)) known.add(secret, permissions);
  const settings = defaultSettings();
  changeSettings(settings, changes);
  const api = new Api({
    store,
    tokens: known,
    throttle: new Throttle(),
    reads: new LaggingReads(
      store,
      () => settings.read_lag,
      () => sandbox.time,
    ),
    settings,
    now: () => sandbox.time,
  });
  const sandbox: InProcess = {
    store,
    time: 0,
    call(method, path, body, token = 'vps_all') {
      const target = `/api/v1${path}`;
      const [bare = '', query = ''] = target.split('?', 2);
      const answer = api.answer({
        method,
        path: bare,
        query: new URLSearchParams(query),
        target,
        origin: 'http://127.0.0.1:8053',
        authorization: token === null ? undefined : `Bearer ${token}`,
        contentType: body === undefined ? undefined : 'application/json',
        body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      });
      return { ...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
  return sandbox;
}
