/** `dnssync plan`: reads live and prints what apply would do. It holds no writer. */
import { isEmpty, type Plan } from '../../model/plan.ts';
import type { ZoneReader } from '../../model/provider.ts';
import { parseTarget } from '../../plan/target.ts';
import { renderPlanDiff } from '../../render/plan-diff.ts';
import { planToJson } from '../../render/plan-json.ts';
import { renderPlan } from '../../render/plan-text.ts';
import { safeJson } from '../../render/safe.ts';
import { planZones } from '../../sync.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { openLive } from '../live-path.ts';
import { progressTo } from '../progress.ts';
import { VERSION } from '../version.ts';
import { type FileOptions, openWorkspace } from '../workspace.ts';

export interface PlanOptions extends CommonOptions, FileOptions, ApiOptions {
  readonly format: 'text' | 'json' | 'diff';
  readonly detailedExitcode?: boolean;
  readonly live?: string;
  readonly target?: readonly string[];
}

export async function plan(host: Host, zones: readonly string[], options: PlanOptions): Promise<ExitCode> {
  const targets = options.target?.map(parseTarget);
  const workspace = await openWorkspace(host, options, zones);
  if (workspace === undefined) return EXIT.invalid;
  const { reader, origin } = await openReader(host, options, workspace.config.concurrency);
  const planned = await planZones({ ...workspace, ...(targets === undefined ? {} : { targets }) }, reader);
  host.stdout.write(printed(planned.plan, origin, host, options));
  if (planned.plan.errors.length > 0) return EXIT.couldNot;
  return options.detailedExitcode && !isEmpty(planned.plan) ? EXIT.differences : EXIT.done;
}

async function openReader(
  host: Host,
  options: PlanOptions,
  concurrency: number | undefined,
): Promise<{ reader: ZoneReader; origin: string }> {
  if (options.live !== undefined) return { reader: await openLive(options.live), origin: 'file' };
  const connection = await openConnection(host, options, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: host.stopSignal(),
    onEvent: progressTo(host, options),
  });
  return { reader: connection, origin: connection.origin };
}

function printed(plan: Plan, apiOrigin: string, host: Host, options: PlanOptions): string {
  const color = wantsColor(options.color, host.stdout, host.env);
  switch (options.format) {
    case 'json':
      return `${safeJson(planToJson(plan, { generator: `dnssync ${VERSION}`, apiOrigin }))}\n`;
    case 'diff':
      return renderPlanDiff(plan, { color });
    case 'text':
      return renderPlan(plan, { color, width: host.stdout.width, verbose: options.verbose === true });
  }
}
