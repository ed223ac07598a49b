/** Reads an earlier commit of the repository that the working directory is in, by git's own plumbing; writes nothing. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { posix, relative, resolve, sep } from 'node:path';
import { DnssyncError, isDnssyncError } from '../errors.ts';
import type { CommittedFile } from '../load/base.ts';
import { isBelow } from '../load/is-below.ts';
import { safe } from '../render/safe.ts';
import { childEnv } from './child-env.ts';
import type { Host } from './host.ts';

/** The repository at one of its commits. */
export interface Commit {
  readonly hash: string;
  /**
   * The files at or below a path, which is given from the working directory; undefined where that is outside of the
   * repository, or in one of its submodules. Links on the way there are followed, and those to files below the same
   * path; others are passed over.
   *
   * @param isWanted asked with each path, taken from there
   */
  files(path: string, isWanted?: (path: string) => boolean): Promise<CommittedFile[] | undefined>;
}

const WHOLE_HISTORY =
  'fetch the whole history: git fetch --unshallow, or with actions/checkout fetch-depth: 0';

/** The commit that HEAD and `ref` have both come from. Rejects with what stands in the way. */
export async function openMergeBase(host: Pick<Host, 'env'>, ref: string): Promise<Commit> {
  const run = (args: readonly string[], input?: string) => git(host, args, input);
  const where = await run(['rev-parse', '--show-toplevel', '--show-prefix', '--is-shallow-repository']);
  if (where.code !== 0) {
    if (!/not a git repository|must be run in a work tree/.test(where.stderr)) throw gitFailed(where);
    throw refused(
      '--base needs a git repository, and the working directory is in none',
      'run dnssync inside the clone that holds the zone files',
    );
  }
  const [root = '', prefix = '', shallow = ''] = where.stdout.toString().split('\n');
  const isShallow = shallow === 'true';
  const commitOf = async (name: string): Promise<string | undefined> => {
    const asked = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    // Older ones repeat the option before the answer.
    return asked.code === 0 ? asked.stdout.toString().trim().split('\n').at(-1) : undefined;
  };
  const head = await commitOf('HEAD');
  if (head === undefined) {
    throw refused('--base: this repository has no commit yet', 'commit the zone files first');
  }
  const other = await commitOf(ref);
  if (other === undefined) {
    const hint = 'name what git knows here, as in origin/main; git fetch origin gets it';
    throw refused(`--base: git knows no commit '${safe(ref)}' here`, isShallow ? WHOLE_HISTORY : hint);
  }
  const merged = await run(['merge-base', head, other]);
  if (merged.code > 1) throw gitFailed(merged);
  const hash = merged.stdout.toString().trim().split('\n')[0] ?? '';
  if (hash === '') {
    throw refused(
      `--base: '${safe(ref)}' and HEAD have no commit in common${isShallow ? ' in this shallow clone' : ''}`,
      isShallow ? WHOLE_HISTORY : 'name the branch that this one was made from',
    );
  }
  return {
    hash,
    files: async (path, isWanted = () => true) => {
      const named = pathInRepository(root, path);
      const folder = named === undefined ? undefined : await pathInTree(run, hash, named);
      if (named === undefined || folder === undefined) return undefined;
      const entries = await readTree(run, hash, ['-r'], [folder === '' ? '.' : folder]);
      const wanted = entries.filter(({ path: of }) => isWanted(posix.relative(folder, of)));
      const links = await readObjects(
        run,
        entries.filter(({ kind }) => kind === 'link'),
      );
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      const sources = wanted.map((entry) => ({ entry, source: fileOf(entry, links, byPath) }));
      const octets = await readObjects(
        run,
        sources.flatMap(({ source }) => source ?? []),
      );
      return sources.flatMap(({ entry, source }) => {
        const own = source && octets.get(source.object);
        const shown = posix.join(named, posix.relative(folder, entry.path));
        return own === undefined ? [] : [{ file: posix.relative(prefix, shown), octets: own }];
      });
    },
  };
}

/** An entry of a commit's tree, by its path from the repository's root. */
interface Entry {
  readonly path: string;
  readonly object: string;
  readonly kind: 'file' | 'link' | 'folder' | 'submodule';
}

/** By their modes. */
const KINDS: Readonly<Record<string, Entry['kind']>> = {
  120000: 'link',
  '040000': 'folder',
  160000: 'submodule',
};

/** Lines of `100644 blob HASH<tab>PATH`. */
async function readTree(
  run: Run,
  commit: string,
  options: readonly string[],
  paths: readonly string[],
): Promise<Entry[]> {
  const listed = await run(['ls-tree', ...options, '-z', '--full-tree', commit, '--', ...paths]);
  if (listed.code !== 0) throw gitFailed(listed);
  return listed.stdout
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, mode, object = '', path = ''] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return mode === undefined ? [] : [{ path, object, kind: KINDS[mode] ?? 'file' }];
    });
}

