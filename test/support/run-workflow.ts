/**
 * A small model of GitHub's workflows: runs a workflow file's jobs against the fakes, with the secrets and permissions
 * that each would have. It refuses what it does not know, so that no file passes by what the model overlooks.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { expectNowhere, type Flow } from './action-flow.ts';
import { resultOf } from './cli-process.ts';
import { type ActionRun, runAction } from './run-action.ts';
import { checkout } from './workflow-checkout.ts';
import { type Contexts, condition, type Functions, interpolate } from './workflow-expression.ts';

export interface WorkflowEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What is checked out. */
  readonly sha: string;
  readonly ref: string;
  /** The files that a push has changed. */
  readonly changed?: readonly string[];
}

/** An environment of the repository's settings. */
export interface Environment {
  readonly secrets: Readonly<Record<string, string>>;
  /** The only refs whose jobs may use it. */
  readonly refs?: readonly string[];
  /** Asks its reviewers; none are needed where absent. */
  readonly approves?: () => boolean;
}

/** The repository's settings, and how the Action reaches the fakes. */
export interface Settings {
  readonly flow: Pick<Flow, 'github' | 'workspace'>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly environments?: Readonly<Record<string, Environment>>;
  /** Inputs that a workflow against the real services would not need: `api-url`. */
  readonly with: Readonly<Record<string, string>>;
}

type Outcome = 'success' | 'failure' | 'skipped';

export interface StepRun {
  readonly outcome: Outcome;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the Action was given, and how it ended. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly action?: ActionRun;
  /** What a `run:` printed. */
  readonly text?: string;
}

export interface JobRun {
  readonly result: Outcome;
  readonly environment: string | undefined;
  /** The secrets that the job could have read. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRun[];
}

export interface WorkflowRun {
  readonly jobs: Readonly<Record<string, JobRun>>;
  /** By name, each a folder. */
  readonly artifacts: ReadonlyMap<string, string>;
  /** The runs of the Action, in their order. */
  readonly actions: readonly ActionRun[];
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string | { readonly name: string };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
  readonly steps: readonly Step[];
}

const KNOWN = {
  workflow: ['name', 'on', 'permissions', 'concurrency', 'jobs'],
  job: [
    ...['name', 'needs', 'if', 'runs-on', 'timeout-minutes', 'environment', 'permissions', 'concurrency'],
    ...['outputs', 'strategy', 'steps'],
  ],
  step: ['name', 'id', 'if', 'uses', 'with', 'run', 'env'],
};

/** What the workflow does on this event; undefined where the event does not start it. */
export async function runWorkflow(
  text: string,
  event: WorkflowEvent,
  settings: Settings,
  only?: readonly string[],
): Promise<WorkflowRun | undefined> {
  const workflow = parse(text);
  onlyKnown(workflow, KNOWN.workflow);
  const inputs = inputsOf(workflow.on, event);
  if (inputs === undefined) return undefined;
  const all = Object.entries<Job>(workflow.jobs).filter(([name]) => only?.includes(name) ?? true);
  const artifacts = folderOfItsOwn();
  const runs: Record<string, JobRun> = {};
  const github = {
    event_name: event.name,
    event: event.payload,
    repository: 'acme/dns',
    ref: event.ref,
    sha: event.sha,
    token: settings.flow.github.token,
  };
  const left = new Map(all);
  while (left.size > 0) {
    const [name, job] = [...left].find(([, each]) => needsOf(each).every((need) => need in runs)) ?? [];
    if (name === undefined || job === undefined) throw new Error('jobs need each other');
    left.delete(name);
    runs[name] = await runJob(job, { github, inputs, runs, event, settings, artifacts });
  }
  return {
    jobs: runs,
    artifacts: new Map(readdirSync(artifacts).map((name) => [name, join(artifacts, name)])),
    actions: Object.values(runs).flatMap(({ steps }) => steps.flatMap(({ action }) => action ?? [])),
  };
}

interface Surroundings {
  readonly github: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly runs: Readonly<Record<string, JobRun>>;
  readonly event: WorkflowEvent;
  readonly settings: Settings;
  readonly artifacts: string;
}

async function runJob(job: Job, around: Surroundings): Promise<JobRun> {
  onlyKnown(job, KNOWN.job);
  const needs = Object.fromEntries(needsOf(job).map((name) => [name, around.runs[name]]));
  const contexts: Contexts = { github: around.github, inputs: around.inputs, needs };
  const results = Object.values(needs).map((need) => need?.result);
  const functions: Functions = {
    success: () => results.every((result) => result === 'success'),
    failure: () => results.includes('failure'),
    cancelled: () => false,
    always: () => true,
  };
  const none = { environment: undefined, secrets: {}, outputs: {}, steps: [] };
  if (!condition(job.if ?? 'true', contexts, functions)) return { result: 'skipped', ...none };
  const named = typeof job.environment === 'string' ? job.environment : job.environment?.name;
  const environment = named === undefined ? undefined : interpolate(named, contexts);
  const secrets = secretsOf(environment, around);
  if (secrets === undefined) return { result: 'failure', ...none, environment };
  const parts: JobRun[] = [];
  for (const matrix of combinations(job.strategy?.matrix))
    parts.push(await runSteps(job, { ...contexts, matrix, secrets }, around));
  return {
    result: parts.every(({ result }) => result === 'success') ? 'success' : 'failure',
    environment,
    secrets,
    outputs: Object.assign({}, ...parts.map(({ outputs }) => outputs)),
    steps: parts.flatMap(({ steps }) => steps),
  };
}

