/** What workflows and pages give to the Action and take from it, it has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../../src/action/inputs.ts';
import { OUTPUTS } from '../../src/action/outputs.ts';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: object;
}
interface Job {
  readonly steps: readonly Step[];
  readonly outputs?: object;
}

const WORKFLOWS = ['.github/workflows', 'examples/workflows'].flatMap((folder) =>
  readdirSync(folder).map((name) => join(folder, name)),
);
const PAGES = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))];

const isOurs = ({ uses = '' }: Step): boolean => /^(\$\/$|dnssync\/dnssync@)/.test(uses);

/** What is named that is not there. */
function missing(text: string): string[] {
  const jobs = Object.entries((parse(text) as { jobs: Record<string, Job> }).jobs);
  const inputs = jobs
    .flatMap(([, { steps }]) => steps.filter(isOurs))
    .flatMap((step) => Object.keys(step.with ?? {}))
    .filter((name) => !(name in INPUTS));
  const ours = new Set(jobs.flatMap(([, { steps }]) => steps.filter(isOurs).map(({ id }) => id)));
  const outputs = [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, id, name = '']) => !ours.has(id) || !(name in OUTPUTS))
    .map(([whole]) => whole);
  const ofJobs = [...text.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, job, name = '']) => !(name in (jobs.find(([each]) => each === job)?.[1].outputs ?? {})))
    .map(([whole]) => whole);
  return [...inputs, ...outputs, ...ofJobs];
}

describe('the names of inputs and outputs', () => {
  it.each(WORKFLOWS)('in %s exist', (path) => {
    expect(missing(readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('that are misspelt are found', () => {
    const text = readFileSync('.github/workflows/dns.yml', 'utf8');
    expect(missing(text.replace('expect-plan:', 'expected-plan:'))).toEqual(['expected-plan']);
    expect(missing(text.replace('outputs.run-folder', 'outputs.folder'))).toEqual([
      'steps.dns.outputs.folder',
    ]);
    expect(missing(text.replace('gate.outputs.result', 'gate.outputs.resolt'))).toEqual([
      'needs.gate.outputs.resolt',
    ]);
  });

  it.each(PAGES)('in blocks of %s exist', (path) => {
    const blocks = readFileSync(path, 'utf8').matchAll(/^```ya?ml\n(.*?)^```/gms);
    const ofWorkflows = [...blocks].flatMap(([, text = '']) => (/^jobs:/m.test(text) ? text : []));
    expect(ofWorkflows.flatMap(missing)).toEqual([]);
  });

  it('in the text of docs/action.md exist', () => {
    const spans = [...readFileSync('docs/action.md', 'utf8').matchAll(/`([a-z-]+):(?: [^`]*)?`/g)];
    const others = ['uses', 'protect', 'package-ecosystem'];
    const named = spans.flatMap(([, name = '']) => (others.includes(name) ? [] : name));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !(name in INPUTS))).toEqual([]);
  });
});
