/** Paths as GitHub knows them: from the root of the checkout, with slashes. */
import { isAbsolute, relative, sep } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Host } from './host.ts';

/** The diagnostics with such paths. Outside of a checkout that the environment names, paths stay relative to the working directory. */
export function fromRepositoryRoot(diagnostics: readonly Diagnostic[], env: Host['env']): Diagnostic[] {
  const root = env.GITHUB_WORKSPACE;
  return diagnostics.map((diagnostic) => {
    const { at } = diagnostic;
    return at === undefined ? diagnostic : { ...diagnostic, at: { ...at, file: pathFrom(root, at.file) } };
  });
}

function pathFrom(root: string | undefined, file: string): string {
  const way = root === undefined ? file : relative(root, file);
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return (isOutside ? file : way).split(sep).join('/');
}
