/** A refusal in words: which side moved, every operation that nobody has seen, the hash; harmless and within its size. */
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Refusal } from '../../src/model/review.ts';
import { octetsOf } from '../../src/render/fitting.ts';
import { refusalSentence, renderRefusalMarkdown } from '../../src/render/refusal.ts';
import { rendered } from '../support/rendered.ts';
import { HOSTILE } from './hostile.ts';
import { create, rr } from './sample-plan.ts';

const refusal = (more: Partial<Refusal> = {}): Refusal => ({
  verdict: 'refuse',
  reason: 'plan-changed',
  moved: 'live',
  unreviewed: [
    { digest: 'a', zone: 'example.com.' as Fqdn, action: 'delete' },
    { digest: 'b', change: create(rr('www', 'A', '192.0.2.1')) },
  ],
  hash: 'c'.repeat(64),
  ...more,
});

describe('a refusal', () => {
  it('says which side moved', () => {
    expect(refusalSentence(refusal())).toContain('2 changes that nobody has seen. Somebody edited DNS');
    expect(refusalSentence(refusal({ moved: 'files' }))).toContain('The branch changed after the review.');
    expect(refusalSentence(refusal({ moved: 'both' }))).toContain('both');
    const { moved: _, ...none } = refusal({ reason: 'no-reviewed-plan' });
    expect(refusalSentence(none)).toContain('no reviewed plan was found');
  });

  it('prints the operations and the hash that approves them', () => {
    const text = renderRefusalMarkdown(refusal(), { budget: 60_000 });
    for (const part of ['- zone example.com', '+ www.example.com A 192.0.2.1', 'c'.repeat(64)])
      expect(text).toContain(part);
  });

  it('stays text and fits, whatever the records say and however many they are', () => {
    const values = [...HOSTILE, '`', '@octocat', 'https://evil.example', '<img src=x>', '\n# x'];
    const unreviewed = Array.from({ length: 15_000 }, (_, i) => ({
      digest: 'x',
      change: create(rr('www', 'TXT', `${values[i % values.length]}`)),
    }));
    const text = renderRefusalMarkdown(refusal({ unreviewed }), { budget: 60_000 });
    expect(octetsOf(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/Showing \d+ of 15000 changes/);
    expect(rendered(text).offences).toEqual([]);
  });
});
