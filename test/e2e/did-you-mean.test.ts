/** What was perhaps meant: commands, options, zones and files that are misspelt on the command line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  const records = [{ record_type: 'A', name: '@', value: '192.0.2.1', ttl: 3600 }];
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
});
afterAll(() => sandbox.stop());

const FILES = { 'zones/example.com.yaml': 'records: { "@": { A: 192.0.2.1 } }\n' };

describe('a misspelt', () => {
  it.each([
    ['command', ['plna'], 'Did you mean plan?'],
    ['option', ['plan', '--formt', 'json'], 'Did you mean --format?'],
    ['zone', ['plan', 'exmple.com'], 'did you mean example.com?'],
    ['zone of the account', ['snapshot', 'exmple.com'], 'did you mean example.com?'],
    ['file', ['validate', 'zones/exmple.com.yaml'], 'did you mean zones/example.com.yaml?'],
    ['file, for which the zone stands', ['validate', 'example.com'], 'did you mean zones/example.com.yaml?'],
    ['name', ['why', 'exmple.com', '--no-dns'], 'did you mean example.com?'],
    ['rule', ['rules', 'cname-conflct'], 'did you mean cname-conflict?'],
    ['schema', ['schema', 'zoen'], 'did you mean zone?'],
    ['type of a target', ['plan', '--target', 'www/AAA'], 'did you mean AAAA?'],
  ])('%s', async (_, args, hint) => {
    const { code, stdout, stderr } = await dnssync(args, folder(FILES), sandbox.env);
    expect(stdout + stderr).toContain(hint);
    expect(code).toBe(3);
  });

  it('zone that is allowed something is told of, and allows nothing', async () => {
    const args = ['apply', '--yes', '--allow', 'exmple.com=3', '--allow-zone-delete', 'example.comm'];
    const { code, stderr } = await dnssync(args, folder(FILES), sandbox.env);
    expect(code).toBe(0);
    expect(stderr).toContain('--allow exmple.com: no file is of that zone; did you mean example.com?');
    expect(stderr).toContain(
      '--allow-zone-delete example.comm: no file is of that zone; did you mean example.com?',
    );
  });
});
