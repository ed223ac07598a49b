/** The workflow files, ours and the examples, on a model of GitHub: what each event does, with which secrets. */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionFlow, type Flow } from '../support/action-flow.ts';
import { dnssyncUnverified, folder } from '../support/cli.ts';
import { type Environment, runWorkflow, type Settings, type WorkflowRun } from '../support/run-workflow.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import {
  dispatchEvent,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
} from '../support/workflow-events.ts';

const READ = `vps_${'a1'.repeat(32)}`;
const WRITE = `vps_${'b2'.repeat(32)}`;
const ZONE = 'zones/example.com.yaml';
const THREE = { www: '192.0.2.1', api: '192.0.2.2', mail: '192.0.2.3' };
const MAIN = ['refs/heads/main'];

const fileOf = (records: Readonly<Record<string, string>>): string =>
  `ttl: 5m\nrecords:\n${Object.entries(records)
    .map(([name, address]) => `  ${name}: { A: ${address} }\n`)
    .join('')}`;

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox([
    ...['--token', `${READ}=dns:list`],
    ...['--token', `${WRITE}=dns:list,dns:create,dns:delete`],
  ]);
});

interface Repository {
  readonly flow: Flow;
  readonly settings: Settings;
  /** The environments that were asked for an approval. */
  readonly asked: string[];
  /** Merges a pull request and runs dns.yml on the push. */
  merge(number: number): Promise<WorkflowRun>;
  on(file: string, event: Parameters<typeof runWorkflow>[1]): Promise<WorkflowRun>;
}

/** The workflows as docs/action.md says to copy them; live and main hold the same three records. */
async function repository(
  files: Readonly<Record<string, string>> = { [ZONE]: fileOf(THREE) },
  { approves = true } = {},
): Promise<Repository> {
  await live(THREE);
  const flow = await actionFlow(sandbox, files);
  const asked: string[] = [];
  const environments: Record<string, Environment> = {
    'dns-plan': { secrets: { VPS_API_TOKEN_READ: READ } },
    dns: { secrets: { VPS_API_TOKEN: WRITE }, refs: MAIN },
    'dns-destructive': {
      secrets: { VPS_API_TOKEN: WRITE },
      refs: MAIN,
      approves: () => {
        asked.push('dns-destructive');
        return approves;
      },
    },
  };
  const settings: Settings = { flow, environments, with: { 'api-url': sandbox.url } };
  const on: Repository['on'] = async (file, event) => {
    const run = await runWorkflow(copied(file), event, settings);
    if (run === undefined) throw new Error(`${file} does not run on ${event.name}`);
    return run;
  };
  return {
    flow,
    settings,
    asked,
    on,
    merge(number) {
      const before = flow.git('rev-parse', 'main');
      return on('dns.yml', pushEvent(flow, flow.merge(number), before));
    },
  };
}

/** One of our workflows, changed by the command in docs/action.md. */
function copied(file: string): string {
  const name = `.github/workflows/${file}`;
  const copy = folder({ [name]: readFileSync(name, 'utf8') });
  const [command = ''] = /^sed -i .*$/m.exec(readFileSync('docs/action.md', 'utf8')) ?? [];
  execFileSync('bash', ['-c', command.replace('COMMIT', 'c'.repeat(40))], { cwd: copy });
  return readFileSync(join(copy, name), 'utf8');
}

async function live(records: Readonly<Record<string, string>>): Promise<void> {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  const seeded = Object.entries(records).map(([name, value]) => ({
    name,
    record_type: 'A',
    value,
    ttl: 300,
  }));
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: seeded }] });
  await sandbox.ask('/reset', {});
}

async function expectLive(records: Readonly<Record<string, string>>): Promise<void> {
  const { zones } = await sandbox.ask<{ zones: { records: { name: string; value: string }[] }[] }>('/state');
  const found = zones.flatMap(({ records: all }) => all.map(({ name, value }) => [name, value] as const));
  expect(Object.fromEntries(found)).toEqual(records);
}

