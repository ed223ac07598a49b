import { beforeAll, describe, expect, it } from 'vitest';
import { actionFlow, type Flow } from '../support/action-flow.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const ZONE = 'zones/example.com.yaml';
const fileOf = (records: Readonly<Record<string, string>>): string =>
  `ttl: 5m\nrecords:\n${Object.entries(records)
    .map(([name, address]) => `  ${name}: { A: ${address} }\n`)
    .join('')}`;

const THREE = { www: '192.0.2.1', api: '192.0.2.2', mail: '192.0.2.3' };

const READER = 'vps_reader_that_may_not_write';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--token', 'vps_writer_that_may_do_all', '--token', `${READER}=dns:list`]);
});

/** Live and main hold the same three records. */
async function begun(): Promise<Flow> {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  await sandbox.ask('/seed', {
    zones: [
      {
        domain: 'example.com',
        records: Object.entries(THREE).map(([name, value]) => ({ name, record_type: 'A', value, ttl: 300 })),
      },
    ],
  });
  await sandbox.ask('/reset', {});
  return actionFlow(sandbox, { [ZONE]: fileOf(THREE) });
}

async function live(): Promise<string[]> {
  const { zones } = await sandbox.ask<{
    zones: { domain: string; records: { name: string; value: string }[] }[];
  }>('/state');
  return zones.flatMap(({ records }) => records.map(({ name, value }) => `${name} ${value}`)).sort();
}

const liveOf = (records: Readonly<Record<string, string>>): string[] =>
  Object.entries(records)
    .map(([name, value]) => `${name} ${value}`)
    .sort();

describe('from a pull request to an apply', () => {
  it.each(['squash', 'rebase', 'merge'] as const)('what was reviewed is applied after a %s', async (how) => {
    const flow = await begun();
    const wanted = { ...THREE, www: '192.0.2.9', new: '192.0.2.4' };
    flow.pull(12, { [ZONE]: fileOf(wanted) });
    const planned = await flow.plan(12);
    expect(planned.code, planned.log.text).toBe(0);
    expect(planned.outputs).toMatchObject({
      result: 'changes',
      changes: '2',
      creates: '1',
      updates: '1',
      deletes: '0',
      destructive: 'false',
    });
    expect(flow.github.comments).toHaveLength(1);
    expect(flow.github.comments[0]?.body).toContain('1 to create, 1 to update, 0 to delete');

    const applied = await flow.apply(flow.merge(12, how));
    expect(applied.code, applied.log.text).toBe(0);
    expect(applied.outputs).toMatchObject({
      result: 'applied',
      'failure-reason': '',
      'plan-hash': planned.outputs['plan-hash'],
    });
    expect(await live()).toEqual(liveOf(wanted));
    expect(flow.github.comments).toHaveLength(1);
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
    // Once more finds nothing to do.
    const again = await flow.apply(flow.git('rev-parse', 'HEAD'));
    expect(again.outputs).toMatchObject({ result: 'in-sync', changes: '0' });
  });

  it('the comment leads with what the branch changes, and tells drift from it', async () => {
    const flow = await begun();
    await edited('mail', '192.0.2.33');
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    const body = flow.github.comments[0]?.body ?? '';
    expect(body.indexOf('Yours')).toBeGreaterThan(0);
    expect(body.indexOf('Drift')).toBeGreaterThan(body.indexOf('Yours'));
  });

  it('the same plan twice writes nothing the second time, another plan edits the one comment', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    for (let index = 0; index < 130; index++) flow.github.comment(12, `chat ${index}`, 'somebody');
    await flow.plan(12);
    await flow.plan(12);
    expect(flow.github.writes()).toEqual(['POST /repos/acme/dns/issues/12/comments']);
    const sha = flow.commit({ [ZONE]: fileOf({ ...THREE, new: '192.0.2.5' }) });
    Object.assign(flow.github.pulls[0] ?? {}, { headSha: sha });
    await flow.plan(12);
    expect(flow.github.writes()).toHaveLength(2);
    expect(flow.github.comments.filter(({ author }) => author === 'github-actions')).toHaveLength(1);
    expect(flow.github.comments.at(-1)?.body).toContain('192.0.2.5');
  });

  it('a planted marker is no review, and is not written over', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    const ours = flow.github.comments[0];
    if (ours === undefined) throw new Error('no comment');
    ours.author = 'mallory';
    const refused = await flow.apply(flow.merge(12));
    expect(refused.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'no-reviewed-plan' });
    expect(await live()).toEqual(liveOf(THREE));
  });

  it('a comment that somebody has edited is no review', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    Object.assign(flow.github.comments[0] ?? {}, { editor: 'somebody' });
    const refused = await flow.apply(flow.merge(12));
    expect(refused.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'no-reviewed-plan' });
  });

  it('a comment that somebody has put away is no review, and is not written over', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    Object.assign(flow.github.comments[0] ?? {}, { isMinimized: true });
    const sha = flow.merge(12);
    expect((await flow.apply(sha)).outputs['failure-reason']).toBe('no-reviewed-plan');
    flow.git('checkout', '-q', 'topic-12');
    await flow.plan(12);
    expect(flow.github.comments.map(({ isMinimized }) => isMinimized)).toEqual([true, false]);
  });

  it('line ends of another kind change nothing: neither the review nor the comment', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    const [comment] = flow.github.comments;
    Object.assign(comment ?? {}, { body: `${comment?.body.replaceAll('\n', '\r\n')}\r\n` });
    await flow.plan(12);
    expect(flow.github.writes()).toHaveLength(1);
    expect((await flow.apply(flow.merge(12))).outputs.result).toBe('applied');
    expect(comment?.body).toMatch(/^\*\*Applied\*\*/);
    expect(comment?.body).toContain('### DNS plan: 1 to create');
  });

  it('two uses with keys of their own do not read each other', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12, { with: { key: 'a' } });
    await flow.plan(12, { with: { key: 'b' } });
    expect(flow.github.comments).toHaveLength(2);
    const sha = flow.merge(12);
    expect((await flow.apply(sha, { with: { key: 'c' } })).outputs['failure-reason']).toBe(
      'no-reviewed-plan',
    );
    expect((await flow.apply(sha, { with: { key: 'a' } })).outputs.result).toBe('applied');
    expect(flow.github.comments.map(({ body }) => /^\*\*Applied/.test(body))).toEqual([true, false]);
  });

  it('no comment where nothing changes, unless it is asked for', async () => {
    const flow = await begun();
    flow.pull(12, { 'README.md': 'words' });
    expect((await flow.plan(12)).outputs.result).toBe('in-sync');
    expect(flow.github.comments).toEqual([]);
    await flow.plan(12, { with: { comment: 'always' } });
    expect(flow.github.comments[0]?.body).toContain('no changes');
  });
});

