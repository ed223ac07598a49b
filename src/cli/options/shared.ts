/** The options that several commands share, each made in one place. */
import { InvalidArgumentError, Option } from 'commander';
import type { Fqdn } from '../../model/name.ts';
import { type NameServer, readNameServer } from '../../model/name-server.ts';
import { readShard, type Shard } from '../../plan/shard.ts';
import { parseAllowance } from './allowance.ts';
import { parseDuration } from './duration.ts';

export const color = new Option('--color <when>', 'colour in the output')
  .choices(['auto', 'always', 'never'])
  .default('auto');
export const CONFIG = new Option(
  '--config <file>',
  'configuration file (default: dnssync.yaml, where there is one)',
);
export const ZONES = new Option('--zones <folder>', 'folder of the zone files (default: zones)');
export const FILES: readonly Option[] = [CONFIG, ZONES];
export const API: readonly Option[] = [
  new Option('--token-file <file>', 'read the API token from a file instead of VPS_API_TOKEN'),
  duration('--max-wait <duration>', 'longest wait that the API may ask for', 120),
];

export function format(choices: readonly string[]): Option {
  return new Option('--format <format>', 'output format').choices(choices).default('text');
}

export function out(): Option {
  return new Option('--out <file>', 'write the result to this file instead of standard output');
}

export function maxBytes(): Option {
  return new Option(
    '--max-bytes <n>',
    'the most octets of --format markdown: less is shown, and counted (default: 60000)',
  ).argParser((text: string) =>
    reading(() =>
      /^[1-9]\d{3,8}$/.test(text) ? Number(text) : { problem: 'a number of octets, 1000 or more' },
    ),
  );
}

export function shard(): Option {
  return new Option(
    '--shard <i/n>',
    'only the zones of part i of n: for a matrix of jobs, whose plans dnssync render joins',
  ).argParser((text: string) => reading<Shard>(() => readShard(text)));
}

export function target(): Option {
  return new Option(
    '--target <name[/type]>',
    'only this name (repeatable); a partial plan is for exceptions',
  ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

export function base(): Option {
  return new Option(
    '--base <ref>',
    'tell what this branch changes from drift, by the files where it left this one; what they protect holds',
  );
}

export function nameserver(): Option {
  return new Option(
    '--nameserver <host[:port]>',
    'ask this server (repeatable) instead of those of dnssync.yaml or of the zone',
  ).argParser((text: string, before: readonly NameServer[] | undefined) => [
    ...(before ?? []),
    reading<NameServer>(() => readNameServer(text)),
  ]);
}

export function allow(): Option {
  return new Option('--allow <zone=n>', 'allow up to n guarded changes in this zone (repeatable)').argParser(
    (text: string, before: ReadonlyMap<Fqdn, number> | undefined) =>
      reading(() => parseAllowance(text, before)),
  );
}

export function keepRuns(): Option {
  return new Option('--keep-runs <n>', 'how many runs are kept for undo')
    .argParser((text: string) =>
      reading(() => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : { problem: 'a number, 1 or more' })),
    )
    .default(20);
}

export function duration(flags: string, description: string, seconds: number): Option {
  return new Option(flags, description)
    .argParser((text: string) => reading(() => parseDuration(text)))
    .default(seconds, `${seconds}s`);
}

/** Lets an option's own words reach the user through Commander. */
export function reading<T>(parse: () => T | { problem: string }): T {
  const result = parse();
  if (typeof result === 'object' && result !== null && 'problem' in result)
    throw new InvalidArgumentError(result.problem);
  return result as T;
}
