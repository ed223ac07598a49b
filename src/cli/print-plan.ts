/** Prints a plan in the format that was asked for. */
import type { Plan } from '../model/plan.ts';
import { renderPlanDiff } from '../render/plan-diff.ts';
import { planDiagnostics, renderPlanGithub } from '../render/plan-github.ts';
import { planToJson } from '../render/plan-json.ts';
import { COMMENT_BUDGET, renderPlanMarkdown } from '../render/plan-markdown.ts';
import { renderPlan } from '../render/plan-text.ts';
import { safeJson } from '../render/safe.ts';
import { planHash } from '../review/operations.ts';
import { wantsColor } from './color.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';
import type { Stream } from './outlet.ts';
import { fromRepositoryRoot } from './repository-path.ts';
import { VERSION } from './version.ts';

export interface PrintOptions extends CommonOptions {
  readonly format: 'text' | 'json' | 'diff' | 'markdown' | 'github';
  readonly maxBytes?: number;
}

export function printPlan(host: Host, plan: Plan, apiOrigin: string, options: PrintOptions): void {
  const { stdout } = host;
  const text = (stream: Stream): string =>
    renderPlan(plan, {
      color: wantsColor(options.color, stream, host.env),
      width: stream.width,
      verbose: options.verbose === true,
    });
  switch (options.format) {
    case 'json':
      stdout.write(`${safeJson(planToJson(plan, { generator: `dnssync ${VERSION}`, apiOrigin }))}\n`);
      break;
    case 'diff':
      stdout.write(renderPlanDiff(plan, { color: wantsColor(options.color, stdout, host.env) }));
      break;
    case 'markdown': {
      const budget = options.maxBytes ?? COMMENT_BUDGET;
      stdout.write(renderPlanMarkdown(plan, { budget, hash: planHash(plan, apiOrigin) }));
      break;
    }
    case 'github': {
      // Made for GitHub's pages; who looks at the log of the run finds the plan there.
      if (!options.quiet) host.stderr.write(text(host.stderr));
      const located = fromRepositoryRoot(planDiagnostics(plan), host.env);
      stdout.writeCommands(renderPlanGithub(located, 'the plan shows all'));
      break;
    }
    case 'text':
      stdout.write(text(stdout));
  }
}
