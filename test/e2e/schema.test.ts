/** `dnssync schema`: the published schemas, byte for byte, for those who have no package to look into. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

const FILES = readdirSync('schema').filter((file) => file.endsWith('.schema.json'));

describe('dnssync schema', () => {
  test.each(FILES)('prints %s as it is', async (file) => {
    const { code, stdout } = await dnssync(['schema', file.replace('.schema.json', '')], folder({}));
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join('schema', file), 'utf8'));
  });

  test('lists them all where none is named', async () => {
    const { stdout } = await dnssync(['schema'], folder({}));
    const [, ...lines] = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      FILES.map((file) => file.replace('.schema.json', '')),
    );
  });

  test('--out puts all of them, or the one that is named, into a folder that need not be there', async () => {
    const cwd = folder({});
    expect((await dnssync(['schema', '--out', 'a/b'], cwd)).code).toBe(0);
    expect(readdirSync(join(cwd, 'a/b'))).toEqual(FILES);
    expect((await dnssync(['schema', 'zone', '--out', 'c'], cwd)).code).toBe(0);
    expect(readdirSync(join(cwd, 'c'))).toEqual(['zone.schema.json']);
  });

  test('a name that is not one of them, and a folder that cannot be written, are told with a way out', async () => {
    const cwd = folder({ file: '' });
    const typo = await dnssync(['schema', 'zoen'], cwd);
    expect(typo.code).toBe(3);
    expect(typo.stderr).toContain('did you mean zone?');
    const blocked = await dnssync(['schema', '--out', 'file/x'], cwd);
    expect(blocked.code).toBe(3);
    expect(blocked.stderr).toContain('cannot write into file/x');
    expect(existsSync(join(cwd, 'zone.schema.json'))).toBe(false);
  });
});