async function runSteps(
  job: Job,
  contexts: Contexts & { readonly secrets: Readonly<Record<string, string>> },
  around: Surroundings,
): Promise<JobRun> {
  const { settings, event } = around;
  const [workspace, temp] = [folderOfItsOwn(), folderOfItsOwn()];
  const steps: Record<string, StepRun> = {};
  const ran: StepRun[] = [];
  const { secrets, ...others } = contexts;
  // The condition of a step may not look at secrets.
  const forConditions: Contexts = { ...others, steps, runner: { temp } };
  const functions: Functions = {
    success: () => ran.every(({ outcome }) => outcome !== 'failure'),
    failure: () => ran.some(({ outcome }) => outcome === 'failure'),
    cancelled: () => false,
    always: () => true,
  };
  settings.flow.github.permissions = permissionsOf(job, event);
  for (const step of job.steps) {
    onlyKnown(step, KNOWN.step);
    const isMet = condition(String(step.if ?? 'true'), forConditions, functions);
    const run: StepRun = isMet
      ? await runStep(step, { ...forConditions, secrets }, { ...around, workspace, temp })
      : { outcome: 'skipped', outputs: {} };
    ran.push(run);
    if (step.id !== undefined) steps[step.id] = run;
  }
  settings.flow.github.permissions = undefined;
  const outputs = Object.entries(job.outputs ?? {}).map(([name, text]) => [
    name,
    interpolate(text, { ...forConditions }),
  ]);
  return {
    result: functions.success?.() ? 'success' : 'failure',
    environment: undefined,
    secrets,
    outputs: Object.fromEntries(outputs),
    steps: ran,
  };
}

interface Place extends Surroundings {
  readonly workspace: string;
  readonly temp: string;
}

async function runStep(step: Step, contexts: Contexts, place: Place): Promise<StepRun> {
  const inputs = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, text]) => [name, interpolate(String(text), contexts)]),
  );
  if (step.run !== undefined) return runShell(step, contexts, place);
  const action = step.uses?.replace(/@.*/, '');
  switch (action) {
    case '$/':
    case 'dnssync/dnssync':
      return runOurs(inputs, place);
    case 'actions/checkout':
      checkout(
        place.settings.flow.workspace,
        place.event.sha,
        Number(inputs['fetch-depth'] ?? 1),
        place.workspace,
      );
      return { outcome: 'success', outputs: {} };
    case 'actions/upload-artifact':
      return upload(inputs, place.artifacts);
    case 'actions/download-artifact':
      return download(inputs, place.artifacts);
    default:
      throw new Error(`the model does not know ${step.uses}`);
  }
}

