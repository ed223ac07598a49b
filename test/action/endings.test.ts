/** However a run ends, it says so in each of the runner's ways: code, outputs, summary, annotation. */
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { actionFlow } from '../support/action-flow.ts';
import { folder } from '../support/cli.ts';
import { runAction } from '../support/run-action.ts';
import { startSandbox } from '../support/sandbox.ts';

const ZONE = 'zones/example.com.yaml';
const FILES = { [ZONE]: 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 } }\n' };

describe('a mistake of the workflow is told as one, everywhere', () => {
  it.each([
    ['an event that is not there', { GITHUB_EVENT_PATH: '/nowhere/event.json' }, {}, 'GITHUB_EVENT_PATH'],
    ['an event that is no JSON', { GITHUB_EVENT_PATH: resolve('action.yml') }, {}, 'GITHUB_EVENT_PATH'],
    ['a folder that is not there', {}, { 'working-directory': 'dsn' }, "input 'working-directory'"],
    ['a file in place of a folder', {}, { 'working-directory': ZONE }, "input 'working-directory'"],
    ['a folder outside', {}, { 'working-directory': '..' }, "input 'working-directory'"],
    ['a link to a folder outside', {}, { 'working-directory': 'link' }, "input 'working-directory'"],
    ['a key too long to be found again', {}, { key: 'k'.repeat(101) }, "input 'key'"],
    ['labels that name none', {}, { 'issue-labels': ' , ' }, "input 'issue-labels'"],
  ])('%s', async (_, env, inputs, named) => {
    const workspace = folder(FILES);
    symlinkSync('..', join(workspace, 'link'));
    const ended = await runAction({ with: { mode: 'validate', ...inputs }, env, workspace });
    expect(ended.code).toBe(1);
    expect(ended.outputs).toMatchObject({ result: 'error', 'failure-reason': 'validation' });
    expect(ended.log.annotations.map(({ message }) => message)).toEqual([expect.stringContaining(named)]);
    expect(ended.summary).toContain(named);
    expect(ended.log.text).not.toContain('bug in dnssync');
  });

  it('a folder of the workspace that is reached over a link inside it will do', async () => {
    const workspace = folder({ [`dns/${ZONE}`]: FILES[ZONE] ?? '' });
    symlinkSync('dns', join(workspace, 'link'));
    const { outputs, log } = await runAction({
      with: { mode: 'validate', 'working-directory': 'link' },
      workspace,
    });
    expect(outputs.result, log.text).toBe('validated');
  });
});

describe('a run that fails', () => {
  it('by the token says so in its summary', async () => {
    const sandbox = await startSandbox();
    const flow = await actionFlow(sandbox, FILES);
    const { outputs, summary } = await flow.run(
      { name: 'schedule', payload: {} },
      { with: { mode: 'drift', 'api-token': 'vps_unknown_to_all' } },
    );
    expect(outputs).toMatchObject({ result: 'error', 'failure-reason': 'auth' });
    expect(summary).toContain('401');
  });

  it('because another apply is under way has written nothing, and is not the API', async () => {
    const sandbox = await startSandbox();
    const flow = await actionFlow(sandbox, FILES);
    const sha = flow.commit({ 'README.md': 'words' });
    await sandbox.ask('/config', { delay: 500 });
    const [one, two] = await Promise.all([
      flow.apply(sha, { with: { review: 'off' } }),
      flow.apply(sha, { with: { review: 'off' } }),
    ]);
    const reasons = [one, two].map(({ outputs }) => `${outputs.result} ${outputs['failure-reason']}`);
    expect(reasons.sort()).toEqual(['applied ', 'refused refused']);
  });

  it('has no git: what was pushed is known from the event', async () => {
    const sandbox = await startSandbox();
    const flow = await actionFlow(sandbox, FILES);
    await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
    flow.pull(12, { 'README.md': 'words' });
    await flow.plan(12);
    const applied = await flow.apply(flow.merge(12), { env: { PATH: '/nowhere' } });
    expect(applied.outputs, applied.log.text).toMatchObject({ result: 'applied' });
  });
});

describe('an apply that GitHub does not hear out', () => {
  it('has told the runner before it waits for an answer', async () => {
    const sandbox = await startSandbox();
    await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
    const flow = await actionFlow(sandbox, FILES);
    flow.pull(12, { 'README.md': 'words' });
    await flow.plan(12);
    const sha = flow.merge(12);
    let kill = (_: NodeJS.Signals): void => undefined;
    // GitHub to the first change of a comment, to which it gives no answer: then the runner has had enough.
    const mute = createServer((request, response) => {
      if (request.method === 'PATCH') return kill('SIGKILL');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
        const { method = '', url = '', headers } = request;
        void fetch(`${flow.github.url}${url}`, {
          method,
          headers: { authorization: String(headers.authorization), 'user-agent': 'dnssync' },
          ...body,
        }).then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
      });
    });
    await new Promise<void>((settle) => void mute.listen(0, '127.0.0.1', settle));
    onTestFinished(() => {
      mute.closeAllConnections();
      mute.close();
    });
    const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const ended = await flow.apply(sha, {
      env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql` },
      onStart: (send) => {
        kill = send;
      },
    });
    expect(ended.code, ended.log.text).toBe(null);
    expect(ended.outputs).toMatchObject({ result: 'applied', creates: '1' });
    expect(ended.summary).toContain('1 done');
  });
});

describe('pull_request_target', () => {
  it.each([
    ['vps_writer_that_may_do_all', true],
    ['vps_reader_that_may_not_write', false],
  ])('with %s: a warning for one that can write', async (token, isWarned) => {
    const sandbox = await startSandbox([
      '--token',
      'vps_writer_that_may_do_all',
      '--token',
      'vps_reader_that_may_not_write=dns:list',
    ]);
    const { log } = await runAction({
      with: { mode: 'plan', 'api-token': token, 'api-url': sandbox.url },
      workspace: folder(FILES),
      event: { name: 'pull_request_target', payload: {} },
    });
    expect(log.annotations.some(({ message }) => message.includes('pull_request_target'))).toBe(isWarned);
  });
});
