/** The live page: what a browser may run there, and what it is told. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the page', () => {
  test('is for browsers; others get the list of calls', async () => {
    const forBrowser = await fetch(`${sandbox.control}/`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(forBrowser.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const forOthers = await fetch(`${sandbox.control}/`);
    expect(await forOthers.json()).toMatchObject({ endpoints: expect.arrayContaining(['GET /events']) });
  });

  test('runs its own style and script and nothing else', async () => {
    const answer = await fetch(`${sandbox.control}/`, { headers: { accept: 'text/html' } });
    const html = await answer.text();
    const policy = new Map(
      (answer.headers.get('content-security-policy') ?? '').split('; ').map((rule) => {
        const [name = '', ...values] = rule.split(' ');
        return [name, values.join(' ')];
      }),
    );
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('style-src')).toBe(hash(style));
    expect(policy.get('script-src')).toBe(hash(script));
    expect(policy.get('connect-src')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(html.match(/<script|<style|<link/g)).toEqual(['<link', '<style', '<script']);
    // An attribute would be refused by the policy; text is never read as HTML.
    expect(html).not.toMatch(/ (style|on[a-z]+)=/);
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
  });
});

/** Reads events until one fits; the stream ends with it. */
async function nextEvent(fits: (event: News) => boolean, during: () => Promise<unknown>): Promise<News> {
  const abort = new AbortController();
  const answer = await fetch(`${sandbox.control}/events`, { signal: abort.signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  let isDone: Promise<unknown> | undefined;
  try {
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      isDone ??= during();
      const events = text.split('\n\n').slice(0, -1);
      const found = events.map((event) => JSON.parse(event.replace(/^data: /, '')) as News).find(fits);
      if (found !== undefined) return found;
    }
    throw new Error('the stream ended');
  } finally {
    await isDone;
    abort.abort();
  }
}

interface News {
  readonly requests: readonly { readonly label: string; readonly says?: string; readonly status: number }[];
  readonly changed: boolean;
  readonly cleared: boolean;
  readonly violations: number;
  readonly counters: { readonly writes: number };
}

describe('the events', () => {
  test('tell requests, changes and counters as they come', async () => {
    const made = await sandbox.api('POST', '/dns-zones/', { domain: 'example.com' });
    const { uuid } = (await made.json()) as { uuid: string };
    const hostile = { record_type: 'TXT', name: 'x', value: '<script>alert(1)</script> "; --' };
    const event = await nextEvent(
      ({ requests }) => requests.some(({ label }) => label.endsWith('/records/')),
      () => sandbox.api('POST', `/dns-zones/${uuid}/records/`, hostile),
    );
    expect(event).toMatchObject({ changed: true, violations: 0, counters: { writes: 2 } });
    expect(event.requests.at(-1)).toMatchObject({
      label: '/dns-zones/example.com/records/',
      says: 'x  TXT  <script>alert(1)</script> "; --',
      status: 201,
    });
  });

  test('begin with the last requests', async () => {
    const event = await nextEvent(
      () => true,
      async () => undefined,
    );
    expect(event.requests.map(({ label }) => label)).toEqual([
      '/dns-zones/',
      '/dns-zones/example.com/records/',
    ]);
  });

  test('tell that the log begins anew', async () => {
    const event = await nextEvent(
      ({ cleared, counters }) => cleared && counters.writes === 0,
      () => sandbox.ask('/reset', {}),
    );
    expect(event).toMatchObject({ requests: [], counters: { writes: 0 } });
  });
});

describe('a look at the state', () => {
  test('is small however much there is, and can be narrowed down', async () => {
    const records = Array.from({ length: 400 }, (_, i) => ({
      record_type: 'A',
      name: `n${i}`,
      value: `192.0.2.${i % 10}`,
    }));
    const many = Array.from({ length: 350 }, (_, i) => ({ domain: `z${i}.example` }));
    await sandbox.ask('/reset?state=1', {});
    await sandbox.ask('/seed', { zones: [{ domain: 'big.example', records }, ...many] });
    const all = await sandbox.ask<{ zones: object[] }>('/zones');
    expect(all).toMatchObject({ matching: 351, total: 351, records: 400 });
    expect(all.zones).toHaveLength(300);
    expect(await sandbox.ask('/zones?contains=BIG')).toMatchObject({
      zones: [{ domain: 'big.example', record_count: 400 }],
      matching: 1,
    });
    const zone = await sandbox.ask<{ records: object[] }>('/zone?domain=big.example');
    expect(zone.records).toHaveLength(300);
    expect(await sandbox.ask('/zone?domain=big.example&contains=N399')).toMatchObject({
      records: [{ name: 'n399', value: '192.0.2.9' }],
      matching: 1,
    });
    await expect(sandbox.ask('/zone?domain=none.example')).rejects.toThrow(/answered 404/);
  });
});

test('a page that is open does not keep the sandbox from stopping', async () => {
  const other = await startSandbox();
  const answer = await fetch(`${other.control}/events`);
  const reading = answer.text().catch((error: Error) => error);
  expect(await other.stop()).toBe(0);
  await reading;
});
