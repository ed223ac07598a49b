/** The values that command lines are completed with: what the files, the kept runs and the program itself hold. */
import { basename, extname } from 'node:path';
import { loadConfig } from '../../load/config.ts';
import { findZoneFiles } from '../../load/files.ts';
import { readNames, readZoneKey } from '../../load/outline.ts';
import { readText } from '../../load/read-text.ts';
import { RECORD_TYPES } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import { listRuns } from '../../runs/disk/run-list.ts';
import { baseFolder } from '../run-record.ts';
import type { Candidate, ValueSource, Values } from './complete.ts';

/** Beyond that a person waits: zones by their file names are always at hand, names only as far as this goes. */
const MOST_FILES_READ = 500;

/** By placeholder; one that is not here has values that nobody can know. */
const SOURCES: Readonly<Record<string, (given: Given, program: string) => Values | Promise<Values>>> = {
  zone: async (given) => ({ candidates: await zones(given) }),
  'zone|plan.json': async (given) => ({ candidates: await zones(given), more: 'files' }),
  'zone=n': async (given) => ({
    candidates: (await zones(given)).map(({ text, what }) => ({ text: `${text}=`, what })),
    more: 'open',
  }),
  'name[/type]': async (given) => ({ candidates: await names(given, ({ relative }) => relative) }),
  name: async (given) => ({ candidates: await names(given, ({ absolute }) => absolute) }),
  type: () => ({ candidates: RECORD_TYPES.map((text) => ({ text, what: '' })) }),
  run: async (given) => ({ candidates: await runs(given) }),
  rule: async () => {
    const { RULES } = await import('../../rules/catalogue.ts');
    return { candidates: RULES.map(({ name, summary }) => ({ text: name, what: summary })) };
  },
  schema: async (_, program) => {
    const { schemaFiles } = await import('../schema-files.ts');
    return { candidates: schemaFiles(program).map(({ name }) => ({ text: name, what: '' })) };
  },
  file: () => ({ more: 'files' }),
  'plan.json': () => ({ more: 'files' }),
  path: () => ({ more: 'files' }),
  folder: () => ({ more: 'folders' }),
};

/** Placeholders of values that are the user's own. */
export const FREE_VALUES: readonly string[] = [
  'duration',
  'n',
  'host[:port]',
  'option',
  'ref',
  'hash',
  'i/n',
];

export const PLACEHOLDERS: readonly string[] = Object.keys(SOURCES);

type Given = ReadonlyMap<string, string>;

/** @param program path of the running program file */
export function valueSource(program: string): ValueSource {
  return (placeholder, given) => SOURCES[placeholder]?.(given, program) ?? {};
}

async function zones(given: Given): Promise<Candidate[]> {
  return (await zoneFiles(given)).map(({ zone, file }) => ({ text: zone, what: file }));
}

interface ZoneFile {
  readonly zone: string;
  readonly file: string;
  readonly text?: string;
}

async function zoneFiles(given: Given): Promise<ZoneFile[]> {
  const { config } = await loadConfig(given.get('--config'));
  const { files } = findZoneFiles(given.get('--zones') ?? config.zones);
  return files.map((file, index) => {
    const text = index < MOST_FILES_READ ? readText(file) : undefined;
    const zone = typeof text === 'string' ? readZoneKey(text) : undefined;
    return {
      zone: zone ?? basename(file, extname(file)),
      file,
      ...(typeof text === 'string' ? { text } : {}),
    };
  });
}

interface KnownName {
  /** As zone files write it. */
  readonly relative: string;
  readonly absolute: string;
}

async function names(given: Given, form: (name: KnownName) => string): Promise<Candidate[]> {
  const found = new Map<string, string>();
  for (const { zone, file, text } of await zoneFiles(given)) {
    for (const { written, owner } of text === undefined ? [] : readNames(text, zone)) {
      const name = form({ relative: written, absolute: domainOf(owner) });
      if (!found.has(name)) found.set(name, file);
    }
  }
  return [...found].map(([text, what]) => ({ text, what }));
}

async function runs(given: Given): Promise<Candidate[]> {
  const config = given.get('--config');
  const ids = await listRuns(baseFolder(config === undefined ? {} : { config }));
  return ids.toReversed().map((id) => ({ text: id, what: '' }));
}
