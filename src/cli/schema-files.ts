/** The schemas that come with the program: their names, and their texts as they are published. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ENDING = '.schema.json';

export interface SchemaFile {
  /** `zone`, for `zone.schema.json`. */
  readonly name: string;
  /** Its name in a folder. */
  readonly file: string;
  readonly text: string;
}

/**
 * All of them, by name.
 *
 * @param program path of the running program file, beside whose folder they lie
 */
export function schemaFiles(program: string): readonly SchemaFile[] {
  const folder = join(dirname(program), '..', 'schema');
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => ({
      name: file.slice(0, -ENDING.length),
      file,
      text: readFileSync(join(folder, file), 'utf8'),
    }));
}
