/** `dnssync render`: shows plans that were printed as JSON, one or the parts of one, in any format; asks no service. */
import { readFile } from 'node:fs/promises';
import { DnssyncError, systemWords } from '../../errors.ts';
import { LONGEST_PLAN } from '../../load/plan-file.ts';
import { readPlanJson } from '../../load/plan-json.ts';
import { isEmpty, type Plan } from '../../model/plan.ts';
import { joinPlans } from '../../plan/join.ts';
import { safe } from '../../render/safe.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type PrintOptions, printPlan } from '../print-plan.ts';

export interface RenderOptions extends PrintOptions {
  readonly detailedExitcode?: boolean;
}

export async function render(
  host: Host,
  files: readonly string[],
  options: RenderOptions,
): Promise<ExitCode> {
  const { plan, apiOrigin } = await readParts(files);
  printPlan(host, plan, apiOrigin, options);
  if (plan.errors.length > 0) return EXIT.couldNot;
  return options.detailedExitcode && !isEmpty(plan) ? EXIT.differences : EXIT.done;
}

/** The plan that these files are the parts of. Rejects where one cannot be used, or they do not belong together. */
export async function readParts(
  files: readonly string[],
): Promise<{ readonly plan: Plan; readonly apiOrigin: string }> {
  const read: { file: string; plan: Plan; apiOrigin: string }[] = [];
  for (const file of files) read.push({ file, ...(await readPlan(file)) });
  const [first] = read;
  const stranger = read.find(({ apiOrigin }) => apiOrigin !== first?.apiOrigin);
  if (first === undefined || stranger !== undefined) {
    const [one, other] = [safe(first?.file ?? ''), safe(stranger?.file ?? '')];
    throw refused(`${other} is of another API than ${one}: they are no parts of one plan`);
  }
  const plan = joinPlans(read.map((each) => each.plan));
  if ('problem' in plan) throw refused(`${plan.problem}: they are no parts of one plan`);
  return { plan, apiOrigin: first.apiOrigin };
}

async function readPlan(file: string): Promise<{ plan: Plan; apiOrigin: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DnssyncError(`cannot read ${safe(file)}: ${systemWords(cause)}`, { code: 'usage', cause });
  }
  const reading =
    text.length > LONGEST_PLAN ? { problem: `it has ${text.length} characters` } : readPlanJson(text);
  if (reading.problem !== undefined) throw refused(`cannot use ${safe(file)}: ${reading.problem}`);
  return reading;
}

function refused(message: string): DnssyncError {
  return new DnssyncError(message, {
    code: 'usage',
    hint: 'give it what dnssync plan --format json has printed, or plan --out has saved',
  });
}
