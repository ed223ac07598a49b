/** `import --update`: files that exist take in what is live, or what another program's file says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.ask('/reset?state=1', {}));

const FILE = 'zones/example.com.yaml';
const TEXT = `# ours
records:
  # no touching
  "@":
    NS: [ns1.example.net, ns2.example.net]
    MX: 10 mx.example.net   # the provider's
  www: { A: [192.0.2.1, 192.0.2.2] } # two
`;
const read = (cwd: string): string => readFileSync(join(cwd, FILE), 'utf8');

describe('import --update', () => {
  it('merges a zone file of BIND into the file that is there, and keeps what that says nothing of', async () => {
    const bind =
      '$ORIGIN example.com.\n$TTL 3600\n@ SOA ns h 1 1 1 1 1\n@ NS ns.example.org.\n@ MX 10 mx.example.net.\nwww A 192.0.2.1\nwww A 192.0.2.9\nftp 300 CNAME www\n';
    const cwd = folder({ [FILE]: TEXT, 'example.com.zone': bind });
    const args = ['import', '--from', 'example.com.zone', '--update', 'example.com'];
    const asked = await dnssync(args, cwd);
    expect([asked.code, read(cwd)]).toEqual([4, TEXT]);
    expect(asked.stdout).toContain('+  www: { A: [192.0.2.1, 192.0.2.9] } # two');
    const { code, stdout, stderr } = await dnssync([...args, '--yes'], cwd);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Adopted 2 changes. They no longer differ from example.com.zone.');
    expect(read(cwd)).toBe(
      TEXT.replace('192.0.2.2]', '192.0.2.9]').replace(
        '  www:',
        '  ftp:\n    CNAME:\n      ttl: 5m\n      values: www.example.com\n  www:',
      ),
    );
    const again = await dnssync([...args, '--yes'], cwd);
    expect([again.code, again.stdout]).toEqual([0, 'Nothing to adopt: the files say the same.\n']);
  });

  it('merges what is live, and writes files for zones that have none', async () => {
    const a = (value: string) => ({ record_type: 'A', name: 'www', value, ttl: 3600 });
    const ns = ['ns1', 'ns2'].map((host) => ({
      record_type: 'NS',
      name: '@',
      value: `${host}.example.net`,
      ttl: 3600,
    }));
    await sandbox.ask('/seed', {
      zones: [
        { domain: 'example.com', records: [a('192.0.2.7'), ...ns] },
        { domain: 'example.net', records: [a('192.0.2.8')] },
      ],
    });
    const cwd = folder({ [FILE]: TEXT });
    const { code, stderr } = await dnssync(['import', '--update', '--yes'], cwd, sandbox.env);
    expect(code, stderr).toBe(0);
    expect(read(cwd)).toBe(
      TEXT.replace('[192.0.2.1, 192.0.2.2]', '[192.0.2.7]').replace(
        "    MX: 10 mx.example.net   # the provider's\n",
        '',
      ),
    );
    expect(existsSync(join(cwd, 'zones/example.net.yaml'))).toBe(true);
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);
  });

  it('goes with no option that writes over files', async () => {
    const cwd = folder({ [FILE]: TEXT });
    expect((await dnssync(['import', '--update', '--force'], cwd, sandbox.env)).code).toBe(3);
  });
});
