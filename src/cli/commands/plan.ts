/** `dnssync plan`: reads live and prints what apply would do. It holds no writer. */
import { open } from 'node:fs/promises';
import { DnssyncError, systemWords } from '../../errors.ts';
import { isEmpty, type Plan } from '../../model/plan.ts';
import type { AccountReader } from '../../model/provider.ts';
import { parseTarget } from '../../plan/target.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { savedPlanToJson } from '../../render/saved-plan.ts';
import { planZones } from '../../sync.ts';
import { againstBase, type BaseOptions } from '../base.ts';
import type { CommonOptions } from '../common-options.ts';
import type { ApiOptions } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { refuseToKeepToken } from '../kept-text.ts';
import { knownAccount } from '../known-account.ts';
import { printPlan } from '../print-plan.ts';
import { openReader } from '../reader.ts';
import { VERSION } from '../version.ts';
import { type FileOptions, openWorkspace } from '../workspace.ts';

export interface PlanOptions extends CommonOptions, FileOptions, ApiOptions, BaseOptions {
  readonly format: 'text' | 'json' | 'diff' | 'markdown' | 'github';
  /** The most octets of Markdown. */
  readonly maxBytes?: number;
  readonly detailedExitcode?: boolean;
  readonly live?: string;
  readonly target?: readonly string[];
  /** Where the plan is saved. */
  readonly out?: string;
}

export async function plan(host: Host, zones: readonly string[], options: PlanOptions): Promise<ExitCode> {
  const { out, live, target } = options;
  if (out !== undefined && live !== undefined) {
    throw new DnssyncError('a plan from --live is no permission for anything, so it cannot be saved', {
      code: 'usage',
      hint: 'leave out --live, or print the plan: --format json',
    });
  }
  if (out !== undefined && !/\.json$/i.test(out)) {
    throw new DnssyncError(`--out ${safe(out)}: the name of a saved plan ends in .json`, {
      code: 'usage',
      hint: 'that is how dnssync apply tells it from a zone',
    });
  }
  const targets = target?.map(parseTarget);
  const files = await openWorkspace(host, options, zones);
  if (files === undefined) return EXIT.invalid;
  const { workspace, label } = await againstBase(host, files, options);
  const { reader, origin, account } = await openReader(host, options, workspace.config.concurrency);
  const planned = label(
    await planZones({ ...workspace, ...(targets === undefined ? {} : { targets }) }, reader),
  );
  printPlan(host, planned.plan, origin, options);
  if (out !== undefined) await savePlan(host, planned.plan, out, { ...options, origin, account });
  if (planned.plan.errors.length > 0) return EXIT.couldNot;
  return options.detailedExitcode && !isEmpty(planned.plan) ? EXIT.differences : EXIT.done;
}

/** Writes the plan as what `dnssync apply FILE` takes: readable by its owner only, for it shows the whole change. */
async function savePlan(
  host: Host,
  plan: Plan,
  file: string,
  {
    origin,
    account,
    target,
    quiet,
  }: PlanOptions & { readonly origin: string; readonly account: AccountReader['whoami'] },
): Promise<void> {
  // Without the account it can still be told from another's plan by the uuids of its zones.
  const name = (await knownAccount({ whoami: account }))?.name;
  const json = savedPlanToJson(plan, {
    generator: `dnssync ${VERSION}`,
    apiOrigin: origin,
    ...(name === undefined ? {} : { account: name }),
    createdAt: new Date().toISOString(),
    ...(target === undefined ? {} : { targets: target }),
  });
  const text = `${safeJson(json)}\n`;
  refuseToKeepToken(host, [text], 'the plan is not saved');
  try {
    const handle = await open(file, 'w', 0o600);
    try {
      // A file that was there keeps the mode it had.
      if ((await handle.stat()).isFile()) await handle.chmod(0o600);
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new DnssyncError(`cannot write ${safe(file)}: ${systemWords(cause)}`, {
      code: 'usage',
      hint: 'name a file that can be written with --out',
      cause,
    });
  }
  if (!quiet) host.stderr.write(`Saved. To apply just this: dnssync apply ${safe(file)}\n`);
}
