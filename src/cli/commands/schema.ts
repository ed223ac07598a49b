/** `dnssync schema`: prints the JSON schemas of what dnssync reads and writes, or puts them into a folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DnssyncError, systemWords } from '../../errors.ts';
import { closest } from '../../model/suggest.ts';
import { safe } from '../../render/safe.ts';
import { styles } from '../../render/style.ts';
import { tableLines } from '../../render/table.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type SchemaFile, schemaFiles } from '../schema-files.ts';

export interface SchemaOptions extends CommonOptions {
  /** The folder that they are written into. */
  readonly out?: string;
}

/** @param name the one that is meant; all of them where absent */
export async function schema(
  host: Host,
  name: string | undefined,
  options: SchemaOptions,
): Promise<ExitCode> {
  const all = schemaFiles(host.program);
  const chosen = name === undefined ? all : [named(name, all)];
  if (options.out !== undefined) await writeInto(host, options.out, chosen, options);
  else if (name === undefined) host.stdout.write(listed(all, host, options));
  else for (const { text } of chosen) host.stdout.write(text);
  return EXIT.done;
}

function named(name: string, all: readonly SchemaFile[]): SchemaFile {
  const found = all.find((schema) => schema.name === name || schema.file === name);
  if (found !== undefined) return found;
  const names = all.map((schema) => schema.name);
  const near = closest(name, names);
  throw new DnssyncError(`there is no schema '${safe(name)}'`, {
    code: 'usage',
    hint: near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`,
  });
}

function listed(all: readonly SchemaFile[], host: Host, { color }: SchemaOptions): string {
  const style = styles(wantsColor(color, host.stdout, host.env));
  const rows = all.map(({ name, text }) => [name, (JSON.parse(text) as { title: string }).title]);
  const lines = tableLines([['SCHEMA', 'IS OF'], ...rows], (line, index) =>
    index === 0 ? style.bold(line) : line,
  );
  return `${lines.join('\n')}\n`;
}

async function writeInto(
  host: Host,
  folder: string,
  chosen: readonly SchemaFile[],
  { quiet }: SchemaOptions,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { file, text } of chosen) {
      await writeFile(join(folder, file), text);
      if (!quiet) host.stderr.write(`Written to ${safe(join(folder, file))}\n`);
    }
  } catch (cause) {
    throw new DnssyncError(`cannot write into ${safe(folder)}: ${systemWords(cause)}`, {
      code: 'usage',
      hint: 'name a folder that can be written with --out',
      cause,
    });
  }
}
