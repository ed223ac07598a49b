/**
 * Ends each apply of the end-to-end tests that reached its goal with `verify` against the sandbox's named: files, API
 * and DNS have to say the same. None is excused: a zone that was deleted has nothing to be asked, and one that is frozen
 * has no apply that reaches its goal. Only numbers.test.ts calls this itself, after it has counted calls. Not seen here:
 * `demo`, which runs a sandbox of its own and shows its answers by dig (demo.test.ts).
 */
import { TestRunner } from 'vitest';
import { bindIsMissing, expectPublished } from './published.ts';
import { sandboxAt } from './sandbox.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Applies that ended with 0, as test/summary-reporter.ts counts them. */
    applies?: { verified: number; skipped: number };
  }
}

/** @param args of an apply that ended with 0 in `cwd` */
export async function expectApplied(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const sandbox = sandboxAt(env.VPS_API_URL);
  if (sandbox?.dns !== undefined) {
    await expectPublished(cwd, sandbox);
    count('verified');
  } else if (sandbox?.hasNamed && bindIsMissing()) {
    count('skipped');
  } else if (!args.includes('--verify')) {
    throw new Error('an apply that nobody verifies: start its sandbox with --named');
  }
}

function count(kind: 'verified' | 'skipped'): void {
  const meta = TestRunner.getCurrentTest()?.meta;
  if (meta === undefined) return;
  meta.applies ??= { verified: 0, skipped: 0 };
  meta.applies[kind]++;
}
