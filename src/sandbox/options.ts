/** The command line: read into one value, or refused in words. */
import { parseArgs } from 'node:util';
import { type MixOptions, readMix } from './faults/mix.ts';
import { Refusal } from './refusal.ts';
import {
  booleanSettings,
  changeSettings,
  defaultSettings,
  type Settings,
  valuedSettings,
} from './settings.ts';
import { allPermissions, type Permission } from './tokens.ts';

export interface TokenOption {
  readonly secret: string;
  readonly permissions: readonly Permission[];
}

export interface Options {
  readonly help: boolean;
  /** 0 for a free one. */
  readonly port: number;
  readonly controlPort: number;
  /** Undefined: a folder of its own that goes with the sandbox. */
  readonly data: string | undefined;
  /** None: one is made up that may do all. */
  readonly tokens: readonly TokenOption[];
  readonly json: boolean;
  /** Whether BIND serves the zones. */
  readonly named: boolean;
  /** Faults by seed and rate. */
  readonly faults: MixOptions | undefined;
  readonly settings: Settings;
}

const flags = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  data: { type: 'string' },
  token: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  named: { type: 'boolean' },
  faults: { type: 'string' },
  lax: { type: 'boolean' },
} as const;

/** A flag for every switch: `--page-size 5`; what is on without being asked for is turned off, `--no-account`. */
const switchFlags: Readonly<Record<string, { readonly type: 'boolean' | 'string' }>> = Object.fromEntries([
  ...valuedSettings().map(({ key }) => [dashed(key), { type: 'string' }]),
  ...booleanSettings().map(({ key, standard }) => [flagOf(key, standard), { type: 'boolean' }]),
]);

/** Throws a Refusal (exit code 3) for anything it does not understand. */
export function readOptions(argv: readonly string[]): Options {
  const given = parse(argv);
  return {
    help: given.help ?? false,
    port: readPort('port', given.port, 8053),
    controlPort: readPort('control-port', given['control-port'], 8054),
    data: given.data === undefined ? undefined : readFolder(given.data),
    tokens: (given.token ?? []).map(readToken),
    json: given.json ?? false,
    named: given.named ?? false,
    faults: given.faults === undefined ? undefined : readFaults(given.faults),
    settings: readSettings(given),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: { ...switchFlags, ...flags }, allowPositionals: false })
      .values;
  } catch (error) {
    // Node's own words, without its advice on dashes.
    const message = (error as Error).message.split(/\.\s/, 1)[0];
    throw new Refusal(`${message}; --help lists all options`, 3);
  }
}

type Given = ReturnType<typeof parse>;

function readSettings(given: Given): Settings {
  const words: ReadonlyMap<string, unknown> = new Map(Object.entries(given));
  const changes: Record<string, unknown> = given.lax === true ? { lax: true } : {};
  for (const { key, numeric } of valuedSettings()) {
    const word = words.get(dashed(key));
    if (typeof word === 'string') changes[key] = numeric ? toNumber(word) : word;
  }
  for (const { key, standard } of booleanSettings()) {
    if (words.get(flagOf(key, standard)) === true) changes[key] = !standard;
  }
  const settings = defaultSettings();
  const [wrong] = changeSettings(settings, changes);
  if (wrong !== undefined) throw new Refusal(`--${wrong.replace(/^\w+/, dashed)}`, 3);
  return settings;
}

/** `seed=7,rate=0.1,kinds=500,reset-after`: a word without `=` goes on with the list before it. */
function readFaults(text: string): MixOptions {
  const lists = new Map<string, string[]>();
  let list: string[] = [];
  for (const word of text.split(',')) {
    const [key, value] = word.includes('=') ? word.split('=', 2) : [undefined, word];
    if (key !== undefined) {
      list = [];
      lists.set(key, list);
    }
    list.push(value ?? '');
  }
  const { seed, rate, ...rest } = Object.fromEntries(lists);
  try {
    return readMix({
      seed: Number(seed?.join() || Number.NaN),
      rate: Number(rate?.join() || Number.NaN),
      ...rest,
    });
  } catch (error) {
    throw new Refusal(`--faults: ${(error as Error).message}`, 3);
  }
}

function flagOf(key: string, standard: boolean): string {
  return standard ? `no-${dashed(key)}` : dashed(key);
}

function dashed(key: string): string {
  return key.replaceAll('_', '-');
}

function readPort(flag: string, text: string | undefined, standard: number): number {
  if (text === undefined) return standard;
  const port = toNumber(text);
  if (port >= 0 && port <= 65_535) return port;
  throw new Refusal(`--${flag} must be a whole number from 0 to 65535, not '${text}'`, 3);
}

function readFolder(text: string): string {
  if (text === '') throw new Refusal('--data needs the name of a folder', 3);
  return text;
}

/** `vps_name=dns:list,dns:create`; without `=`, all permissions. */
function readToken(text: string): TokenOption {
  const equals = text.indexOf('=');
  const secret = equals < 0 ? text : text.slice(0, equals);
  if (!/^vps_[!-<>-~]+$/.test(secret)) {
    throw new Refusal("--token must start with vps_, as in 'vps_ci=dns:list,dns:create'", 3);
  }
  if (equals < 0) return { secret, permissions: allPermissions };
  const words = text
    .slice(equals + 1)
    .split(',')
    .filter((word) => word !== '');
  return { secret, permissions: words.map(readPermission) };
}

function readPermission(word: string): Permission {
  const permission = allPermissions.find((known) => known === word);
  if (permission !== undefined) return permission;
  throw new Refusal(`--token: unknown permission '${word}'; there are ${allPermissions.join(', ')}`, 3);
}

/** NaN for anything but decimal digits, which no check lets through. */
function toNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
