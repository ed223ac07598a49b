/** Says why the disk did not give what was asked for; what is no such error is a bug and goes on as one. */

const WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'this does not exist'],
  ['EACCES', 'no permission to read this'],
  ['EPERM', 'no permission to read this'],
  ['EISDIR', 'this is a folder'],
  ['ENOTDIR', 'a part of this path is not a folder'],
  ['ELOOP', 'this links to itself'],
  ['ENAMETOOLONG', 'this name is too long'],
  ['EMFILE', 'too many files are open'],
]);

export function ioProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw error;
  return WORDS.get(code) ?? `this cannot be read (${code})`;
}
