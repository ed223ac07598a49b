/** Somebody who types what a page shows: in a folder, with git, dnssync in the PATH and the sandbox's token. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { folder } from './cli.ts';
import { masked, runAtTerminal, type Transcript } from './page.ts';
import type { RunningSandbox } from './sandbox.ts';

const GITCONFIG = '[user]\nname = You\nemail = you@example.com\n[init]\ndefaultBranch = main\n';

/** The name of a run. */
const RUN = /\b\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{4}\b/g;

let isMissing: boolean | undefined;

/** Whether a program is missing that the transcripts need; says so, once in each file, where one is. */
export function terminalIsMissing(): boolean {
  if (isMissing === undefined) {
    isMissing = ['script', 'git'].some((name) => spawnSync(name, ['--version']).status !== 0);
    if (isMissing) process.stderr.write('script (util-linux) or git is missing: pages are NOT REPLAYED\n');
  }
  return isMissing;
}

export class Reader {
  readonly cwd: string;
  readonly #env: NodeJS.ProcessEnv;
  /** What the runs of the page are called here. */
  readonly #runs = new Map<string, string>();

  constructor(sandbox: RunningSandbox, files: Readonly<Record<string, string>> = {}) {
    this.cwd = folder(files);
    const home = folder({ '.gitconfig': GITCONFIG });
    const bin = join(home, 'bin');
    mkdirSync(bin);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${resolve('lib/cli.js')}' "$@"\n`;
    writeFileSync(join(bin, 'dnssync'), program);
    chmodSync(join(bin, 'dnssync'), 0o755);
    this.#env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, GIT_PAGER: 'cat', ...sandbox.env };
  }

  git(...args: string[]): void {
    const { status, stderr } = spawnSync('git', args, { cwd: this.cwd, env: this.#env, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  }

  /**
   * Types a command; it must show what the page shows, and end with the code of its comment `# exit 4`, or with 0.
   *
   * @param outputs what the page is to show, by place; with DNSSYNC_WRITE_PAGES that is what was shown
   */
  async type(transcript: Transcript, outputs: Map<string, string>): Promise<void> {
    const command = transcript.command.replaceAll(RUN, (name) => this.#runs.get(name) ?? 'never-shown');
    const { code, output } = await runAtTerminal({ ...transcript, command }, this.cwd, this.#env);
    const names = output.match(RUN) ?? [];
    for (const [index, name] of (transcript.output.match(RUN) ?? []).entries()) {
      const own = names[index];
      if (own !== undefined && !this.#runs.has(name)) this.#runs.set(name, own);
    }
    const place = `${transcript.place}: $ ${command}`;
    const isSame = masked(output) === masked(transcript.output);
    outputs.set(transcript.place, isSame ? transcript.output : output);
    if (process.env.DNSSYNC_WRITE_PAGES === undefined)
      expect(masked(output), place).toBe(masked(transcript.output));
    expect(code, `${place}\n${output}`).toBe(Number(/# exit (\d+)$/.exec(command)?.[1] ?? 0));
  }
}
