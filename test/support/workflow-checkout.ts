/** What actions/checkout does: fetches one commit, as deep as it is told, into a folder that is empty. */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const ENV = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

/** @param depth 0 for everything, all branches included */
export function checkout(origin: string, sha: string, depth: number, folder: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: folder, env: ENV, stdio: 'pipe' });
  // GitHub gives out any commit that one asks for.
  execFileSync('git', ['config', 'uploadpack.allowAnySHA1InWant', 'true'], { cwd: origin, env: ENV });
  git('init', '-q');
  git('remote', 'add', 'origin', pathToFileURL(origin).href);
  const wanted = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*', sha] : [`--depth=${depth}`, sha];
  git('fetch', '-q', '--no-tags', 'origin', ...wanted);
  git('checkout', '-q', '--detach', sha);
}

/** The commit that GitHub makes to try a pull request: the branch merged into its base. */
export function mergeCommit(origin: string, base: string, head: string): string {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: origin, env: ENV, encoding: 'utf8', stdio: 'pipe' }).trim();
  const tree = git('merge-tree', '--write-tree', base, head);
  const author = ['-c', 'user.name=GitHub', '-c', 'user.email=noreply@github.com'];
  return git(...author, 'commit-tree', tree, '-p', base, '-p', head, '-m', `Merge ${head} into ${base}`);
}
