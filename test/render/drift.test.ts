/** The report of drift in Markdown: what GitHub would make a link or a notice of stays text. */
import { expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { driftSentence, renderDriftMarkdown } from '../../src/render/drift.ts';
import { codeSpan } from '../../src/render/markup.ts';
import { driftReport } from '../../src/review/drift.ts';
import { rendered } from '../support/rendered.ts';
import { planOf, zonePlan } from './sample-plan.ts';

it.each(['create', 'delete'] as const)('a zone to %s whose name reads as an address is no link', (action) => {
  const plan = planOf([zonePlan([], { name: 'www.example.com.' as Fqdn, action })]);
  const report = driftReport(plan, 'https://admin.vps.org');
  const page = rendered(
    `${renderDriftMarkdown(report, { budget: 60_000 })}\n${driftSentence(report, codeSpan)}`,
  );
  expect(page.offences).toEqual([]);
  expect(page.text).toContain('www.example.com');
});
