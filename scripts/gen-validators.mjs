// Compiles the JSON Schemas into plain JavaScript: compiling them at run time would cost every start 140 ms.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const OUT = 'src/load/generated';

const loose = new Ajv2020({
  allErrors: true,
  // What is read from YAML is text; 'true' must do where the schema, which serves editors too, says boolean.
  coerceTypes: true,
  strict: true,
  allowUnionTypes: true,
  // Errors carry the schema they come from: its keys are what a misspelt one is compared with.
  verbose: true,
  code: { source: true, esm: true },
});
// A saved plan is JSON that dnssync wrote: it is right or it is not, and the first error tells.
const exact = new Ajv2020({ strict: true, strictTypes: false, code: { source: true, esm: true } });

await mkdir(OUT, { recursive: true });
await generate('validators', loose, ['zone', 'config'], {
  validateZone: 'zone',
  validateName: 'zone#/$defs/name',
  validateConfig: 'config',
});
await generate('plan-validator', exact, ['plan'], {
  validatePlan: 'plan',
  validateChange: 'plan#/$defs/change',
});

/** Writes one module; `validators` are its exports, each with the schema (or the part of one) behind it. */
async function generate(file, ajv, schemas, validators) {
  for (const name of schemas) {
    ajv.addSchema(JSON.parse(await readFile(`schema/${name}.schema.json`, 'utf8')), name);
  }
  await build({
    stdin: { contents: standaloneCode.default(ajv, validators), resolveDir: '.', sourcefile: `${file}.js` },
    outfile: `${OUT}/${file}.js`,
    // ajv's output still requires its own run-time helpers.
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.18',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const declarations = Object.keys(validators).map(
    (name) => `export declare const ${name}: ValidateFunction;`,
  );
  await writeFile(
    `${OUT}/${file}.d.ts`,
    `import type { ValidateFunction } from 'ajv';\n\n${declarations.join('\n')}\n`,
  );
}
