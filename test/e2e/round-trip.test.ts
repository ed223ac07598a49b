/** The example zones of this repository out by `export` and in again by `import`: the same records. */
import { cpSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

interface Exported {
  readonly records: readonly { readonly value: string }[];
}

it.each(['bind', 'octodns'])('through %s', async (format) => {
  const cwd = folder({});
  cpSync('zones', join(cwd, 'zones'), { recursive: true });
  const json = async (): Promise<Exported[]> => {
    const domains = readdirSync(join(cwd, 'zones')).map((name) => name.replace(/\.yaml$/, ''));
    return Promise.all(
      domains.sort().map(async (domain) => {
        const { stdout, stderr, code } = await dnssync(['export', '--to', 'json', domain], cwd);
        expect(code, stderr).toBe(0);
        return JSON.parse(stdout);
      }),
    );
  };
  const before = await json();
  expect(before).toHaveLength(3);
  const exported = await dnssync(['export', '--to', format, '--out', 'foreign'], cwd);
  expect(exported.code, exported.stderr).toBe(0);
  renameSync(join(cwd, 'zones'), join(cwd, 'before'));
  const args = ['import', '--source', format, '--from', 'foreign', '--apex-ns', '--format', 'json'];
  const imported = await dnssync(args, cwd);
  expect(imported.code, imported.stderr).toBe(0);
  // BIND's file needs name servers, and one stands in where a zone names none.
  const after = (await json()).map(({ records, ...rest }) => ({
    ...rest,
    records: records.filter(({ value }) => value !== 'ns.invalid'),
  }));
  expect(after).toEqual(before);
});
