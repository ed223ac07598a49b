/** docs/getting-started.md is a transcript: this types it again, at a terminal, against the sandbox. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../support/cli.ts';
import { masked, rewritePage, runAtTerminal, transcriptsOf } from '../support/page.ts';
import { GETTING_STARTED } from '../support/page-zones.ts';
import { bindIsMissing, expectPublished } from '../support/published.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const PAGE = 'docs/getting-started.md';
const isMissing = ['script', 'git'].some((program) => spawnSync(program, ['--version']).status !== 0);
// biome-ignore lint/suspicious/noConsole: a test that is left out must not look like one that passed
if (isMissing) console.warn(`script (util-linux) or git is not installed: ${PAGE} is not replayed`);

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  await sandbox.ask('/seed', { zones: GETTING_STARTED });
});
afterAll(() => sandbox.stop());

describe.skipIf(isMissing)(PAGE, () => {
  test('shows what a new user sees, from a token to a change that is live', async () => {
    const cwd = folder({});
    const home = folder({ '.gitconfig': '[user]\nname = You\nemail = you@example.com\n' });
    const bin = join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'dnssync'),
      `#!/bin/sh\nexec '${process.execPath}' '${resolve('lib/cli.js')}' "$@"\n`,
    );
    chmodSync(join(bin, 'dnssync'), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, ...sandbox.env };
    const transcripts = transcriptsOf(PAGE).filter(({ command }) => !command.startsWith('export VPS_API_'));
    const outputs = new Map<string, string>();
    for (const transcript of transcripts) {
      const { code, output } = await runAtTerminal(transcript, cwd, env);
      const isSame = masked(output) === masked(transcript.output);
      outputs.set(transcript.place, isSame ? transcript.output : output);
      if (process.env.DNSSYNC_WRITE_PAGES === undefined)
        expect(masked(output), `${transcript.place}: $ ${transcript.command}`).toBe(
          masked(transcript.output),
        );
      expect(code, transcript.place).toBe(0);
    }
    if (process.env.DNSSYNC_WRITE_PAGES !== undefined) rewritePage(PAGE, outputs);
    const commands = transcripts.filter(({ command }) => command.startsWith('dnssync '));
    expect(commands.length).toBe(5);
    if (!bindIsMissing()) await expectPublished(cwd, sandbox);
  });
});
