import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { runSandbox } from '../../src/sandbox/run.ts';

/** Runs it in this process; it is stopped as soon as it has said that it is ready. */
async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stop = new AbortController();
  let out = '';
  let err = '';
  const code = await runSandbox(argv, {
    out(text) {
      out += text;
      stop.abort();
    },
    err(text) {
      err += text;
    },
    stop: stop.signal,
  });
  return { code, out, err };
}

const free = ['--port', '0', '--control-port', '0'];

describe('the command line', () => {
  test.each([
    [['--bogus'], /Unknown option '--bogus'; --help lists all options/],
    [['extra'], /Unexpected argument 'extra'/],
    [['--port'], /'--port <value>' argument missing/],
    [['--port', '65536'], /--port must be a whole number from 0 to 65535, not '65536'/],
    [['--port', '80x'], /--port must be/],
    [['--control-port', '-1'], /control-port/],
    [['--data', ''], /--data needs the name of a folder/],
    [['--token', 'abc'], /--token must start with vps_/],
    [['--token', 'vps_'], /--token must start with vps_/],
    [['--token', 'vps_a b'], /--token must start with vps_/],
    [['--token', 'vps_a=dns:lst'], /unknown permission 'dns:lst'; there are dns:list, dns:create/],
    [['--list', 'pages'], /--list must be bare or paginated/],
    [['--page-size', '0'], /--page-size must be a whole number from 1/],
    [['--delay', '1s'], /--delay must be a whole number/],
    [['--throttle', '0.5'], /--throttle must be a whole number/],
    [['--errors', 'html'], /--errors must be page or drf/],
  ])('%j is refused in one line with exit code 3', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect(err).toMatch(message);
    expect(err).toMatch(/^dnssync-sandbox: .+\n$/);
    expect(err).not.toContain('    at ');
    expect([code, out]).toEqual([3, '']);
  });

  test('--help names every option there is', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const flag of [
      'port',
      'control-port',
      'data',
      'json',
      'named',
      'publish-delay',
      'token',
      'list',
      'page-size',
      'delay',
      'throttle',
    ]) {
      expect(out).toContain(`--${flag}`);
    }
    for (const flag of ['errors', 'no-type-change', 'no-account', 'lax', 'help'])
      expect(out).toContain(`--${flag}`);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('a port in use is one line with exit code 1, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    for (const argv of [
      ['--port', `${port}`, '--control-port', '0'],
      ['--port', '0', '--control-port', `${port}`],
    ]) {
      expect(await run(...argv)).toEqual({
        code: 1,
        out: '',
        err: `dnssync-sandbox: port ${port} is in use; choose another one, or 0 for a free one\n`,
      });
    }
    other.close();
  });
});

describe('the start', () => {
  test('with --json is one line for programs', async () => {
    const { code, out } = await run(
      ...free,
      '--json',
      '--token',
      'vps_first=dns:list',
      '--token',
      'vps_second',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(out)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      token: 'vps_first',
    });
  });

  test('without it has two lines to paste', async () => {
    const { out } = await run(...free);
    expect(out).toMatch(/^ {2}export VPS_API_URL=http:\/\/127\.0\.0\.1:\d+\/api\/v1$/m);
    expect(out).toMatch(/^ {2}export VPS_API_TOKEN=vps_[0-9a-f]{32}$/m);
    expect(out).toMatch(/^Live page and controls: http:\/\/127\.0\.0\.1:\d+\//m);
  });
});
