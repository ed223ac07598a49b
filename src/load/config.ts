/** Loads `dnssync.yaml`: settings that have no place in zone files. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Diagnostic, LintLevels } from '../model/diagnostic.ts';
import { type NameServer, readNameServer } from '../model/name-server.ts';
import type { Living } from '../model/zone.ts';
import { validateConfig } from './generated/validators.js';
import { ioProblem } from './io-problem.ts';
import { isBelow } from './is-below.ts';
import { readLint } from './lint.ts';
import { readLiving } from './living/read-living.ts';
import { type Mistake, toDiagnostics } from './mistake.ts';
import { parseYaml } from './parse/parse.ts';
import { readText } from './read-text.ts';
import { Source } from './source.ts';
import { checkStructure } from './structure.ts';
import { entryOf, type YamlMap, type YamlNode } from './tree.ts';
import { readNumber } from './values/number.ts';

export interface Config {
  /** The folder with the zone files, as a path from the working directory. */
  readonly zones: string;
  /** How many API calls may be under way at once, 1…64; absent where the file does not say. */
  readonly concurrency?: number;
  /** Levels of rules, for all zones. */
  readonly lint: LintLevels;
  /** The servers to be asked for what is published; absent where each zone's own are. */
  readonly nameservers?: readonly NameServer[];
  /** How all zones live with others; absent where the file does not say. */
  readonly living?: Living;
}

export const CONFIG_FILE = 'dnssync.yaml';
const DEFAULTS: Config = { zones: 'zones', lint: new Map() };

/** Reads the file given, or `dnssync.yaml` of the working directory where there is one. Its mistakes are diagnostics. */
export async function loadConfig(
  path: string | undefined,
): Promise<{ config: Config; diagnostics: readonly Diagnostic[] }> {
  const text = path === undefined ? readOwnText() : readText(path);
  if (text === undefined) return { config: DEFAULTS, diagnostics: [] };
  if (typeof text !== 'string') return { config: DEFAULTS, diagnostics: [text] };
  return readConfigText(path ?? CONFIG_FILE, text);
}

/** Reads such a file's text, wherever it comes from. */
export function readConfigText(
  file: string,
  text: string,
): { config: Config; diagnostics: readonly Diagnostic[] } {
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

/**
 * The text of the file that nobody named; undefined where there is none. A pull request may have put a link there, and
 * must not be able to show in a message what else the machine holds.
 */
function readOwnText(): string | Diagnostic | undefined {
  const refuse = (rule: string, message: string): Diagnostic => ({
    severity: 'error',
    rule,
    message,
    at: { file: CONFIG_FILE },
  });
  try {
    if (lstatSync(CONFIG_FILE, { throwIfNoEntry: false }) === undefined) return undefined;
    if (isBelow(realpathSync(CONFIG_FILE), realpathSync('.'))) return readText(CONFIG_FILE);
  } catch (error) {
    return refuse('file-unreadable', ioProblem(error));
  }
  const message =
    'this links to a file outside the working directory; copy that file here, or name it with --config';
  return refuse('file-link', message);
}

function readConfig(map: YamlMap, folder: string): { config: Config; mistakes: Mistake[] } {
  const zones = entryOf(map, 'zones')?.value;
  const path = zones?.kind === 'text' ? zones.text : DEFAULTS.zones;
  const concurrency = entryOf(map, 'concurrency')?.value;
  const number =
    concurrency?.kind === 'text' ? readNumber('wrong-type', 'concurrency', concurrency, [1, 64]) : undefined;
  const lint = readLint(map);
  const { servers, mistakes } = readServers(entryOf(map, 'nameservers')?.value);
  return {
    config: {
      zones: isAbsolute(path) ? path : join(folder, path),
      ...(typeof number === 'number' && { concurrency: number }),
      ...(servers.length > 0 && { nameservers: servers }),
      lint: lint.levels,
    },
    mistakes: [...(typeof number === 'object' ? [number] : []), ...mistakes, ...lint.mistakes],
  };
}

/** `host` or `host:port`, one or a list; what is of the wrong shape is told by the schema. */
function readServers(node: YamlNode | undefined): { servers: NameServer[]; mistakes: Mistake[] } {
  const servers: NameServer[] = [];
  const mistakes: Mistake[] = [];
  for (const item of node?.kind === 'list' ? node.items : [node]) {
    if (item?.kind !== 'text') continue;
    const server = readNameServer(item.text);
    if ('problem' in server) mistakes.push({ rule: 'nameserver', message: server.problem, span: item });
    else servers.push(server);
  }
  return { servers, mistakes };
}
