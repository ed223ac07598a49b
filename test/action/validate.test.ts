import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder } from '../support/cli.ts';
import { NODE_24, runAction } from '../support/run-action.ts';

const ZONE = 'zones/example.com.yaml';

describe('the bundle', () => {
  it('is what the sources make of it, byte for byte', () => {
    const made = mkdtempSync(join(tmpdir(), 'dnssync-dist-'));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    execFileSync(process.execPath, ['scripts/dist.mjs', made]);
    const isSame = readFileSync(join(made, 'index.cjs')).equals(readFileSync('dist/index.cjs'));
    expect(isSame, 'dist/index.cjs is out of date: npm run dist').toBe(true);
  });

  it('holds no path of the machine that made it', () => {
    expect(readFileSync('dist/index.cjs', 'utf8')).not.toContain(resolve('.'));
  });
});

describe.each([
  ['this Node', process.execPath],
  ['Node 24', NODE_24],
])('mode: validate on %s', (_, node) => {
  const run = it.skipIf(node === undefined);

  run('passes on the zones of this repository', async () => {
    const { code, outputs, log, summary } = await runAction({
      with: { mode: 'validate' },
      workspace: resolve('.'),
      ...(node === undefined ? {} : { node }),
    });
    expect(code, log.text).toBe(0);
    expect(outputs).toMatchObject({ result: 'validated', 'failure-reason': '' });
    expect(summary).toContain('### DNS zone files: valid');
    expect(log.annotations).toEqual([]);
  });

  run('shows each mistake at its line, from the root of the checkout', async () => {
    const workspace = folder({
      [`dns/${ZONE}`]: 'records:\n  www: { A: 192.0.2.300 }\n  "*.a": { A: 192.0.2.1 }\n',
    });
    const { code, outputs, log, summary } = await runAction({
      with: { mode: 'validate', 'working-directory': 'dns' },
      workspace,
      ...(node === undefined ? {} : { node }),
    });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ result: 'error', 'failure-reason': 'validation' });
    expect(log.annotations).toMatchObject([
      { severity: 'error', properties: { file: `dns/${ZONE}`, line: '2' } },
    ]);
    expect(summary).toContain('### DNS zone files: 1 error');
  });
});

describe('inputs', () => {
  it.each([
    [{ mode: 'destroy' }, "input 'mode' takes 'validate', 'plan', 'apply', 'drift', nothing else"],
    [{ mode: 'validate', strict: 'Yes' }, "input 'strict' takes 'true', 'false', nothing else"],
    [{}, "input 'mode' is missing: 'validate', 'plan', 'apply', 'drift'"],
  ])('%j is refused by the name of the input', async (inputs, message) => {
    const { code, log, outputs } = await runAction({ with: inputs, workspace: folder({}) });
    expect(code).toBe(1);
    expect(log.annotations.map((one) => one.message)).toEqual([message]);
    expect(outputs['failure-reason']).toBe('validation');
  });

  it('one that action.yml does not know is a mistake, not ignored', async () => {
    const { code, log } = await runAction({
      with: { mode: 'validate' },
      env: { 'INPUT_ALOW-ZONE-DELETE': 'example.com' },
      workspace: folder({ [ZONE]: 'records: { www: { A: 192.0.2.1 } }\n' }),
    });
    expect(code).toBe(1);
    expect(log.text).toContain("there is no input 'alow-zone-delete'");
  });
});
