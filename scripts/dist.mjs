// Bundles the Action into the one file that action.yml names. Committed, for the runner fetches nothing; the same everywhere.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

await build({
  entryPoints: { index: 'src/action/main.ts' },
  outdir: process.argv[2] ?? 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  // CommonJS: packages in the bundle call require() for Node's own modules (esbuild#1921).
  format: 'cjs',
  platform: 'node',
  // ARM runners fall back to Node 20.
  target: 'node20.18',
  define: { DNSSYNC_VERSION: JSON.stringify(version) },
  legalComments: 'eof',
  logLevel: 'warning',
});
