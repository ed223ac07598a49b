/** What every mode says of a plan: its text in the log, its files for later steps, its figures in the outputs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION } from '../cli/version.ts';
import { countChanges, type Plan } from '../model/plan.ts';
import { safeJson } from '../render/safe.ts';
import { savedPlanToJson } from '../render/saved-plan.ts';
import { planHash } from '../review/operations.ts';
import type { Looked } from './look.ts';
import type { Outputs } from './outputs.ts';
import { redacted } from './redacted.ts';
import type { Session } from './session.ts';

/** Whether somebody has to look twice: the guard stops it, a zone goes, or something that does not come back by itself. */
export function isDestructive({ zones }: Plan): boolean {
  return zones.some(
    ({ action, guard, changes }) =>
      action === 'delete' ||
      guard !== undefined ||
      changes.some(({ destructive }) => destructive !== undefined),
  );
}

/** @param markdown of the whole plan */
export async function planOutputs(
  { host, folder }: Session,
  { plan, apiOrigin }: Pick<Looked, 'plan' | 'apiOrigin'>,
  markdown: string,
): Promise<Outputs> {
  const counts = countChanges(plan.zones.flatMap(({ changes }) => changes));
  const whole = plan.zones.filter(({ action }) => action !== undefined).length;
  const planFile = join(folder, 'plan.json');
  const markdownFile = join(folder, 'plan.md');
  const saved = savedPlanToJson(plan, {
    generator: `dnssync ${VERSION}`,
    apiOrigin,
    createdAt: new Date().toISOString(),
  });
  await writeFile(planFile, redacted(host, `${safeJson(saved)}\n`), { mode: 0o600 });
  await writeFile(markdownFile, redacted(host, markdown), { mode: 0o600 });
  return {
    changes: String(plan.steps.length + whole),
    creates: String(counts.creates),
    updates: String(counts.updates),
    deletes: String(counts.deletes),
    destructive: String(isDestructive(plan)),
    'plan-hash': planHash(plan, apiOrigin),
    'plan-file': planFile,
    'plan-markdown-file': markdownFile,
  };
}
