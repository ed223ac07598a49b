/** The command line built with one rule that never finds anything, to see what becomes of what the rules let through. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundled as scripts/bundle.mjs does, but for the one rule; gives the folder, for the caller to remove, and the program.
 *
 * @param rule the file in src/rules without its ending, such as `host-owner`
 */
export async function buildWithout(rule: string): Promise<{ readonly folder: string; readonly cli: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'dnssync-build-'));
  try {
    const cli = join(folder, 'cli.mjs');
    let blinded = 0;
    await build({
      entryPoints: ['src/cli/main.ts'],
      outfile: cli,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.18',
      define: { DNSSYNC_VERSION: '"test"' },
      logLevel: 'warning',
      banner: {
        js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
      },
      plugins: [
        {
          name: 'a rule that finds nothing',
          setup({ onLoad }) {
            onLoad({ filter: /[\\/]src[\\/]rules[\\/][^\\/]+\.ts$/ }, ({ path }) => {
              if (basename(path, '.ts') !== rule) return undefined;
              const text = readFileSync(path, 'utf8');
              const contents = text.replace('\n  judge,\n', '\n  judge: () => [],\n');
              if (contents !== text) blinded++;
              return { contents, loader: 'ts' };
            });
          },
        },
      ],
    });
    if (blinded !== 1) throw new Error(`src/rules/${rule}.ts has no judge to take away`);
    return { folder, cli };
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}
