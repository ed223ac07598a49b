/** Loads `dnssync.yaml`: settings that have no place in zone files. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { validateConfig } from './generated/validators.js';
import { type Mistake, toDiagnostics } from './mistake.ts';
import { parseYaml } from './parse/parse.ts';
import { readText } from './read-text.ts';
import { Source } from './source.ts';
import { checkStructure } from './structure.ts';
import { entryOf, type YamlMap } from './tree.ts';
import { readNumber } from './values/number.ts';

export interface Config {
  /** The folder with the zone files, as a path from the working directory. */
  readonly zones: string;
  /** How many API calls may be under way at once, 1…64; absent where the file does not say. */
  readonly concurrency?: number;
}

const FILE = 'dnssync.yaml';
const DEFAULTS: Config = { zones: 'zones' };

/** Reads the file given, or `dnssync.yaml` of the working directory where there is one. Its mistakes are diagnostics. */
export async function loadConfig(
  path: string | undefined,
): Promise<{ config: Config; diagnostics: readonly Diagnostic[] }> {
  const file = path ?? FILE;
  if (path === undefined && !existsSync(file)) return { config: DEFAULTS, diagnostics: [] };
  const text = readText(file);
  if (typeof text !== 'string') return { config: DEFAULTS, diagnostics: [text] };
  const source = new Source(file, text);
  const { root, diagnostics } = parseYaml(source);
  if (root === undefined) return { config: DEFAULTS, diagnostics };
  const mistakes = checkStructure(validateConfig, root);
  const { config, mistakes: others } = readConfig(root.kind === 'map' ? root : EMPTY, dirname(file));
  return { config, diagnostics: [...diagnostics, ...toDiagnostics(source, [...mistakes, ...others])] };
}

const EMPTY: YamlMap = { kind: 'map', entries: [], start: 0, end: 0 };

function readConfig(map: YamlMap, folder: string): { config: Config; mistakes: Mistake[] } {
  const zones = entryOf(map, 'zones')?.value;
  const concurrency = entryOf(map, 'concurrency')?.value;
  const number =
    concurrency?.kind === 'text' ? readNumber('wrong-type', 'concurrency', concurrency, [1, 64]) : undefined;
  return {
    config: {
      zones: join(folder, zones?.kind === 'text' ? zones.text : DEFAULTS.zones),
      ...(typeof number === 'number' && { concurrency: number }),
    },
    mistakes: typeof number === 'object' ? [number] : [],
  };
}
