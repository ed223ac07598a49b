/** A plan on a terminal: no line is wider than it, what changed is to be seen, and a pipe gets values as they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/plan.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { displayWidth } from '../../src/render/width.ts';
import { create, planOf, remove, rr, update, zonePlan } from './sample-plan.ts';

const textOf = (changes: readonly Change[], width?: number): string =>
  renderPlan(planOf([zonePlan(changes)]), { color: false, width });

const LONG_NAME = 'a-rather-long-name-of-a-service.region-1.internal';
const SPF = (host: string) => `v=spf1 include:_spf.google.com include:mail.${host}.com ip4:192.0.2.0/24 -all`;

const CHANGES: readonly Change[] = [
  update(rr('@', 'A', '192.0.2.1'), rr('@', 'A', '192.0.2.2'), { line: 4 }),
  update(rr('@', 'TXT', SPF('zendesk')), rr('@', 'TXT', SPF('freshdesk')), { line: 5 }),
  update(
    rr(LONG_NAME, 'CNAME', 'd111111abcdef8.cloudfront.net', { ttl: 300 }),
    rr(LONG_NAME, 'CNAME', 'd222222abcdef8.cloudfront.net'),
    { line: 10 },
  ),
  update(
    rr('shop', 'CNAME', 'xn--bcher-kva.example'),
    rr('shop', 'CNAME', 'xn--mnchen-3ya.example', { ttl: 300 }),
    { line: 14 },
  ),
  create(rr('m', 'MX', 'xn--mnchen-3ya.example', { priority: 10 }), { line: 20 }),
  remove(rr('old', 'A', '192.0.2.9', { ttl: 60 })),
];

describe('a plan on a terminal', () => {
  it.each([80, 100, 120, 200])('of %i columns has no wider line, and shows what changed', (width) => {
    const text = textOf(CHANGES, width);
    for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    for (const part of ['zendesk', 'freshdesk', 'd111111', 'd222222', LONG_NAME])
      expect(text).toContain(part);
  });

  it('of 80 columns reads like this', () => {
    expect(`\n${textOf(CHANGES, 80).split('\n').slice(1, 10).join('\n')}\n`).toBe(`
  ~ @                         A      192.0.2.1 → 192.0.2.2                1h  :4
  ~ @                         TXT
      v=spf1 …include:mail.[-zendesk-]{+freshdesk+}.com ip4:192.0.2.0/2…  1h  :5
  ~ a-rather-long-name-of-a-service.region-1.internal  CNAME
      [-d111111abcdef8-]{+d222222abcdef8+}.cloudfront.net  ttl 5m → 1h  :10
  ~ shop                      CNAME
      xn--[-bcher-kva-]{+mnchen-3ya+}.example  ttl 1h → 5m  :14
  + m                         MX     10 xn--mnchen-3ya.exam…en.example)  1h  :20
  - old                       A      192.0.2.9                                1m
`);
  });

  it('says what the A-labels of a target stand for', () => {
    expect(textOf(CHANGES)).toContain('10 xn--mnchen-3ya.example (münchen.example)');
    expect(textOf(CHANGES)).toContain('xn--bcher-kva.example → xn--mnchen-3ya.example (münchen.example)');
  });

  it('is no wider, whatever changes', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,28}[a-z0-9]$/);
    const value = fc.string({ minLength: 1, maxLength: 300 });
    const ttl = fc.constantFrom(60, 300, 3600, 86_400);
    const txt = fc
      .tuple(label, value, ttl)
      .map(([name, text, seconds]) => rr(name, 'TXT', text, { ttl: seconds }));
    const change = fc.oneof(
      txt.map((after) => create(after, { line: 1234 })),
      txt.map((before) => remove(before)),
      fc
        .tuple(txt, value, ttl)
        .map(([before, text, seconds]) =>
          update(before, { ...before, value: text, ttl: seconds }, { line: 7 }),
        ),
    );
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 80, max: 160 }),
        (changes, width) => {
          for (const line of textOf(changes, width).split('\n'))
            expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leaves to a pipe all that a terminal has no room for', () => {
    const shown = textOf([create(rr('@', 'TXT', SPF('zendesk')), { line: 5 })]);
    expect(shown).toContain(SPF('zendesk'));
  });
});