const resultsOf = (run: WorkflowRun): Record<string, string> =>
  Object.fromEntries(Object.entries(run.jobs).map(([name, { result }]) => [name, result]));

/** What any of its jobs could have read, was given or has said. */
const everythingIn = (run: WorkflowRun): string => JSON.stringify(run);

describe('dns.yml', () => {
  it('a pull request of the repository gets a comment, and the merge applies it', async () => {
    const { flow, on, merge } = await repository();
    const wanted = { ...THREE, www: '192.0.2.9', new: '192.0.2.4' };
    flow.pull(12, { [ZONE]: fileOf(wanted) });
    const planned = await on('dns.yml', pullRequestEvent(flow, 12));
    expect(resultsOf(planned)).toEqual({
      validate: 'success',
      plan: 'success',
      gate: 'skipped',
      apply: 'skipped',
    });
    expect(everythingIn(planned)).not.toContain(WRITE);
    expect(planned.jobs.validate?.secrets).toEqual({});
    expect(flow.github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('1 to create, 1 to update, 0 to delete'),
    ]);
    const plan = planned.artifacts.get('dns-plan') ?? '';
    expect(readFileSync(join(plan, 'plan.md'), 'utf8')).toContain('192.0.2.9');

    const applied = await merge(12);
    expect(resultsOf(applied)).toEqual({
      validate: 'success',
      plan: 'skipped',
      gate: 'success',
      apply: 'success',
    });
    expect(applied.jobs.apply?.environment).toBe('dns');
    await expectLive(wanted);
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
  });

  it('a fork is validated; no secret reaches any of its jobs', async () => {
    const { flow, on } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    const run = await on('dns.yml', pullRequestEvent(flow, 12, { from: 'mallory/dns', by: 'mallory' }));
    expect(resultsOf(run)).toEqual({
      validate: 'success',
      plan: 'skipped',
      gate: 'skipped',
      apply: 'skipped',
    });
    for (const secret of [READ, WRITE]) expect(everythingIn(run)).not.toContain(secret);
    expect(flow.github.requests).toEqual([]);
  });

  it('a fork whose files are wrong is told where', async () => {
    const { flow, on } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ www: '192.0.2.300' }) });
    const run = await on('dns.yml', pullRequestEvent(flow, 12, { from: 'mallory/dns', by: 'mallory' }));
    expect(run.jobs.validate?.result).toBe('failure');
    expect(run.actions[0]?.log.annotations).toMatchObject([{ properties: { file: ZONE, line: '3' } }]);
  });

  it('Dependabot is treated as a fork is', async () => {
    const { flow, on } = await repository();
    flow.pull(12, { 'README.md': 'words' });
    const run = await on('dns.yml', pullRequestEvent(flow, 12, { by: 'dependabot[bot]' }));
    expect(resultsOf(run)).toMatchObject({ validate: 'success', plan: 'skipped' });
    for (const secret of [READ, WRITE]) expect(everythingIn(run)).not.toContain(secret);
  });

  it('what takes much away waits for the reviewers, and is applied when they agree', async () => {
    const { flow, asked, on, merge } = await repository();
    flow.pull(12, { [ZONE]: 'allow_empty: true\n' });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const applied = await merge(12);
    expect(applied.jobs.apply).toMatchObject({ result: 'success', environment: 'dns-destructive' });
    expect(asked).toEqual(['dns-destructive']);
    await expectLive({});
  });

  it('what takes much away is not applied where they do not agree', async () => {
    const { flow, on, merge } = await repository(undefined, { approves: false });
    flow.pull(12, { [ZONE]: 'allow_empty: true\n' });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const refused = await merge(12);
    expect(refused.jobs.apply).toMatchObject({ result: 'failure', steps: [] });
    await expectLive(THREE);
  });

  it('without the environment of the reviewers there is no token, and nothing is written', async () => {
    const { flow, settings, on } = await repository();
    flow.pull(12, { [ZONE]: 'allow_empty: true\n' });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const { 'dns-destructive': _, ...environments } = settings.environments ?? {};
    const before = flow.git('rev-parse', 'main');
    const event = pushEvent(flow, flow.merge(12), before);
    const run = await runWorkflow(copied('dns.yml'), event, { ...settings, environments });
    expect(run?.jobs.apply?.result).toBe('failure');
    await expectLive(THREE);
  });

  it('a record and its guard cannot go in one merge, reviewers or not', async () => {
    const guarded = `protect: [{ name: mail }]\n${fileOf(THREE)}`;
    const { flow, on, merge } = await repository({ [ZONE]: guarded });
    const { mail: _, ...without } = THREE;
    flow.pull(12, { [ZONE]: fileOf(without) });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const refused = await merge(12);
    expect(refused.actions.at(-1)?.outputs).toMatchObject({ result: 'refused', 'failure-reason': 'guard' });
    await expectLive(THREE);
  });

  it('a plan that was not reviewed is refused, and a dispatch with its hash approves it', async () => {
    const { flow, on, merge } = await repository();
    const wanted = { ...THREE, new: '192.0.2.4' };
    flow.pull(12, { [ZONE]: fileOf(wanted) });
    await on('dns.yml', pullRequestEvent(flow, 12));
    await live({ ...THREE, mail: '192.0.2.33' });
    const refused = await merge(12);
    expect(resultsOf(refused)).toMatchObject({ gate: 'success', apply: 'failure' });
    const { summary = '', log, outputs } = refused.actions.at(-1) ?? {};
    expect(outputs).toMatchObject({ result: 'refused', 'failure-reason': 'plan-changed' });
    expect(summary).toContain('Somebody edited DNS after the review.');
    const hash = /name its hash: ` ([0-9a-f]{64}) `/.exec(summary)?.[1] ?? '';
    expect(log?.text).toContain(hash);
    await expectLive({ ...THREE, mail: '192.0.2.33' });

    const approved = await on('dns.yml', dispatchEvent(flow, { 'plan-hash': hash }));
    expect(resultsOf(approved), approved.actions.at(-1)?.log.text).toMatchObject({
      gate: 'success',
      apply: 'success',
    });
    await expectLive(wanted);
  });

  it('one that was merged before, and never applied, is applied with the next', async () => {
    const other = 'zones/example.net.yaml';
    const { flow, on, merge } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, a: '192.0.2.4', b: '192.0.2.5' }) });
    await on('dns.yml', pullRequestEvent(flow, 12));
    // Its plan was made before the other was merged, so that it shows nothing of it.
    flow.pull(13, { [other]: fileOf({ www: '192.0.2.6' }) });
    await on('dns.yml', pullRequestEvent(flow, 13));
    flow.merge(12);
    const applied = await merge(13);
    expect(applied.jobs.apply?.result, applied.actions.at(-1)?.log.text).toBe('success');
    await expectLive({ ...THREE, a: '192.0.2.4', b: '192.0.2.5', www: '192.0.2.6' });
  });

  it('a merge queue lets through what was reviewed, and nothing else', async () => {
    const { flow, on } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    const unseen = await on('dns.yml', mergeGroupEvent(flow, 12));
    expect(resultsOf(unseen)).toMatchObject({ validate: 'success', plan: 'failure', apply: 'skipped' });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const seen = await on('dns.yml', mergeGroupEvent(flow, 12));
    expect(resultsOf(seen)).toMatchObject({ plan: 'success', apply: 'skipped' });
  });

  it('a reviewed plan that is empty by the merge is closed', async () => {
    const { flow, on, merge } = await repository();
    const wanted = { ...THREE, mail: '192.0.2.33' };
    flow.pull(12, { [ZONE]: fileOf(wanted) });
    await on('dns.yml', pullRequestEvent(flow, 12));
    await live(wanted);
    await merge(12);
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
  });

  it('a dispatch on another branch than main reaches no token that writes', async () => {
    const { flow, on } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    const event = {
      ...dispatchEvent(flow),
      sha: flow.git('rev-parse', 'topic-12'),
      ref: 'refs/heads/topic-12',
    };
    const run = await on('dns.yml', event);
    expect(run.jobs.apply).toMatchObject({ result: 'failure', environment: 'dns', steps: [] });
    expect(everythingIn(run)).not.toContain(WRITE);
    await expectLive(THREE);
  });

  it('a run of a merge that was applied, started again, takes nothing back', async () => {
    const { flow, on, merge } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, www: '192.0.2.9' }) });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const before = flow.git('rev-parse', 'main');
    await merge(12);
    const old = pushEvent(flow, flow.git('rev-parse', 'main'), before);
    flow.pull(13, { [ZONE]: fileOf({ ...THREE, www: '192.0.2.1' }) });
    await on('dns.yml', pullRequestEvent(flow, 13));
    await merge(13);
    await expectLive(THREE);
    const again = await on('dns.yml', old);
    expect(again.actions.at(-1)?.outputs).toMatchObject({ result: 'refused' });
    await expectLive(THREE);
  });

  it('a copy is of a pinned Action, and a token that is missing is a mistake there', async () => {
    expect(copied('dns.yml').match(/uses: (?!actions\/).*/g)).toEqual(
      Array(4).fill(`uses: dnssync/dnssync@${'c'.repeat(40)} # v0.1.0`),
    );
    const { flow, settings } = await repository();
    const before = flow.git('rev-parse', 'main');
    const event = pushEvent(flow, flow.commit({ [ZONE]: fileOf({ www: '192.0.2.9' }) }), before);
    const run = await runWorkflow(copied('dns.yml'), event, { ...settings, environments: {} });
    expect(run && resultsOf(run)).toMatchObject({ validate: 'success', gate: 'failure', apply: 'skipped' });
  });

  it('a push that touches no zone starts nothing', async () => {
    const { flow, settings } = await repository();
    const before = flow.git('rev-parse', 'main');
    const event = pushEvent(flow, flow.commit({ 'README.md': 'words' }), before);
    expect(await runWorkflow(copied('dns.yml'), event, settings)).toBeUndefined();
  });

  it('what the apply has kept takes it back', async () => {
    const { flow, on, merge } = await repository();
    flow.pull(12, { [ZONE]: fileOf({ ...THREE, www: '192.0.2.9' }) });
    await on('dns.yml', pullRequestEvent(flow, 12));
    const applied = await merge(12);
    const artifact = applied.artifacts.get('dns-run') ?? '';
    const [, name = ''] = /dnssync undo --from ([^\s`]+)/.exec(applied.actions.at(-1)?.summary ?? '') ?? [];
    // In a clone: gh run download -n dns-run -D NAME
    const clone = folder({});
    flow.git('clone', '-q', '.', clone);
    cpSync(artifact, join(clone, name), { recursive: true });
    const env = { VPS_API_URL: sandbox.url, VPS_API_TOKEN: WRITE };
    const back = await dnssyncUnverified(['undo', '--from', name, '--yes'], clone, env);
    expect(back.code, back.stderr).toBe(0);
    await expectLive(THREE);
  });
});

describe('dns-drift.yml', () => {
  it('opens an issue on drift, with a token that cannot write, and closes it', async () => {
    const { flow, on } = await repository();
    await live({ ...THREE, mail: '192.0.2.33' });
    const run = await on('dns-drift.yml', scheduleEvent(flow));
    expect(resultsOf(run)).toEqual({ drift: 'success' });
    expect(everythingIn(run)).not.toContain(WRITE);
    expect(flow.github.issues).toMatchObject([{ title: 'DNS drift', state: 'open' }]);
    await live(THREE);
    await on('dns-drift.yml', scheduleEvent(flow));
    expect(flow.github.issues).toMatchObject([{ state: 'closed' }]);
  });

  it('does not run in a fork', async () => {
    const { flow, on } = await repository();
    const event = scheduleEvent(flow);
    const payload = { ...event.payload, repository: { full_name: 'acme/dns', fork: true } };
    expect(resultsOf(await on('dns-drift.yml', { ...event, payload }))).toEqual({ drift: 'skipped' });
  });
});

describe('the examples', () => {
  const example = (name: string): string => readFileSync(join('examples/workflows', name), 'utf8');

  async function onPull(
    name: string,
    files: Readonly<Record<string, string>>,
    who: Parameters<typeof pullRequestEvent>[2] = {},
  ) {
    const { flow, settings } = await repository();
    flow.pull(12, files);
    // As whoever pastes them first has it: one secret of the repository's.
    const simple = { ...settings, environments: {}, secrets: { VPS_API_TOKEN_READ: READ } };
    const run = await runWorkflow(example(name), pullRequestEvent(flow, 12, who), simple);
    if (run === undefined) throw new Error('it does not run on a pull request');
    return { flow, run };
  }

  it('minimal.yml: a comment, told from drift', async () => {
    const { flow, run } = await onPull('minimal.yml', { [ZONE]: fileOf({ ...THREE, new: '192.0.2.4' }) });
    expect(resultsOf(run)).toEqual({ plan: 'success' });
    expect(flow.github.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/1 to create, 0 to update, 0 to delete.*By the base: 1 yours/s),
    ]);
  });

  const MANY = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`zones/z${index}.example.yaml`, fileOf(THREE)]),
  );

  it('many-zones.yml: one comment of all parts', async () => {
    const { flow, run } = await onPull('many-zones.yml', MANY);
    expect(resultsOf(run), run.actions.at(-1)?.log.text).toEqual({ part: 'success', comment: 'success' });
    expect([...run.artifacts.keys()].sort()).toEqual([1, 2, 3, 4].map((part) => `dns-plan-${part}`));
    const creates = run.actions.map(({ outputs }) => Number(outputs.creates));
    // No part has them all, and the last joins what the others have found.
    expect(Math.max(...creates.slice(0, -1))).toBeLessThan(27);
    expect(creates.at(-1)).toBe(27);
    expect(flow.github.comments).toHaveLength(1);
    for (const zone of Object.keys(MANY))
      expect(flow.github.comments[0]?.body).toContain(zone.slice('zones/'.length, -'.yaml'.length));
  });

  it.each(['minimal.yml', 'many-zones.yml'])(
    '%s: a fork and Dependabot are checked, and pass',
    async (name) => {
      for (const who of [{ from: 'mallory/dns', by: 'mallory' }, { by: 'dependabot[bot]' }]) {
        const { flow, run } = await onPull(name, MANY, who);
        expect(Object.values(resultsOf(run)), JSON.stringify(run)).not.toContain('failure');
        expect(run.actions.map(({ outputs }) => outputs.result)).toContain('validated');
        expect(everythingIn(run)).not.toContain(READ);
        expect(flow.github.writes()).toEqual([]);
      }
    },
  );
});

describe('ci.yml', () => {
  it('the job that uses the Action sees it validate the zones of this repository', async () => {
    const files = Object.fromEntries(
      readdirSync('zones').map((name) => [`zones/${name}`, readFileSync(join('zones', name), 'utf8')]),
    );
    const { flow, settings } = await repository({ ...files, [ZONE]: files['zones/example.com.yaml'] ?? '' });
    flow.pull(12, { 'README.md': 'words' });
    const ci = readFileSync('.github/workflows/ci.yml', 'utf8');
    const run = await runWorkflow(ci, pullRequestEvent(flow, 12), settings, ['action']);
    expect(run?.jobs.action?.result, run?.actions[0]?.log.text).toBe('success');
    expect(run?.jobs.action?.steps).toHaveLength(3);
  });
});
