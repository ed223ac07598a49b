/** Bad input through the built command line: one clear message with a way out, the right exit code, nothing written. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const LIVE = Array.from({ length: 6 }, (_, index) => ({
  record_type: 'A',
  name: `n${index}`,
  value: '192.0.2.1',
  ttl: 300,
}));

beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: LIVE }] });
  await sandbox.ask('/reset', {});
});

/** Whatever a test fed in: nothing was written, and nobody saw a stack trace. */
let results: CliResult[] = [];
afterEach(async () => {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  for (const { stdout, stderr } of results)
    expect(stdout + stderr).not.toMatch(/^\s+at .*\(?.*:\d+:\d+\)?$/m);
  results = [];
});

async function run(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = sandbox.env,
): Promise<CliResult> {
  const result = await dnssync(args, folder(files), env);
  results.push(result);
  return result;
}

const SOUND = { 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 } }\n' };
const APPLY = ['apply', '--yes', '--force'];

describe('the token', () => {
  it('missing: says where it comes from', async () => {
    const { code, stderr } = await run(APPLY, SOUND, { VPS_API_URL: sandbox.url });
    expect(code).toBe(1);
    expect(stderr).toContain('VPS_API_TOKEN');
  });
  it('wrong: says that the service refuses it, and never shows it', async () => {
    const { code, stderr, stdout } = await run(APPLY, SOUND, {
      ...sandbox.env,
      VPS_API_TOKEN: 'vps_wrong_0123456789',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('401');
    expect(stdout + stderr).not.toContain('wrong_0123456789');
  });
  it('not a token at all: is not sent, and never shown', async () => {
    const { code, stderr, stdout } = await run(APPLY, SOUND, {
      ...sandbox.env,
      VPS_API_TOKEN: 'hunter2 and more',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('vps_');
    expect(stdout + stderr).not.toContain('hunter2');
  });
  it('cannot be given on the command line, where other users of the machine would see it', async () => {
    const { code, stderr } = await run([...APPLY, '--token', 'vps_0123456789'], SOUND);
    expect(code).toBe(3);
    expect(stderr).toContain('--token-file');
  });
});

describe('the address', () => {
  it('works with and without /api/v1 and a final slash', async () => {
    const { origin } = new URL(sandbox.url);
    for (const url of [origin, `${origin}/`, `${origin}/api/v1`, `${origin}/api/v1/`]) {
      const { code, stderr } = await run(['plan'], SOUND, { ...sandbox.env, VPS_API_URL: url });
      expect([url, code, stderr]).toEqual([url, 0, '']);
    }
  });
  it.each([
    ['not a URL', 'nonsense'],
    ['plain http beyond this machine', 'http://admin.vps.org/api/v1'],
    ['a host that only looks like this machine', 'http://127.0.0.1.example.com/api/v1'],
    ['with a user', 'https://user:secret@admin.vps.org/api/v1'],
  ])('refused: %s', async (_, url) => {
    const { code, stderr } = await run(['plan'], SOUND, { ...sandbox.env, VPS_API_URL: url });
    expect(code).toBe(3);
    expect(stderr).toContain('VPS_API_URL');
    expect(stderr).not.toContain('secret');
  });
  it('of something that is not the API: says so', async () => {
    const { code, stderr } = await run(['plan'], SOUND, {
      ...sandbox.env,
      VPS_API_URL: `${new URL(sandbox.url).origin}/nothing`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/VPS_API_URL|404/);
  });
});

describe('the files', () => {
  it.each([
    ['not YAML', { 'zones/example.com.yaml': 'records: [}' }, /example\.com\.yaml:1:\d+ error/],
    [
      'an unknown key, with the one that was meant',
      { 'zones/example.com.yaml': 'recrods: {}\n' },
      /1:1 error .*records/,
    ],
    ['a wrong type', { 'zones/example.com.yaml': 'records: { www: { A: { ttl: [1] } } }' }, /1:\d+ error/],
    [
      'two files for one zone, both shown',
      {
        'zones/a/example.com.yaml': SOUND['zones/example.com.yaml'],
        'zones/b/EXAMPLE.COM.yml': SOUND['zones/example.com.yaml'],
      },
      /a\/example\.com\.yaml[\s\S]*b\/EXAMPLE\.COM\.yml|b\/EXAMPLE\.COM\.yml[\s\S]*a\/example\.com\.yaml/,
    ],
    ['an empty zones folder', { 'zones/.keep': '' }, /zones/],
    ['no zones folder', {}, /zones/],
    ['an empty file: never means delete everything', { 'zones/example.com.yaml': '' }, /allow_empty/],
    [
      'a file of comments: never means delete everything',
      { 'zones/example.com.yaml': '# records:\n#   www: {}\n' },
      /allow_empty/,
    ],
    [
      'records without any: never means delete everything',
      { 'zones/example.com.yaml': 'records: {}\n' },
      /allow_empty/,
    ],
  ])('%s', async (_, files, message) => {
    const { code, stderr } = await run(APPLY, files as unknown as Record<string, string>);
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
  });

  it('named like a live zone but for one letter: refused until allowed, naming both', async () => {
    const files = { 'zones/exmaple.com.yaml': SOUND['zones/example.com.yaml'] };
    const { code, stdout, stderr } = await run(['apply', '--yes'], files);
    expect(code).toBe(4);
    expect(stdout + stderr).toMatch(/exmaple\.com/);
    expect(stdout + stderr).toMatch(/example\.com/);
    expect(stdout + stderr).toContain('--allow exmaple.com=');
  });
  it('a zone on the command line that no file is for: names the one that was meant', async () => {
    const { code, stderr } = await run(['apply', '--yes', 'exmaple.com'], SOUND);
    expect(code).toBe(3);
    expect(stderr).toContain('did you mean example.com');
  });
});

describe('reads that fail or come short are never "no records"', () => {
  it.each([
    ['an answer cut short', 'truncated'],
    ['a sign-in page', 'html-200'],
    ['JSON that breaks off', 'bad-json'],
    ['a zone that is not found', '404'],
    ['a redirect', 'redirect'],
  ])('%s', async (_, kind) => {
    const faults = Array.from({ length: 12 }, (_unused, index) => ({
      method: 'GET',
      path: '/dns-zones/.',
      nth: index + 1,
      kind,
    }));
    await sandbox.ask('/faults', faults);
    const { code, stdout } = await run(APPLY, SOUND);
    expect(code).toBe(1);
    expect(stdout).not.toContain('No changes');
    expect(stdout).not.toMatch(/to delete|to create/);
  });
});
