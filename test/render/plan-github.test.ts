/** A plan's annotations: warnings at most, nine and a roll-up, on the zone's file, and no record that becomes a command of its own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDiagnostics, renderPlanGithub } from '../../src/render/plan-github.ts';
import { sealed } from '../../src/render/sealed.ts';
import { commandsIn } from '../support/github-runner.ts';
import { HOSTILE } from './hostile.ts';
import { create, planOf, remove, rr, samplePlan, zonePlan } from './sample-plan.ts';

const WWW = rr('www', 'A', '192.0.2.1');
const lost = (why: string) => ({ ...remove(WWW), destructive: why });

describe('annotations of a plan', () => {
  it('warn of what goes for good, of the guard and of zones that could not be planned; of nothing else', () => {
    expect(renderPlanGithub(planDiagnostics(planOf([zonePlan([create(WWW), remove(WWW)])])), 'x')).toBe('');
    const text = renderPlanGithub(planDiagnostics(samplePlan()), 'x');
    expect(text).toContain('file=zones/example.com.yaml,line=1');
    expect(text).toContain('title=last-record');
    expect(text).toContain('title=not-planned::example.net could not be planned');
    expect(text.match(/^::error/m)).toBeNull();
  });

  it('are nine and one that counts the rest', () => {
    const plan = planOf([
      zonePlan(Array.from({ length: 43 }, () => lost('the last record of www.example.com'))),
    ]);
    const lines = renderPlanGithub(planDiagnostics(plan), 'see the summary').trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[9]).toBe('::warning title=dnssync::and 34 warnings more; see the summary');
  });

  it('hold no other command, whatever the record says', () => {
    const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 20 }), hostile, (texts, file) => {
        const plan = planOf([zonePlan(texts.map(lost), { file })]);
        const out = sealed(renderPlanGithub(planDiagnostics(plan), 'x'), true);
        const commands = commandsIn(out);
        expect(commands).toHaveLength(Math.min(texts.length, 10));
        for (const command of commands) expect(command).toMatch(/^::warning /);
      }),
    );
  });
});
