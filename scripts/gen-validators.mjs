// Compiles the JSON Schemas into plain JavaScript: compiling them at run time would cost every start 140 ms.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const OUT = 'src/load/generated';
/** What the loader calls, and the schema (or the part of one) behind it. */
const VALIDATORS = { validateZone: 'zone', validateName: 'zone#/$defs/name', validateConfig: 'config' };

const ajv = new Ajv2020({
  allErrors: true,
  // What is read from YAML is text; 'true' must do where the schema, which serves editors too, says boolean.
  coerceTypes: true,
  strict: true,
  allowUnionTypes: true,
  // Errors carry the schema they come from: its keys are what a misspelt one is compared with.
  verbose: true,
  code: { source: true, esm: true },
});
for (const name of ['zone', 'config']) {
  ajv.addSchema(JSON.parse(await readFile(`schema/${name}.schema.json`, 'utf8')), name);
}

await mkdir(OUT, { recursive: true });
await build({
  stdin: { contents: standaloneCode.default(ajv, VALIDATORS), resolveDir: '.', sourcefile: 'validators.js' },
  outfile: `${OUT}/validators.js`,
  // ajv's output still requires its own run-time helpers.
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  legalComments: 'none',
  logLevel: 'warning',
});
const declarations = Object.keys(VALIDATORS).map((name) => `export declare const ${name}: ValidateFunction;`);
await writeFile(
  `${OUT}/validators.d.ts`,
  `import type { ValidateFunction } from 'ajv';\n\n${declarations.join('\n')}\n`,
);
