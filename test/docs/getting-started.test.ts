/** docs/getting-started.md is a transcript: this types it again, at a terminal, against the sandbox. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rewritePage, transcriptsOf } from '../support/page.ts';
import { GETTING_STARTED } from '../support/page-zones.ts';
import { bindIsMissing, expectPublished } from '../support/published.ts';
import { Reader, terminalIsMissing } from '../support/reader.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const PAGE = 'docs/getting-started.md';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  await sandbox.ask('/seed', { zones: GETTING_STARTED });
});
afterAll(() => sandbox.stop());

describe.skipIf(terminalIsMissing())(PAGE, () => {
  test('shows what a new user sees, from a token to a change that is live', async () => {
    const reader = new Reader(sandbox);
    const transcripts = transcriptsOf(PAGE).filter(({ command }) => !command.startsWith('export VPS_API_'));
    const outputs = new Map<string, string>();
    for (const transcript of transcripts) await reader.type(transcript, outputs);
    if (process.env.DNSSYNC_WRITE_PAGES !== undefined) rewritePage(PAGE, outputs);
    const commands = transcripts.filter(({ command }) => command.startsWith('dnssync '));
    expect(commands.length).toBe(5);
    if (!bindIsMissing()) await expectPublished(reader.cwd, sandbox);
  });
});
