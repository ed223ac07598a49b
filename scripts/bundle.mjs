// Bundles the command line, the library and the sandbox into lib/, split so that `--version` loads next to nothing.
import { chmod, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

await rm('lib', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts', sandbox: 'src/sandbox/main.ts' },
  outdir: 'lib',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  chunkNames: 'chunks/[name]-[hash]',
  define: { DNSSYNC_VERSION: JSON.stringify(version) },
  legalComments: 'linked',
  logLevel: 'warning',
  // Packages in CommonJS inside the bundle call require() for Node's own modules.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
});
await chmod('lib/cli.js', 0o755);
await chmod('lib/sandbox.js', 0o755);