describe('an apply that does not find what was reviewed', () => {
  it('somebody has edited live: refused, by name, with the hash that approves it', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    await edited('mail', '192.0.2.33');
    const sha = flow.merge(12);
    const refused = await flow.apply(sha);
    expect(refused.code).toBe(1);
    expect(refused.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'plan-changed' });
    expect(refused.summary).toContain('Somebody edited DNS after the review.');
    expect(refused.summary).toContain('192.0.2.33');
    expect(await live()).toContain('mail 192.0.2.33');

    const approved = await flow.run(
      { name: 'workflow_dispatch', payload: {} },
      { with: { mode: 'apply', 'expect-plan': refused.outputs['plan-hash'] ?? '' } },
    );
    expect(approved.outputs, approved.log.text).toMatchObject({ result: 'applied' });
    expect(await live()).toEqual(liveOf({ ...THREE, new: '192.0.2.4' }));
  });

  it('the branch has moved since the plan: its review says nothing of it', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    const sha = flow.commit({ [ZONE]: fileOf({ ...THREE, new: '192.0.2.66' }) });
    Object.assign(flow.github.pulls[0] ?? {}, { headSha: sha });
    const refused = await flow.apply(flow.merge(12));
    expect(refused.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'no-reviewed-plan' });
    expect(await live()).toEqual(liveOf(THREE));
  });

  it('a wrong hash approves nothing', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    const refused = await flow.apply(flow.merge(12), { with: { 'expect-plan': 'a'.repeat(64) } });
    expect(refused.outputs.result).toBe('refused');
    expect(await live()).toEqual(liveOf(THREE));
  });

  it('a reviewed plan that is empty by now is done', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, mail: '192.0.2.33' }) });
    await flow.plan(12);
    await edited('mail', '192.0.2.33');
    const applied = await flow.apply(flow.merge(12));
    expect(applied.outputs).toMatchObject({ result: 'in-sync', changes: '0' });
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
  });

  it('after a partial apply a second run does the rest, and closes the comment', async () => {
    const flow = await begun();
    const wanted = { ...THREE, a: '192.0.2.4', b: '192.0.2.5', c: '192.0.2.6' };
    flow.pull(12, { [ZONE]: fileOf(wanted) });
    await flow.plan(12);
    await sandbox.ask('/faults', [{ method: 'POST', path: 'records', nth: 2, kind: '400' }]);
    const sha = flow.merge(12);
    const partial = await flow.apply(sha);
    expect(partial.code).toBe(1);
    expect(partial.outputs).toMatchObject({ result: 'partial', 'failure-reason': 'partial-apply' });
    expect(partial.outputs['run-folder']).toContain('.dnssync/runs/');
    expect(partial.summary).toContain('undo --from');
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied in part\*\*/);
    const rest = await flow.apply(sha);
    expect(rest.outputs, rest.log.text).toMatchObject({ result: 'applied', creates: '1' });
    expect(await live()).toEqual(liveOf(wanted));
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
    expect(flow.github.comments[0]?.body).not.toContain('Applied in part');
  });

  it('two merged in a row: the second applies its own, and what the first left', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, a: '192.0.2.4' }) });
    await flow.plan(12);
    flow.merge(12);
    flow.pull(13, { [ZONE]: fileOf({ ...THREE, a: '192.0.2.4', b: '192.0.2.5' }) });
    await flow.plan(13);
    const applied = await flow.apply(flow.merge(13));
    expect(applied.outputs, applied.log.text).toMatchObject({ result: 'applied', creates: '2' });
    expect(flow.github.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      expect.stringMatching(/^\*\*Applied\*\*/),
      expect.stringMatching(/^\*\*Applied\*\*/),
    ]);
  });

  it('an old run that is started again takes back nothing that was merged since', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, www: '192.0.2.9' }) });
    await flow.plan(12);
    const old = flow.merge(12);
    await flow.apply(old);
    flow.pull(13, { [ZONE]: fileOf(THREE) });
    await flow.plan(13);
    expect((await flow.apply(flow.merge(13))).outputs.result).toBe('applied');
    flow.git('checkout', '-q', old);
    // Its plan is, by live and by the files, the very one that was reviewed.
    const again = await flow.apply(old);
    expect(again.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'plan-changed' });
    expect(await live()).toEqual(liveOf(THREE));
  });

  it('an old plan that is started again leaves the comment of what was applied as it is', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, www: '192.0.2.9' }) });
    await flow.plan(12);
    await flow.apply(flow.merge(12));
    const body = flow.github.comments[0]?.body;
    flow.git('checkout', '-q', 'topic-12');
    await edited('www', '192.0.2.1');
    expect((await flow.plan(12)).outputs.result).toBe('changes');
    expect(flow.github.comments.map((one) => one.body)).toEqual([body]);
  });

  it('jobs that share the zones apply their parts of one review', async () => {
    await begun();
    const OTHER = 'zones/example.net.yaml';
    await sandbox.ask('/seed', { zones: [{ domain: 'example.net', records: [] }] });
    const flow = await actionFlow(sandbox, { [ZONE]: fileOf(THREE), [OTHER]: 'allow_empty: true\n' });
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }), [OTHER]: fileOf({ www: '192.0.2.5' }) });
    await flow.plan(12);
    const sha = flow.merge(12);
    for (const zones of ['example.com', 'example.net']) {
      const part = await flow.apply(sha, { with: { zones } });
      expect(part.outputs, part.log.text).toMatchObject({ result: 'applied', creates: '1' });
      expect(flow.github.comments[0]?.body).toMatch(
        zones === 'example.com' ? /^\*\*Applied in part\*\*/ : /^\*\*Applied\*\*/,
      );
    }
    expect(flow.github.comments[0]?.body).not.toContain('in part');
  });

  it('a token that may not create is told from a guard that stops', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    const sha = flow.merge(12);
    const refused = await flow.apply(sha, { with: { 'api-token': READER } });
    expect(refused.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'permission' });
  });

  it('the guard stops what nobody has allowed, though it was reviewed', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: 'allow_empty: true\n' });
    const planned = await flow.plan(12);
    expect(planned.outputs.destructive).toBe('true');
    const sha = flow.merge(12);
    const refused = await flow.apply(sha);
    expect(refused.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'guard' });
    expect(await live()).toEqual(liveOf(THREE));
    const allowed = await flow.apply(sha, { with: { allow: 'example.com=3' } });
    expect(allowed.outputs, allowed.log.text).toMatchObject({ result: 'applied', deletes: '3' });
  });

  it('a record and its guard cannot go in one merge', async () => {
    const flow = await begun();
    flow.git('checkout', '-q', 'main');
    flow.commit({ [ZONE]: `protect: [{ name: mail }]\n${fileOf(THREE)}` });
    const { mail: _, ...without } = THREE;
    flow.pull(12, { [ZONE]: fileOf(without) });
    await flow.plan(12);
    const refused = await flow.apply(flow.merge(12), { with: { force: 'true' } });
    expect(refused.outputs, refused.log.text).toMatchObject({ result: 'refused', 'failure-reason': 'guard' });
    expect(await live()).toEqual(liveOf(THREE));
  });
});

