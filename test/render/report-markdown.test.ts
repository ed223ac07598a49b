/** An apply's report as Markdown: trouble first, true counts at any size, and no value that becomes anything but text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApplyReport, Outcome } from '../../src/model/report.ts';
import { octetsOf } from '../../src/render/fitting.ts';
import { renderReportMarkdown } from '../../src/render/report-markdown.ts';
import { sealed } from '../../src/render/sealed.ts';
import { commandsIn } from '../support/github-runner.ts';
import { rendered } from '../support/rendered.ts';
import { HOSTILE } from './hostile.ts';
import { create, rr } from './sample-plan.ts';

function report(
  outcomes: readonly Outcome[],
  more: Partial<ApplyReport> = {},
  value = '192.0.2.1',
): ApplyReport {
  const steps = outcomes.map((outcome, index) => ({
    change: create(rr(`n${index}`, 'TXT', value)),
    outcome,
  }));
  return { zones: [], steps, verification: { status: 'equal' }, ...more };
}

const FAILED: Outcome = { status: 'failed', code: 'rejected', message: 'the service said no' };

describe('a report', () => {
  it('counts every outcome and shows trouble first', () => {
    const text = renderReportMarkdown(
      report([
        { status: 'done' },
        FAILED,
        { status: 'not-tried', reason: 'stopped' },
        { status: 'unknown', message: 'lost' },
      ]),
      { budget: 60_000, undo: 'dnssync undo --from run', runUrl: 'https://github.com/o/r/actions/runs/1' },
    );
    expect(text).toContain('### DNS apply: 1 done, 1 not tried, 1 unknown, 1 failed');
    expect(text.match(/^\| (failed|unknown|not tried|done) \|/gm)).toEqual([
      '| failed |',
      '| unknown |',
      '| not tried |',
      '| done |',
    ]);
    expect(text).toContain('Verified: live equals the files.');
    expect(text).toContain('` dnssync undo --from run `');
    expect(rendered(text, ['https://github.com/o/r/actions/runs/1']).offences).toEqual([]);
  });

  it('says what stopped it, and never that it is verified where it is not', () => {
    const text = renderReportMarkdown(
      report([FAILED], {
        stopped: 'stopped by SIGTERM',
        verification: { status: 'unread', message: 'stopped by SIGTERM' },
      }),
      { budget: 60_000 },
    );
    expect(text).toContain('**Stopped:** ` stopped by SIGTERM `');
    expect(text).toContain('**Not verified:**');
    expect(text).not.toContain('Verified: live');
  });

  it('of 15,000 changes fits, with all failures before what was done', () => {
    const outcomes: Outcome[] = Array.from({ length: 15_000 }, (_, i) =>
      i % 1000 === 0 ? FAILED : { status: 'done' },
    );
    const text = renderReportMarkdown(report(outcomes), { budget: 60_000 });
    expect(octetsOf(text)).toBeLessThanOrEqual(60_000);
    expect(text).toContain('14985 done, 15 failed');
    expect(text.match(/^\| failed/gm)).toHaveLength(15);
    expect(text).toMatch(/Showing \d+ of 15000 changes\./);
  });

  it('keeps hostile values text, in tables too', () => {
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(...HOSTILE, '|', '`', '\\|', '@octocat', '<img>', 'https://evil.example', '\n'),
          fc.string({ unit: 'binary', maxLength: 5 }),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        const failed = { ...FAILED, message: two };
        const text = renderReportMarkdown(
          report([failed, { status: 'done', note: one }], { stopped: two }, one),
          { budget: 60_000 },
        );
        expect(rendered(text).offences).toEqual([]);
        expect(commandsIn(sealed(text))).toEqual([]);
        expect((text.match(/^\| (failed|done) .* \|$/gm) ?? []).length).toBe(2);
      }),
      { numRuns: 1000 },
    );
  });
});
