/** Loads `dnssync.yaml`: settings that have no place in zone files. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Living } from '../model/zone.ts';
import { validateConfig } from './generated/validators.js';
import { readLiving } from './living/read-living.ts';
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
  /** How all zones live with others; absent where the file does not say. */
  readonly living?: Living;
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
  const structure = root === undefined ? [] : checkStructure(validateConfig, root);
  const map: YamlMap = root?.kind === 'map' ? root : { kind: 'map', entries: [], start: 0, end: 0 };
  const { config, mistakes } = readConfig(map, dirname(file));
  const { living, mistakes: others } = readLiving(source, map);
  return {
    config: { ...config, ...(Object.keys(living).length > 0 && { living }) },
    diagnostics: [...diagnostics, ...toDiagnostics(source, [...structure, ...mistakes, ...others])],
  };
}

function readConfig(map: YamlMap, folder: string): { config: Config; mistakes: Mistake[] } {
  const zones = entryOf(map, 'zones')?.value;
  const path = zones?.kind === 'text' ? zones.text : DEFAULTS.zones;
  const concurrency = entryOf(map, 'concurrency')?.value;
  const number =
    concurrency?.kind === 'text' ? readNumber('wrong-type', 'concurrency', concurrency, [1, 64]) : undefined;
  return {
    config: {
      zones: isAbsolute(path) ? path : join(folder, path),
      ...(typeof number === 'number' && { concurrency: number }),
    },
    mistakes: typeof number === 'object' ? [number] : [],
  };
}