describe('a merge queue', () => {
  const group = (flow: Flow, headSha: string, baseSha: string) =>
    flow.run({
      name: 'merge_group',
      payload: {
        merge_group: {
          head_sha: headSha,
          base_sha: baseSha,
          head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${headSha}`,
        },
      },
    });

  it('lets through what was reviewed, whatever has drifted beside it', async () => {
    const flow = await begun();
    const { baseSha } = flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await flow.plan(12);
    await edited('mail', '192.0.2.33');
    const queued = await group(flow, flow.merge(12), baseSha);
    expect(queued.code, queued.log.text).toBe(0);
    expect(flow.github.writes()).toHaveLength(1);
  });

  it('stops what nobody has reviewed before it is merged', async () => {
    const flow = await begun();
    const { baseSha } = flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    const queued = await group(flow, flow.merge(12), baseSha);
    expect(queued.code).toBe(1);
    expect(queued.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'no-reviewed-plan' });
  });

  it('the hash that it names approves what an apply would do then, drift among it', async () => {
    const flow = await begun();
    const { baseSha } = flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    await edited('mail', '192.0.2.33');
    const queued = await group(flow, flow.merge(12), baseSha);
    const hash = queued.outputs['plan-hash'] ?? '';
    expect(queued.summary).toContain(hash);
    const applied = await flow.run(
      { name: 'workflow_dispatch', payload: {} },
      { with: { mode: 'apply', 'expect-plan': hash } },
    );
    expect(applied.outputs, applied.log.text).toMatchObject({ result: 'applied', changes: '2' });
  });
});

describe('without the secrets', () => {
  const forked = {
    repository: { full_name: 'acme/dns' },
    pull_request: {
      number: 12,
      head: { sha: 'a'.repeat(40), repo: { full_name: 'mallory/dns' } },
      base: { sha: 'b'.repeat(40) },
      user: { login: 'mallory' },
    },
  };
  const dependabot = {
    repository: { full_name: 'acme/dns' },
    pull_request: {
      number: 12,
      head: { sha: 'a'.repeat(40), repo: { full_name: 'acme/dns' } },
      base: { sha: 'b'.repeat(40) },
      user: { login: 'dependabot[bot]' },
    },
  };

  it.each([
    ['a fork', forked],
    ['Dependabot', dependabot],
  ])('the files of %s are checked, nothing is planned and nobody is told otherwise', async (_, payload) => {
    const flow = await begun();
    const { code, outputs, summary } = await flow.run(
      { name: 'pull_request', payload },
      { with: { mode: 'plan', 'api-token': '' } },
    );
    expect(code).toBe(0);
    expect(outputs.result).toBe('validated');
    expect(summary).toContain('Nothing was planned: this pull request gets no secrets.');
    expect(flow.github.requests).toEqual([]);
  });

  it('an apply without a token fails', async () => {
    const flow = await begun();
    const { code, outputs } = await flow.run(
      { name: 'push', payload: { after: 'a'.repeat(40) } },
      { with: { mode: 'apply', 'api-token': '' } },
    );
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ result: 'error', 'failure-reason': 'auth' });
  });

  it('a fork whose token may not comment still has its plan in the summary', async () => {
    const flow = await begun();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    flow.github.refusals.push({ path: /./, status: 403, times: 99 });
    const planned = await flow.plan(12);
    expect(planned.code, planned.log.text).toBe(0);
    expect(planned.summary).toContain('1 to create');
    expect(planned.log.text).toContain('Resource not accessible by integration');
  });
});

/** Somebody gives a name another address, at the vendor's. */
async function edited(name: string, address: string): Promise<void> {
  const zones = (await (await sandbox.api('GET', '/dns-zones/')).json()) as {
    results?: { uuid: string }[];
  } & { uuid: string }[];
  const [zone] = zones.results ?? zones;
  const detail = (await (await sandbox.api('GET', `/dns-zones/${zone?.uuid}/`)).json()) as {
    records: { uuid: string; name: string }[];
  };
  const record = detail.records.find((one) => one.name === name);
  const answer = await sandbox.api('PATCH', `/dns-records/${record?.uuid}/`, {
    value: address,
  });
  expect(answer.status, await answer.text()).toBe(200);
}
