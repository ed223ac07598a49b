import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/provider/vpsorg/proxy.ts';
import { dnssync, folder } from '../../support/cli.ts';

const API = 'https://admin.vps.org/api/v1';
const PROXY = 'http://proxy.example:3128';

describe('the proxy', () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ HTTPS_PROXY: PROXY }, 'HTTPS_PROXY'],
    [{ https_proxy: PROXY, HTTPS_PROXY: 'http://other' }, 'https_proxy'],
    [{ HTTP_PROXY: PROXY }, 'HTTP_PROXY'],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '*' }, undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'admin.vps.org' }, undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'x.example, VPS.org' }, undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '*.vps.org:443' }, undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '.vps.org:8443' }, 'HTTPS_PROXY'],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'min.vps.org, , s.org' }, 'HTTPS_PROXY'],
  ])('of %o is named by %s', (env, variable) => {
    expect(proxyFor(API, env)?.variable).toBe(variable);
  });

  it.each(['http://127.0.0.1:1/', 'http://[::1]:1', 'http://localhost'])(
    'carries nothing to %s',
    (apiUrl) => {
      expect(proxyFor(apiUrl, { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY })).toBeUndefined();
    },
  );

  it.each(['proxy.example:3128', 'http://', 'socks5://proxy.example', 'x'])('cannot be %s', (HTTPS_PROXY) => {
    expect(() => proxyFor(API, { HTTPS_PROXY })).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('is told of, without its password, and sees no token: only a tunnel to the API', async () => {
    const heard: string[] = [];
    const tunnel = createServer().on('connect', (request, socket) => {
      heard.push(`${request.url} ${JSON.stringify(request.headers)}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    const { port } = tunnel.address() as AddressInfo;
    const env = {
      VPS_API_URL: 'https://api.invalid/api/v1',
      VPS_API_TOKEN: 'vps_Canary7Qx-2mZ_9LwTr4KdPvbH8',
      HTTPS_PROXY: `http://user:pass-word@127.0.0.1:${port}`,
    };
    const { code, stdout, stderr } = await dnssync(['whoami', '-v'], folder({}), env);
    await new Promise((resolve) => tunnel.close(resolve));
    expect(code).toBe(1);
    expect(stderr).toContain(`Calls of the API go through the proxy 127.0.0.1:${port} (HTTPS_PROXY).`);
    expect(stdout + stderr).not.toContain('pass-word');
    expect(heard.length).toBeGreaterThan(0);
    for (const each of heard) {
      expect(each).toMatch(/^api\.invalid:443 /);
      expect(each).not.toContain('Canary');
    }
  });
});
