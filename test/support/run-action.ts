/** Runs the Action's bundle as GitHub's runner would, and reads back what the runner would make of it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { resultOf } from './cli-process.ts';
import { modelLog, type RunnerLog } from './runner-log.ts';

export interface ActionRun {
  readonly code: number | null;
  /** What the process wrote, as it came. */
  readonly raw: string;
  readonly log: RunnerLog;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** RUNNER_TEMP of this run. */
  readonly temp: string;
}

export interface ActionOptions {
  /** Inputs of the workflow; the others have their defaults of action.yml. */
  readonly with: Readonly<Record<string, string>>;
  /** The checkout. */
  readonly workspace: string;
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly env?: Readonly<Record<string, string>>;
  /** The program that runs it; this Node where absent. */
  readonly node?: string;
  /** Told of the process once it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Another Node than the one that runs the tests, where `.ci/run` has put one. */
export const NODE_24 = ['node_modules/.cache/node24/node_modules/node/bin/node']
  .map((path) => resolve(path))
  .find((path) => existsSync(path));

const manifest = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { default?: string }>;
  runs: { main: string };
};

export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const temp = mkdtempSync(join(tmpdir(), 'dnssync-runner-'));
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
  // The runner makes these files before the step; a file that is missing is a runner that is broken.
  const files = {
    GITHUB_OUTPUT: 'output',
    GITHUB_STEP_SUMMARY: 'summary',
    GITHUB_STATE: 'state',
    GITHUB_ENV: 'env',
    GITHUB_PATH: 'path',
  };
  const paths = Object.fromEntries(
    Object.entries(files).map(([name, file]) => {
      writeFileSync(join(temp, file), '');
      return [name, join(temp, file)];
    }),
  );
  const eventPath = join(temp, 'event.json');
  writeFileSync(eventPath, JSON.stringify(options.event?.payload ?? {}));
  mkdirSync(join(temp, 'work'));
  // For every input there is a variable; hyphens stay, blanks become underscores (Handler.cs).
  const inputs = Object.entries(manifest.inputs).map(([name, spec]) => {
    const text = options.with[name] ?? (spec.default ?? '').replace(/^\$\{\{.*\}\}$/, '');
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, text];
  });
  const unknown = Object.keys(options.with).filter((name) => !(name in manifest.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  const child = spawn(options.node ?? process.execPath, [resolve(manifest.runs.main)], {
    cwd: options.workspace,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: options.workspace,
      GITHUB_EVENT_NAME: options.event?.name ?? 'workflow_dispatch',
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_RUN_ID: '4711',
      RUNNER_TEMP: join(temp, 'work'),
      ...paths,
      ...Object.fromEntries(inputs),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  options.onStart?.((signal) => child.kill(signal));
  const { code, stdout, stderr } = await resultOf(child);
  const raw = stdout + stderr;
  const summary = readFileSync(join(temp, 'summary'), 'utf8');
  // Over 1 MiB the whole summary is lost (FileCommandManager.cs).
  if (Buffer.byteLength(summary) > 2 ** 20) throw new Error('the summary is larger than 1 MiB');
  return {
    code,
    raw,
    log: modelLog(raw),
    outputs: readOutputs(readFileSync(join(temp, 'output'), 'utf8')),
    summary,
    temp: join(temp, 'work'),
  };
}

/** GITHUB_OUTPUT as FileCommandManager.cs reads it: `name=value`, or `name<<END`, lines, END. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r\n|\n|\r/);
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
    } else if (heredoc > 0) {
      const end = line.slice(heredoc + 2);
      const value: string[] = [];
      while (lines.length > 0 && lines[0] !== end) value.push(lines.shift() ?? '');
      if (lines.shift() !== end) throw new Error(`no end of the output ${line.slice(0, heredoc)}`);
      outputs[line.slice(0, heredoc)] = value.join('\n');
    } else throw new Error(`the runner cannot read this line of outputs: ${line}`);
  }
  return outputs;
}
