/** 100,000 record values against a model of GitHub's runner: none becomes a command in anything that is printed of a plan. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planDiagnostics, renderPlanGithub } from '../../src/render/plan-github.ts';
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { sealed } from '../../src/render/sealed.ts';
import { commandsIn } from '../support/github-runner.ts';
import { create, planOf, rr, zonePlan } from './sample-plan.ts';

const VALUES = 100_000;
const A_PLAN = 1000;
const SEED = 20_261_126;

const piece = fc.oneof(
  fc.constantFrom(
    '::',
    '##[',
    ']',
    '\n',
    '\r\n',
    '\r',
    '\u2028',
    '\u0085',
    '\u3000',
    ' ',
    '\t',
    'error',
    'add-mask',
    'set-output name=x',
    'warning file=a',
    '%0A',
    '::stop-commands::x',
    '::error::',
    '##[error]',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.stringMatching(/^[a-z0-9=;. ]{1,12}$/),
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));

it('finds commands in the raw values and none in the output, whose ordinary values are unchanged', () => {
  const values = fc.sample(hostile, { numRuns: VALUES, seed: SEED });
  const ordinary = /^[a-z0-9=;. ]+$/;
  let raw = 0;
  let unchanged = 0;
  for (let start = 0; start < VALUES; start += A_PLAN) {
    const part = values.slice(start, start + A_PLAN);
    raw += part.filter((value) => commandsIn(value).length > 0).length;
    const plan = planOf([
      zonePlan(part.map((value) => ({ ...create(rr('www', 'TXT', value)), destructive: value }))),
    ]);
    const printed = [
      sealed(renderPlan(plan, { color: false, verbose: true })),
      sealed(renderPlanMarkdown(plan, { budget: 10_000_000 })),
    ];
    for (const text of printed) expect(commandsIn(text), `seed ${SEED}, from ${start}`).toEqual([]);
    const annotations = commandsIn(sealed(renderPlanGithub(planDiagnostics(plan), 'x'), true));
    expect(annotations).toHaveLength(10);
    expect(annotations.every((line) => line.startsWith('::warning '))).toBe(true);
    for (const value of part.filter((each) => ordinary.test(each))) {
      unchanged++;
      for (const text of printed) expect(text.includes(value)).toBe(true);
    }
  }
  expect(raw).toBeGreaterThan(1000);
  expect(unchanged).toBeGreaterThan(100);
});
