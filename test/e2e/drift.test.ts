/** `dnssync drift`: three outcomes and their exit codes, what a schedule reads, and the webhook. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { liveAnswer as live } from '../support/live-answer.ts';
import { rendered } from '../support/rendered.ts';

const FILE = {
  'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 }, api: { A: 192.0.2.2 } }\n',
};
const SAME = { ...FILE, 'live.json': live('www 192.0.2.1', 'api 192.0.2.2') };
const DRIFTED = { ...FILE, 'live.json': live('www 192.0.2.9', 'extra 192.0.2.3') };
const LIVE = ['drift', '--live', 'live.json'];

interface Hook {
  readonly url: string;
  readonly bodies: { text: string; dnssync: Record<string, unknown> }[];
  readonly requests: IncomingMessage[];
}

/** A webhook on loopback that answers with these codes, one after the other, the last one for ever. */
async function webhook(...codes: number[]): Promise<Hook> {
  const bodies: Hook['bodies'] = [];
  const requests: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      requests.push(request);
      bodies.push(JSON.parse(text));
      const code = codes[Math.min(requests.length, codes.length) - 1] ?? 200;
      response.writeHead(code, code === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`, bodies, requests };
}

describe('drift', () => {
  it('in sync is 0, and says how much was compared', async () => {
    const { code, stdout } = await dnssync(LIVE, folder(SAME));
    expect([code, stdout]).toEqual([0, 'In sync. Live matches the files (1 zone, 2 records).\n']);
  });

  it('drift is 2, with what differs and both ways out', async () => {
    const { code, stdout } = await dnssync(LIVE, folder(DRIFTED));
    expect(code).toBe(2);
    expect(stdout).toContain(
      'Drift: 3 differences in 1 zone: 1 missing live, 1 changed live, 1 not in the files.',
    );
    expect(stdout).toContain('192.0.2.9 → 192.0.2.1');
    expect(stdout).toContain('dnssync apply example.com');
    expect(stdout).toContain('dnssync adopt example.com');
  });

  it('what could not be looked at is 1, never 0 or 2, in every format', async () => {
    for (const format of ['text', 'json', 'markdown']) {
      const { code, stdout, stderr } = await dnssync(['drift', '--format', format], folder(FILE));
      expect([format, code, stderr]).toEqual([format, 1, expect.stringContaining('no API token')]);
      if (format === 'json')
        expect(JSON.parse(stdout)).toMatchObject({ outcome: 'could-not-check', failure: { code: 'auth' } });
      if (format === 'markdown') expect(stdout).toContain('### DNS drift: could not be checked');
    }
  });

  it('prints JSON as its schema describes it, whatever the outcome', async () => {
    const schema = (name: string) => JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8'));
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema(schema('plan'), 'plan.schema.json');
    const validate = ajv.compile(schema('drift'));
    const outcomes: string[] = [];
    for (const [args, files] of [
      [LIVE, SAME],
      [LIVE, DRIFTED],
      [['drift'], FILE],
    ] as const) {
      const { stdout } = await dnssync([...args, '--format', 'json'], folder(files));
      const json = JSON.parse(stdout);
      outcomes.push(json.outcome);
      expect([validate(json), validate.errors]).toEqual([true, null]);
    }
    expect(outcomes).toEqual(['in-sync', 'drift', 'could-not-check']);
  });

  it('files that are wrong are 3', async () => {
    const { code, stdout } = await dnssync(
      [...LIVE, '--format', 'json'],
      folder({ ...DRIFTED, 'zones/b.example.yaml': 'records: [' }),
    );
    expect([code, JSON.parse(stdout).outcome]).toEqual([3, 'could-not-check']);
  });

  it('the fingerprint is that of the drift, whatever else changes', async () => {
    const fingerprint = async (files: Record<string, string>): Promise<string> =>
      JSON.parse((await dnssync([...LIVE, '--format', 'json'], folder(files))).stdout).fingerprint;
    const first = await fingerprint(DRIFTED);
    const reordered = {
      ...DRIFTED,
      'zones/example.com.yaml':
        '# a comment\nttl: 5m\nrecords: { api: { A: 192.0.2.2 }, www: { A: 192.0.2.1 } }\n',
    };
    expect(await fingerprint(reordered)).toBe(first);
    expect(await fingerprint({ ...FILE, 'live.json': live('www 192.0.2.8', 'extra 192.0.2.3') })).not.toBe(
      first,
    );
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });

  it('writes an issue that a renderer shows as it is meant, twice the same', async () => {
    const cwd = folder(DRIFTED);
    const first = await dnssync([...LIVE, '--format', 'markdown'], cwd);
    expect(first.stdout).toMatch(/^### DNS drift: found, 3 differences in 1 zone/);
    expect(rendered(first.stdout).offences).toEqual([]);
    expect((await dnssync([...LIVE, '--format', 'markdown'], cwd)).stdout).toBe(first.stdout);
  });
});

describe('drift --notify', () => {
  const notify = (files: Record<string, string>, url: string, args: readonly string[] = LIVE) =>
    dnssync([...args, '--notify'], folder(files), { DNSSYNC_WEBHOOK_URL: url });

  it('posts what drifted, in a body that chats take, without any value or address', async () => {
    const hook = await webhook(200);
    const { code, stdout, stderr } = await notify(DRIFTED, hook.url);
    expect(code).toBe(2);
    expect(hook.bodies).toEqual([
      {
        text: 'dnssync drift: 3 differences between the files and live in 1 zone (example.com). Keep the files: dnssync apply example.com. Keep live: dnssync adopt example.com.',
        dnssync: {
          outcome: 'drift',
          fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
          differences: 3,
          zones: ['example.com'],
        },
      },
    ]);
    expect(stdout + stderr).not.toContain('secret-path');
  });

  it('is silent where all is in sync', async () => {
    const hook = await webhook(200);
    expect((await notify(SAME, hook.url)).code).toBe(0);
    expect(hook.requests).toEqual([]);
  });

  it('posts that it could not check, and keeps the exit code', async () => {
    const hook = await webhook(200);
    expect((await notify(FILE, hook.url, ['drift'])).code).toBe(1);
    expect(hook.bodies[0]).toMatchObject({
      text: expect.stringContaining('Could not check (auth)'),
      dnssync: { outcome: 'could-not-check' },
    });
  });

  it('tries again what may pass', async () => {
    const hook = await webhook(503, 200);
    const { code, stderr } = await notify(DRIFTED, hook.url);
    expect([code, stderr, hook.requests.length]).toEqual([2, '', 2]);
  });

  it.each([[404], [302]])(
    'says that the webhook answered %i, once, and hides nothing of the outcome',
    async (status) => {
      const hook = await webhook(status);
      const { code, stderr } = await notify(DRIFTED, hook.url);
      expect([code, hook.requests.length]).toEqual([2, 1]);
      expect(stderr).toContain(`answered ${status}`);
      expect(stderr).not.toContain('secret-path');
    },
  );

  it('goes nowhere with an address that is none, or that anybody could listen to', async () => {
    for (const url of [
      '',
      'hooks.example',
      'http://hooks.example/x',
      'https://user:pw@hooks.example/',
      'file:///etc/passwd',
    ]) {
      const { code, stderr } = await notify(DRIFTED, url);
      expect([url, code]).toEqual([url, 3]);
      expect(stderr).toContain('DNSSYNC_WEBHOOK_URL');
    }
  });

  it('never carries the token', async () => {
    const hook = await webhook(200);
    const token = 'vps_a_token_of_a_test';
    await dnssync(['drift', '--notify', '--max-wait', '1'], folder(FILE), {
      DNSSYNC_WEBHOOK_URL: hook.url,
      VPS_API_TOKEN: token,
      VPS_API_URL: 'http://127.0.0.1:9/api/v1',
    });
    expect(hook.bodies).toHaveLength(1);
    expect(JSON.stringify([hook.bodies, hook.requests[0]?.rawHeaders])).not.toContain(token);
  });
});