async function runOurs(
  inputs: Readonly<Record<string, string>>,
  { event, settings, workspace, temp, github }: Place,
): Promise<StepRun> {
  const { flow } = settings;
  const action = await runAction({
    workspace,
    event: { name: event.name, payload: event.payload },
    with: { 'github-token': String(github.token), ...inputs, ...settings.with },
    env: {
      ...flow.github.env,
      'INPUT_GITHUB-TOKEN': inputs['github-token'] ?? String(github.token),
      GITHUB_SHA: event.sha,
      GITHUB_REF: event.ref,
      GITHUB_REF_NAME: event.ref.replace(/^refs\/(heads|pull)\//, ''),
      RUNNER_TEMP: temp,
    },
  });
  const secrets = Object.values(settings.environments ?? {}).flatMap((each) => Object.values(each.secrets));
  for (const secret of new Set([flow.github.token, ...secrets, ...Object.values(settings.secrets ?? {})]))
    expectNowhere(secret, { ...action, temp }, flow.github);
  return { outcome: action.code === 0 ? 'success' : 'failure', outputs: action.outputs, inputs, action };
}

async function runShell(step: Step, contexts: Contexts, { workspace, temp }: Place): Promise<StepRun> {
  const env = Object.entries(step.env ?? {}).map(([name, text]) => [name, interpolate(text, contexts)]);
  const child = spawn('bash', ['-e', '-c', interpolate(step.run ?? '', contexts)], {
    cwd: workspace,
    env: { PATH: process.env.PATH, RUNNER_TEMP: temp, ...Object.fromEntries(env) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, stdout, stderr } = await resultOf(child);
  return { outcome: code === 0 ? 'success' : 'failure', outputs: {}, text: stdout + stderr };
}

/** Several paths keep their names below the folder that they share; one that is a folder gives what is in it. */
function upload(inputs: Readonly<Record<string, string>>, artifacts: string): StepRun {
  const paths = (inputs.path ?? '').split('\n').flatMap((line) => line.trim() || []);
  const failed: StepRun = { outcome: 'failure', outputs: {}, text: 'Input required and not supplied: path' };
  if (paths.length === 0) return failed;
  const target = join(artifacts, inputs.name ?? 'artifact');
  // A second one of the same name is refused (upload-artifact 4 and later).
  if (existsSync(target)) return { ...failed, text: 'an artifact with this name already exists' };
  if (new Set(paths.map(dirname)).size > 1) throw new Error('the model knows files of one folder only');
  for (const path of paths.filter((each) => existsSync(each)))
    cpSync(path, statSync(path).isDirectory() ? target : join(target, basename(path)), {
      recursive: true,
      filter: (each) =>
        each === path || inputs['include-hidden-files'] === 'true' || !/\/\.[^/]*$/.test(each),
    });
  return { outcome: 'success', outputs: {} };
}

/** Each that matches into a folder of its name. */
function download(inputs: Readonly<Record<string, string>>, artifacts: string): StepRun {
  const [start = '', end, ...rest] = (inputs.pattern ?? '').split('*');
  if (end !== '' || rest.length > 0 || inputs.path === undefined)
    throw new Error('the model knows `pattern: name*` with a path only');
  for (const name of readdirSync(artifacts).filter((each) => each.startsWith(start)))
    cpSync(join(artifacts, name), join(inputs.path, name), { recursive: true });
  return { outcome: 'success', outputs: {} };
}

/** The inputs of a dispatch; undefined where the event does not start the workflow. */
function inputsOf(on: unknown, event: WorkflowEvent): Record<string, string> | undefined {
  const events = typeof on === 'string' ? { [on]: null } : (on as Record<string, unknown>);
  if (!(event.name in events)) return undefined;
  const filter = (events[event.name] ?? {}) as Record<string, unknown>;
  if (event.name === 'workflow_dispatch') {
    const given = (event.payload.inputs ?? {}) as Record<string, string>;
    const declared = (filter.inputs ?? {}) as Record<string, { default?: string }>;
    return Object.fromEntries(
      Object.entries(declared).map(([name, { default: usual = '' }]) => [name, given[name] ?? usual]),
    );
  }
  if (event.name !== 'schedule') onlyKnown(filter, ['branches', 'paths']);
  const { branches, paths } = filter as { branches?: string[]; paths?: string[] };
  if (branches !== undefined && !branches.includes(event.ref.replace('refs/heads/', ''))) return undefined;
  const touches = (pattern: string): boolean => {
    if (/[*?[!]/.test(pattern.replace(/\/\*\*$/, ''))) throw new Error(`unknown pattern ${pattern}`);
    const start = pattern.replace(/\*\*$/, '');
    return (event.changed ?? []).some((path) =>
      start === pattern ? path === pattern : path.startsWith(start),
    );
  };
  return paths === undefined || paths.some(touches) ? {} : undefined;
}

/** A fork's and Dependabot's pull requests get none; undefined where the environment lets the job not start. */
function secretsOf(
  environment: string | undefined,
  { event, settings }: Surroundings,
): Record<string, string> | undefined {
  // GitHub makes one that is not there: without a rule, and without a secret.
  const rules = environment === undefined ? undefined : settings.environments?.[environment];
  if (rules?.refs !== undefined && !rules.refs.includes(event.ref)) return undefined;
  if (rules?.approves?.() === false) return undefined;
  return isFromOutside(event) ? {} : { ...settings.secrets, ...rules?.secrets };
}

function isFromOutside({ name, payload }: WorkflowEvent): boolean {
  if (name !== 'pull_request') return false;
  const pull = payload.pull_request as { head: { repo: { full_name: string } }; user: { login: string } };
  return pull.head.repo.full_name !== 'acme/dns' || pull.user.login === 'dependabot[bot]';
}

/** Whoever comes from outside may read at most. */
function permissionsOf({ permissions = {} }: Job, event: WorkflowEvent): Record<string, string> {
  const granted = Object.entries(permissions);
  return Object.fromEntries(
    granted.map(([name, level]) => [name, isFromOutside(event) && level === 'write' ? 'read' : level]),
  );
}

function combinations(matrix: Readonly<Record<string, readonly unknown[]>> = {}): Record<string, unknown>[] {
  return Object.entries(matrix).reduce<Record<string, unknown>[]>(
    (before, [name, values]) => before.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}

function onlyKnown(given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`the model does not know ${unknown.join(', ')}`);
}

function folderOfItsOwn(): string {
  const path = mkdtempSync(join(tmpdir(), 'dnssync-workflow-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  mkdirSync(path, { recursive: true });
  return path;
}
