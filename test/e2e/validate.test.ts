/** `dnssync validate` through the built command line: its formats, `--strict` and `--out`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

const SOUND = { 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }\n' };
const WRONG = { 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.300 } }\n' };
const DOUBTFUL = { 'zones/example.com.yaml': 'records: { "@": { MX: 10 mx.example.com } }\n' };
const MANY = {
  'zones/example.com.yaml': `records:\n${Array.from({ length: 500 }, (_, i) => `  n${i}: { A: 192.0.2.${i + 256} }\n`).join('')}`,
};

describe('the same mistake in 500 places', () => {
  it.each([['validate'], ['plan'], ['apply']])('%s tells it once', async (command) => {
    const { code, stdout, stderr } = await dnssync([command], folder(MANY));
    const shown = stdout + stderr;
    expect(code).toBe(3);
    expect(shown.match(/is not an IPv4 address/g)).toHaveLength(1);
    expect(shown).toMatch(/ \(500 places\) .*'192\.0\.2\.256'/);
    expect(shown).toMatch(/\n… and 497 more places\n\n500 errors in 1 file; -v shows every place\n$/);
  });
  it('-v tells it 500 times, and so does JSON', async () => {
    const cwd = folder(MANY);
    const { stdout } = await dnssync(['validate', '-v'], cwd);
    expect(stdout.match(/is not an IPv4 address/g)).toHaveLength(500);
    const json = JSON.parse((await dnssync(['validate', '--format', 'json'], cwd)).stdout);
    expect(json.diagnostics).toHaveLength(500);
  });
});

describe('--format github', () => {
  it('prints annotations on stdout and the report on stderr', async () => {
    const { code, stdout, stderr } = await dnssync(['validate', '--format', 'github'], folder(WRONG));
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^::error file=zones\/example\.com\.yaml,line=1,col=22,endColumn=33,title=a-syntax::'192\.0\.2\.300' .*\n$/,
    );
    expect(stderr).toMatch(/^zones\/example\.com\.yaml:1:22 error a-syntax /);
  });
  it('names files from the root of the checkout', async () => {
    const root = folder({ 'dns/zones/example.com.yaml': WRONG['zones/example.com.yaml'] });
    const env = { GITHUB_WORKSPACE: root };
    const annotated = await dnssync(['validate', '--format', 'github', '-q'], join(root, 'dns'), env);
    expect(annotated.stdout).toContain('file=dns/zones/example.com.yaml,');
    expect(annotated.stderr).toBe('');
    const { stdout } = await dnssync(['validate', '--format', 'sarif'], join(root, 'dns'), env);
    expect(stdout).toContain('"uri": "dns/zones/example.com.yaml"');
  });
  it('is empty on stdout where all is well', async () => {
    const result = await dnssync(['validate', '--format', 'github'], folder(SOUND));
    expect(result).toEqual({ code: 0, stdout: '', stderr: '1 zone, 1 record: valid.\n' });
  });
});

describe('--format sarif', () => {
  it('is JSON with the findings, and exit 3 where there are errors', async () => {
    const { code, stdout, stderr } = await dnssync(['validate', '--format', 'sarif'], folder(WRONG));
    expect(code).toBe(3);
    const { runs } = JSON.parse(stdout);
    expect(runs[0].results).toMatchObject([{ ruleId: 'a-syntax', level: 'error' }]);
    expect(stderr).toContain('1 error in 1 file');
  });
});

describe('--strict', () => {
  it('makes warnings count as errors, and says so', async () => {
    const cwd = folder(DOUBTFUL);
    const lax = await dnssync(['validate'], cwd);
    expect(lax.code).toBe(0);
    expect(lax.stdout).toMatch(/\n1 warning in 1 file\n1 zone, 1 record: valid\.\n$/);
    const strict = await dnssync(['validate', '--strict'], cwd);
    expect(strict.code).toBe(3);
    expect(strict.stdout).toMatch(/\n1 warning in 1 file; --strict counts warnings as errors\n$/);
  });
  it('changes nothing where there are none', async () => {
    expect((await dnssync(['validate', '--strict'], folder(SOUND))).code).toBe(0);
  });
});

describe('--out', () => {
  it.each([['text'], ['json'], ['github'], ['sarif']])('takes the result as %s', async (format) => {
    const cwd = folder(WRONG);
    const args = ['validate', '--format', format];
    const printed = await dnssync(args, cwd);
    const written = await dnssync([...args, '--out', 'result'], cwd);
    expect(written.code).toBe(3);
    expect(written.stdout).toBe('');
    expect(written.stderr).toMatch(/Written to result\n$/);
    expect(readFileSync(join(cwd, 'result'), 'utf8')).toBe(printed.stdout);
  });
  it('that cannot be written is a mistake with a way out', async () => {
    const result = await dnssync(['validate', '--out', 'no/such/folder'], folder(SOUND));
    expect(result).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'error cannot write no/such/folder: no such file or directory\n  → name a file that can be written with --out\n',
    });
  });
  it.skipIf(process.platform === 'win32')('may be a device, which stays one', async () => {
    const { code } = await dnssync(['validate', '--out', '/dev/null', '-q'], folder(WRONG));
    expect(code).toBe(3);
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });
});
