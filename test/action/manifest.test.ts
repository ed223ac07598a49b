import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../../src/action/inputs.ts';
import { OUTPUTS } from '../../src/action/outputs.ts';
import { actionReference, actionYml } from '../support/action-yml.ts';

it('action.yml and its documentation say what the code reads', async () => {
  await expect(actionYml()).toMatchFileSnapshot('../../action.yml');
  await expect(actionReference()).toMatchFileSnapshot('../../docs/action-reference.md');
});

it('action.yml is read by YAML as it is meant', () => {
  const manifest = parse(readFileSync('action.yml', 'utf8')) as Record<string, Record<string, unknown>>;
  expect(Object.keys(manifest.inputs ?? {})).toEqual(Object.keys(INPUTS));
  expect(Object.keys(manifest.outputs ?? {})).toEqual(Object.keys(OUTPUTS));
  expect(manifest.runs).toEqual({ using: 'node24', main: 'dist/index.cjs' });
  // The Marketplace takes no longer description.
  expect(String(manifest.description).length).toBeLessThanOrEqual(125);
});
