/** The files of a folder for dnssync beside its zone files: settings, schemas, what an editor and git need to know. */
import { appendFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { yamlText } from '../../convert/yaml-text.ts';
import { schemaFiles } from '../schema-files.ts';
import { putFile, unwritable } from './put-file.ts';

export interface FileNote {
  readonly path: string;
  readonly done: 'written' | 'same' | 'kept';
  /** What a person should know of it. */
  readonly note?: string;
}

/** Folder of the schemas that editors read. */
export const SCHEMA_FOLDER = 'schema';
const SCHEMAS: readonly string[] = ['config', 'zone'];

/** Puts what lacks into the working directory. @param zonesDir the folder of the zone files */
export async function putFolderFiles(program: string, zonesDir: string): Promise<readonly FileNote[]> {
  const config = await putFile('dnssync.yaml', configText(zonesDir));
  const notes: FileNote[] = [{ path: 'dnssync.yaml', done: config.done }];
  for (const { name, file, text } of schemaFiles(program)) {
    if (!SCHEMAS.includes(name)) continue;
    const path = join(SCHEMA_FOLDER, file);
    const { done } = await putFile(path, text);
    const note = `not that of this version: dnssync schema ${name} --out ${SCHEMA_FOLDER} renews it`;
    notes.push({ path, done, ...(done === 'kept' ? { note } : {}) });
  }
  notes.push(await editorSettings(zonesDir), await gitIgnore());
  return notes;
}

function configText(zonesDir: string): string {
  return `# yaml-language-server: $schema=${SCHEMA_FOLDER}/config.schema.json
zones: ${yamlText(zonesDir)}

# Records that other programs keep in your zones are never touched once they are named here:
# ignore: [acme, external-dns, site-verification]
# What no apply may delete or replace:
# protect: { name: "@", type: [MX, NS] }
`;
}

async function editorSettings(zonesDir: string): Promise<FileNote> {
  const path = join('.vscode', 'settings.json');
  const folder = relative('', zonesDir).replaceAll('\\', '/');
  const schemas = {
    [`./${SCHEMA_FOLDER}/zone.schema.json`]: [`${folder}/**/*.yaml`, `${folder}/**/*.yml`],
    [`./${SCHEMA_FOLDER}/config.schema.json`]: ['dnssync.yaml'],
  };
  const put = await putFile(path, `${JSON.stringify({ 'yaml.schemas': schemas }, null, 2)}\n`);
  const lacks = put.done === 'kept' && !put.text.includes('zone.schema.json');
  const note = `to check zone files as you type, add "yaml.schemas": ${JSON.stringify(schemas)}`;
  return { path, done: put.done, ...(lacks ? { note } : {}) };
}

/** The runs that `undo` goes back by are a machine's own. */
async function gitIgnore(): Promise<FileNote> {
  const path = '.gitignore';
  const put = await putFile(path, '.dnssync/\n');
  if (put.done !== 'kept') return { path, done: put.done };
  if (/^\/?\.dnssync\/?\s*$/m.test(put.text)) return { path, done: 'same' };
  try {
    await appendFile(path, `${/[^\n]$/.test(put.text) ? '\n' : ''}.dnssync/\n`);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  return { path, done: 'written', note: 'gets a line for .dnssync/' };
}
