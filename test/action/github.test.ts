import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Github, GithubError, github } from '../../src/action/github.ts';
import { type FakeGithub, fakeGithub } from '../support/fake-github.ts';

const slept: number[] = [];

function clientOf(fake: FakeGithub, token = fake.token): Github {
  slept.length = 0;
  return github({
    apiUrl: fake.url,
    graphqlUrl: `${fake.url}/graphql`,
    token,
    owner: 'acme',
    repo: 'dns',
    sleep: async (seconds) => void slept.push(seconds),
  });
}

const SHA = 'c'.repeat(40);

describe('the client of GitHub', () => {
  it('finds the comments of all pages, whose they are, and who changed them', async () => {
    const fake = await fakeGithub();
    fake.pulls.push({ number: 7, headSha: SHA, base: 'main', mergedAt: undefined, commits: [] });
    for (let index = 0; index < 230; index++) fake.comment(7, `chat ${index}`, 'somebody');
    const ours = fake.comment(7, 'the plan');
    const edited = fake.comment(7, 'another');
    edited.editor = 'somebody';
    const comments = await clientOf(fake).comments(7);
    expect(comments).toHaveLength(232);
    expect(comments.filter(({ isOurs }) => isOurs).map(({ id, isEdited }) => [id, isEdited])).toEqual([
      [ours.id, false],
      [edited.id, true],
    ]);
  });

  it('does not count a change of its own as an edit by somebody', async () => {
    const fake = await fakeGithub();
    fake.pulls.push({ number: 7, headSha: SHA, base: 'main', mergedAt: undefined, commits: [] });
    const { id } = fake.comment(7, 'the plan');
    const client = clientOf(fake);
    await client.editComment(id, 'a newer plan');
    expect(await client.comments(7)).toMatchObject([{ body: 'a newer plan', isEdited: false, isOurs: true }]);
  });

  it('finds the merged pull requests of a commit over all pages, of that branch only', async () => {
    const fake = await fakeGithub();
    for (let number = 1; number <= 130; number++) {
      const base = number % 2 === 0 ? 'main' : 'other';
      fake.pulls.push({ number, headSha: SHA, base, mergedAt: '2026-11-26T10:00:00Z', commits: [SHA] });
    }
    fake.pulls.push({ number: 131, headSha: SHA, base: 'main', mergedAt: undefined, commits: [SHA] });
    const pulls = await clientOf(fake).mergedPulls(SHA, 'main');
    expect(pulls).toHaveLength(65);
    expect(pulls.every(({ number }) => number % 2 === 0)).toBe(true);
  });

  it('waits as long as a limit asks, and does not write twice', async () => {
    const fake = await fakeGithub();
    fake.pulls.push({ number: 7, headSha: SHA, base: 'main', mergedAt: undefined, commits: [] });
    fake.refusals.push({ method: 'POST', path: /comments/, status: 429, retryAfter: '7', times: 1 });
    await clientOf(fake).addComment(7, 'the plan');
    expect(slept).toEqual([7]);
    expect(fake.comments).toHaveLength(1);
  });

  it('does not repeat a POST that may have been done', async () => {
    const fake = await fakeGithub();
    fake.pulls.push({ number: 7, headSha: SHA, base: 'main', mergedAt: undefined, commits: [] });
    fake.refusals.push({ method: 'POST', path: /comments/, status: 502, times: 1 });
    await expect(clientOf(fake).addComment(7, 'the plan')).rejects.toThrow('GitHub answered 502');
    expect(fake.writes()).toHaveLength(1);
  });

  it('repeats a read that failed, and gives up after three', async () => {
    const fake = await fakeGithub();
    fake.refusals.push({ path: /graphql/, status: 502, times: 2 });
    expect(await clientOf(fake).issues('dns-drift')).toEqual([]);
    fake.refusals.push({ path: /graphql/, status: 502, times: 3 });
    await expect(clientOf(fake).issues('dns-drift')).rejects.toBeInstanceOf(GithubError);
  });

  it.each([
    ['a wrong token', 'x', 401],
    ['a fork', undefined, 403],
  ])('%s is an error with its status, which holds no token', async (_, token, status) => {
    const fake = await fakeGithub();
    if (status === 403) fake.refusals.push({ path: /./, status, times: 9 });
    const error = await clientOf(fake, token)
      .comments(7)
      .catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(GithubError);
    expect((error as GithubError).status).toBe(status);
    expect(String(error)).not.toContain(fake.token);
    expect(slept).toEqual([]);
  });

  it.each([
    ['no JSON', '<html>'],
    ['no list', '{"data":{"repository":null},"errors":[{"type":"RATE_LIMITED","message":"later"}]}'],
    ['errors of another shape', '{"errors":{"message":"later"}}'],
    ['null', 'null'],
  ])('%s in place of comments is an error that says so, and no crash', async (_, text) => {
    const server = createServer((_request, response) => response.end(text));
    await new Promise<void>((settle) => void server.listen(0, '127.0.0.1', settle));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = clientOf({ url, token: 'x' } as FakeGithub);
    await expect(client.comments(7)).rejects.toBeInstanceOf(GithubError);
    await expect(client.mergedPulls(SHA, 'main')).rejects.toBeInstanceOf(GithubError);
  });

  it('opens, changes and closes an issue, and finds it again by its label', async () => {
    const fake = await fakeGithub();
    const client = clientOf(fake);
    const { id } = await client.createIssue({ title: 'DNS drift', body: 'one', labels: ['dns-drift'] });
    await client.editIssue(id, { body: 'two', state: 'closed' });
    expect(await client.issues('dns-drift')).toMatchObject([
      { id, body: 'two', isOpen: false, isOurs: true },
    ]);
    expect(await client.issues('other')).toEqual([]);
  });
});
