/** The plan as a comment: what it leads with, what fits, and that no value becomes anything but text in a kept renderer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change, ChangeSide, Plan } from '../../src/model/plan.ts';
import { octetsOf } from '../../src/render/fitting.ts';
import { COMMENT_BUDGET, renderPlanMarkdown, SUMMARY_BUDGET } from '../../src/render/plan-markdown.ts';
import { sealed } from '../../src/render/sealed.ts';
import { commandsIn } from '../support/github-runner.ts';
import { rendered } from '../support/rendered.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';
import { create, planOf, remove, rr, samplePlan, update, zonePlan } from './sample-plan.ts';

const FOOT = {
  budget: COMMENT_BUDGET,
  commit: 'a'.repeat(40),
  runUrl: 'https://github.com/o/r/actions/runs/1',
  hash: 'b'.repeat(64),
  command: 'dnssync plan --base origin/main',
  marker: '<!-- dnssync:plan v1 {} -->',
};

const render = (plan: Plan, more: Partial<Parameters<typeof renderPlanMarkdown>[1]> = {}) =>
  renderPlanMarkdown(plan, { ...FOOT, ...more });

function sided(side: ChangeSide, change: Change): Change {
  return { ...change, side };
}

const WWW = rr('www', 'A', '192.0.2.1');

describe('a comment', () => {
  it('is this, for a plan of every kind', async () => {
    await expect(render(samplePlan())).toMatchFileSnapshot('sample-plan.md');
    expect(rendered(render(samplePlan()), [FOOT.runUrl], [' dnssync:plan v1 {} ']).offences).toEqual([]);
  });

  it('leads with what the branch changes, then conflicts, then drift', () => {
    const plan = planOf([
      zonePlan([
        sided('drift', remove(rr('stray', 'A', '192.0.2.9'))),
        sided('conflict', update(rr('both', 'A', '192.0.2.3'), rr('both', 'A', '192.0.2.4'))),
        sided('yours', create(WWW)),
      ]),
    ]);
    const text = render(plan);
    expect(text).toContain('By the base: 1 yours, 1 conflict, 1 drift.');
    const order = ['#### Yours', '+ www', '#### Conflict', '! both', '#### Drift', '- stray'].map((each) =>
      text.indexOf(each),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(text).not.toContain('Showing');
  });

  it('warns before anything else of what goes for good, of the guard and of zones that could not be planned', () => {
    const text = render(
      planOf([zonePlan([{ ...remove(WWW), destructive: 'the last record of www.example.com' }])], {
        errors: [{ zone: 'example.net', code: 'api', message: 'no answer' }],
      }),
    );
    expect(text.indexOf('the last record of www.example.com')).toBeLessThan(text.indexOf('<details'));
    expect(text).toMatch(/> \[!WARNING\]\n> \*\*1 deletion to look at twice/);
    expect(text).toMatch(/> \[!CAUTION\]\n> \*\*1 zone could not be planned[\s\S]*example\.net/);
  });

  it('of no changes says so, and never where a zone could not be looked at', () => {
    expect(render(planOf([zonePlan([])]))).toContain('### DNS plan: no changes\n');
    const blind = planOf([zonePlan([])], { errors: [{ zone: 'example.net', code: 'api', message: 'x' }] });
    expect(render(blind)).toContain('### DNS plan: 1 zone could not be planned, no changes in the others');
  });

  it('counts zones that come and go, in heading, changes and warnings', () => {
    const gone = zonePlan([], { name: 'gone.example.' as Fqdn, action: 'delete', state: 'absent', lost: [] });
    const fresh = zonePlan([create(WWW)], { action: 'create' });
    const text = render(planOf([fresh, gone]));
    expect(text).toContain('1 to create, 0 to update, 0 to delete, 1 new zone, 1 zone to be deleted');
    expect(text).toContain('the zone gone.example with 0 records');
    expect(text).not.toContain('Showing');
  });

  it('drops a link that is none', () => {
    expect(render(planOf([]), { runUrl: 'javascript:alert(1)' })).not.toContain('javascript');
    expect(render(planOf([]), { runUrl: 'https://a.example/x)[y](https://evil.example' })).not.toContain(
      'evil',
    );
  });
});

describe('a plan that is too large', () => {
  const many = (count: number, make: (index: number) => Change, zone = 'example.com.') =>
    zonePlan(
      Array.from({ length: count }, (_, index) => make(index)),
      { name: zone as Fqdn },
    );
  const creates = (count: number) => many(count, (i) => create(rr(`n${i}`, 'A', '192.0.2.1')));

  it('of 15,000 changes fits, with true counts and all that must stand', () => {
    const zones = Array.from({ length: 150 }, (_, zone) =>
      many(
        100,
        (i) =>
          i % 3 === 0
            ? create(rr(`n${i}`, 'TXT', 'x'.repeat(80)))
            : i % 3 === 1
              ? remove(WWW)
              : update(WWW, rr('www', 'A', '192.0.2.7')),
        `zone${zone}.example.`,
      ),
    );
    const text = render(planOf(zones));
    expect(octetsOf(text)).toBeLessThanOrEqual(COMMENT_BUDGET);
    expect(octetsOf(text)).toBeGreaterThan(COMMENT_BUDGET * 0.9);
    expect(text).toContain('### DNS plan: 5,100 to create'.replace('5,100', '5100'));
    const [, shown] = /Showing ([\d,]+) of 15,000 changes; the hash covers all\./.exec(text) ?? [];
    expect(Number(shown?.replaceAll(',', ''))).toBe(
      (text.match(/^[-!+] (?!to create|…)\S+ {2}/gm) ?? []).length,
    );
    for (const part of [FOOT.hash, FOOT.runUrl, FOOT.marker, 'dnssync plan --base'])
      expect(text).toContain(part);
    expect(rendered(text, [FOOT.runUrl], [' dnssync:plan v1 {} ']).offences).toEqual([]);
  });

  it('goes from full to folded to counted to cut, the first that fits', () => {
    const quiet = Array.from({ length: 3000 }, (_, i) =>
      zonePlan([], { name: `quiet${i}.example.` as Fqdn }),
    );
    const few = render(planOf([creates(3), ...quiet.slice(0, 3)]));
    expect(few).toContain('quiet2.example');
    const folded = render(planOf([creates(3), ...quiet]));
    expect(folded).toContain('3000 zones without changes.');
    expect(folded).toContain('+ n2');
    const counted = render(planOf([zonePlan([...creates(2000).changes, remove(WWW)])]));
    expect(counted).toContain('+ to create: 2000 A');
    expect(counted).toContain('- www');
    expect(counted).toContain('Showing 1 of 2,001 changes');
    const cut = render(planOf([many(3000, () => update(WWW, rr('www', 'A', '192.0.2.7')))]));
    expect(cut).toMatch(/# … and \d+ changes more/);
  });

  it('of more zones than can be named counts the rest', () => {
    const zones = Array.from({ length: 5000 }, (_, i) => many(1, () => remove(WWW), `zone${i}.example.`));
    const text = render(planOf(zones));
    expect(octetsOf(text)).toBeLessThanOrEqual(COMMENT_BUDGET);
    const named =
      (text.match(/^- `` zone\d+\.example|^- ` zone\d+\.example/gm) ?? []).length +
      (text.match(/<details/g) ?? []).length;
    const [, rest] = /(\d+) more zones with changes/.exec(text) ?? [];
    expect(named + Number(rest)).toBe(5000);
  });

  it('of one value that is larger than the whole comment fits', () => {
    const text = render(planOf([zonePlan([create(rr('www', 'TXT', '`'.repeat(100_000)))])]));
    expect(octetsOf(text)).toBeLessThanOrEqual(COMMENT_BUDGET);
  });

  it('keeps to any budget that holds its head, however it is cut', () => {
    const change = fc.constantFrom<Change>(
      create(WWW),
      create(rr('x', 'TXT', 'ü'.repeat(300))),
      remove(WWW),
      update(WWW, rr('www', 'A', '192.0.2.8')),
      { ...remove(WWW), destructive: 'the last record of www.example.com' },
    );
    const zone = fc
      .tuple(fc.nat(30), fc.array(change, { maxLength: 60 }))
      .map(([i, changes]) => zonePlan(changes, { name: `z${i}.example.` as Fqdn }));
    fc.assert(
      fc.property(
        fc.array(zone, { maxLength: 12 }),
        fc.integer({ min: 4000, max: 20_000 }),
        (zones, budget) => {
          const text = render(planOf(zones), { budget });
          expect(octetsOf(text)).toBeLessThanOrEqual(budget);
          expect((text.match(/^`{3,}/gm) ?? []).length % 2).toBe(0);
          expect((text.match(/<details/g) ?? []).length).toBe((text.match(/<\/details>/g) ?? []).length);
        },
      ),
    );
  });

  it('takes a summary of its own size', () => {
    const text = render(planOf([creates(9000)]), { budget: SUMMARY_BUDGET });
    expect(text).toContain('+ n8999');
  });
});

describe('record values', () => {
  const PIECES = [
    ...HOSTILE,
    '`',
    '```',
    '~~~',
    '|',
    '<',
    '>',
    '&',
    '<img src=x onerror=1>',
    '</details>',
    '<!--',
    '-->',
    '@octocat',
    '@org/team',
    '#1',
    'GH-1',
    'octo@example.com',
    'https://evil.example',
    'www.evil.example',
    '[x](https://evil.example)',
    '![x](https://evil.example/x.png)',
    ':tada:',
    '$x$',
    '\n',
    '\n\n',
    '\r',
    '\t',
    '\\',
    '\u202e',
    '</code>',
    '<script>',
    '# x',
    '- [ ] x',
    '> x',
    '1. x',
    '\\`',
    '&#64;octocat',
    '&lt;',
    'a\n```\n@octocat',
  ];
  const hostile = fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })), {
      maxLength: 8,
    })
    .map((parts) => parts.join(''));
  const check = (plan: Plan): void => {
    const text = render(plan);
    const { offences } = rendered(text, [FOOT.runUrl], [' dnssync:plan v1 {} ']);
    expect(offences).toEqual([]);
    expect(text).not.toMatch(HARMFUL);
    // It is safe by itself, so that leaving the process changes nothing, but for lines that a runner would take for commands.
    expect(commandsIn(sealed(text))).toEqual([]);
    expect(sealed(text)).toBe(text);
  };

  it('stay text in a kept renderer: only allowed tags, no mention, no link', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (one, two, name) => {
        check(
          planOf(
            [
              zonePlan(
                [
                  create(rr('www', 'TXT', one)),
                  update(rr('www', 'TXT', one), rr('www', 'TXT', two)),
                  {
                    ...remove(rr(name === '' || name.endsWith('.') ? 'x' : name, 'TXT', two)),
                    destructive: one,
                    gap: two,
                  },
                ],
                {
                  file: one,
                  guard: { guarded: 1, reasons: [{ code: 'last-record', message: two, records: [one] }] },
                  findings: [{ severity: 'warning', rule: one, message: two }],
                },
              ),
            ],
            { errors: [{ zone: one, code: 'api', message: two, hint: one }] },
          ),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('stay text in the name of a zone and in the foot', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        const zone = zonePlan([create(rr('www.', 'TXT', two))], { name: `${one}.` as Fqdn });
        const text = renderPlanMarkdown(planOf([zone, zonePlan([], { name: `${two}.` as Fqdn })]), {
          budget: COMMENT_BUDGET,
          commit: one,
          command: two,
          hash: one,
        });
        const { offences } = rendered(text);
        expect(offences).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('that are ordinary stand as they are', () => {
    const values = [
      'v=spf1 include:_spf.example.net -all',
      '"quoted" text',
      'a|b*c_d~e',
      'C:\\dir',
      'ünïcode ✓',
    ];
    const text = render(planOf([zonePlan(values.map((value) => create(rr('www', 'TXT', value))))]));
    for (const value of values)
      expect(rendered(text, [FOOT.runUrl], [' dnssync:plan v1 {} ']).code.join('\n')).toContain(value);
  });
});
