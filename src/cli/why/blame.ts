/** Which commits the lines of a file come from, as git tells. */
import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Blame, Looked } from '../../model/why.ts';
import { childEnv } from '../child-env.ts';
import type { Host } from '../host.ts';

const run = promisify(execFile);

export async function blameLines(
  host: Host,
  file: string,
  lines: readonly number[],
): Promise<Looked<readonly Blame[]>> {
  if (lines.length === 0) return { status: 'seen', found: [] };
  const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
  // Settings of a repository that somebody else wrote start no program here.
  const safety = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  try {
    const { stdout } = await run(
      'git',
      ['-C', dirname(file), ...safety, 'blame', '--porcelain', ...ranges, '--', basename(file)],
      { env: { ...childEnv(host), LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024 },
    );
    return { status: 'seen', found: readPorcelain(stdout) };
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') return { status: 'not-asked', message: 'git is not installed' };
    if (stderr.includes('not a git repository'))
      return { status: 'not-asked', message: 'this is no git repository' };
    // A file that git does not know yet, in a repository that may have no commit at all.
    if (/no such (path|ref)/.test(stderr)) return { status: 'seen', found: lines.map((line) => ({ line })) };
    return { status: 'unread', message: stderr.trim().split('\n', 1)[0] || 'git blame failed' };
  }
}

/** What is told of a commit stands at its first line only (git-blame, The Porcelain Format). */
function readPorcelain(text: string): Blame[] {
  const heads = new Map<string, Map<string, string>>();
  const found: { readonly line: number; readonly id: string }[] = [];
  let head = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, id, final] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(line) ?? [];
    if (id !== undefined) {
      head = heads.get(id) ?? new Map();
      heads.set(id, head);
      found.push({ line: Number(final), id });
    } else if (!line.startsWith('\t')) {
      const blank = line.indexOf(' ');
      head.set(line.slice(0, blank), line.slice(blank + 1));
    }
  }
  return found.map(({ line, id }) => {
    const told = heads.get(id);
    if (told === undefined || /^0+$/.test(id)) return { line };
    return {
      line,
      commit: {
        id,
        author: told.get('author') ?? '',
        date: new Date(Number(told.get('author-time')) * 1000).toISOString(),
        subject: told.get('summary') ?? '',
      },
    };
  });
}