/** As many links as a system follows before it takes them for a circle. */
const MOST_LINKS = 40;

/** Where a path leads by the links on its way; undefined where that is out of this repository. It need not be there. */
async function pathInTree(run: Run, commit: string, path: string): Promise<string | undefined> {
  let way = path;
  for (let links = 0; way !== '' && links < MOST_LINKS; links++) {
    const parts = way.split('/');
    const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    const entries = await readTree(run, commit, [], above);
    if (entries.some(({ kind }) => kind === 'submodule')) return undefined;
    const link = entries.find(({ kind }) => kind === 'link');
    if (link === undefined) return way;
    const target = (await readObjects(run, [link])).get(link.object)?.toString() ?? '';
    const rest = posix.relative(link.path, way);
    way = posix.join(posix.dirname(link.path), target, rest);
    if (posix.isAbsolute(target) || way.startsWith('../')) return undefined;
    if (way === '.') return '';
  }
  return way;
}

/** The file that an entry is, or leads to by links among these entries. */
function fileOf(
  entry: Entry,
  links: ReadonlyMap<string, Buffer>,
  entries: ReadonlyMap<string, Entry>,
): Entry | undefined {
  let target: Entry | undefined = entry;
  for (let hops = 0; target?.kind === 'link' && hops < MOST_LINKS; hops++) {
    const { path, object }: Entry = target;
    target = entries.get(posix.join(posix.dirname(path), links.get(object)?.toString() ?? ''));
  }
  return target?.kind === 'file' ? target : undefined;
}

/** Relative to the root and with slashes, as git has it; undefined outside. The folder need not be there any more. */
function pathInRepository(root: string, path: string): string | undefined {
  // git gives the root without links; so must the way to it be.
  const full = resolve(realpathSync('.'), path);
  return isBelow(full, root) ? relative(root, full).split(sep).join('/') : undefined;
}

type Run = (args: readonly string[], input?: string) => Promise<GitAnswer>;

/** Several objects by one call, in whatever order and number. */
async function readObjects(run: Run, entries: readonly Entry[]): Promise<Map<string, Buffer>> {
  const objects = [...new Set(entries.map(({ object }) => object))];
  const read = new Map<string, Buffer>();
  if (objects.length === 0) return read;
  const answer = await run(['cat-file', '--batch'], objects.map((object) => `${object}\n`).join(''));
  if (answer.code !== 0) throw gitFailed(answer);
  const { stdout } = answer;
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0x0a, at);
    const [, object, size] = /^([0-9a-f]+) blob (\d+)$/.exec(stdout.subarray(at, end).toString()) ?? [];
    if (object === undefined) throw gitFailed({ ...answer, stderr: stdout.subarray(at, end).toString() });
    const start = end + 1;
    at = start + Number(size);
    read.set(object, stdout.subarray(start, at));
    at++;
  }
  return read;
}

interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

async function git({ env }: Pick<Host, 'env'>, args: readonly string[], input = ''): Promise<GitAnswer> {
  return new Promise((settle, fail) => {
    const child = spawn('git', args, {
      // Its words are looked into, so they must be in one language.
      env: { ...childEnv({ env }), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
      stdio: 'pipe',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const message =
        cause.code === 'ENOENT' ? 'git is not installed' : `git cannot be run: ${cause.message}`;
      fail(new DnssyncError(`--base reads the zone files with git: ${message}`, { code: 'git', cause }));
    });
    child.once('close', (code) => {
      settle({ code: code ?? 128, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() });
    });
    // It may have ended before all was read; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function gitFailed({ stderr }: GitAnswer): DnssyncError {
  const words =
    stderr
      .trim()
      .replace(/^fatal: /, '')
      .split('\n')[0] ?? '';
  const isForeign = /dubious ownership/.test(stderr);
  return new DnssyncError(`--base: git failed: ${safe(words)}`, {
    code: 'git',
    ...(isForeign && {
      hint: 'the clone belongs to another user: git config --global --add safe.directory PATH',
    }),
  });
}

function refused(message: string, hint: string): DnssyncError {
  return new DnssyncError(message, { code: 'usage', hint });
}

/**
 * The newest commits of the branch that is checked out, without those of the branches that were merged into it; none
 * where git is not there, or does not tell.
 */
export async function recentCommits(host: Pick<Host, 'env'>, most: number): Promise<readonly string[]> {
  const args = ['log', '--first-parent', '--format=%H', `--max-count=${most}`];
  const answer = await git(host, args).catch((error: unknown) => {
    if (!isDnssyncError(error)) throw error;
    return undefined;
  });
  if (answer?.code !== 0) return [];
  return answer.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
