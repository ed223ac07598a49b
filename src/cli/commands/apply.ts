/** `dnssync apply`: plans, asks, writes, reads live again, and reports. */
import { preflight } from '../../apply/preflight.ts';
import { unshown } from '../../apply/unshown.ts';
import { isDnssyncError } from '../../errors.ts';
import type { Config } from '../../load/config.ts';
import { isEmpty, type Plan } from '../../model/plan.ts';
import type { Account, AccountReader, ZoneReader } from '../../model/provider.ts';
import type { ApplyReport } from '../../model/report.ts';
import { parseTarget } from '../../plan/target.ts';
import { ZoneAnswers } from '../../provider/vpsorg/zone-answers.ts';
import { changeText } from '../../render/change-text.ts';
import { counted } from '../../render/counted.ts';
import { showDomain } from '../../render/owner.ts';
import { safe } from '../../render/safe.ts';
import { styles } from '../../render/style.ts';
import { judgeReviewed } from '../../review/reviewed.ts';
import { takeLock } from '../../runs/disk/lock.ts';
import { applyPlanned, type Planned, planZones } from '../../sync.ts';
import { warnOfStrangers } from '../allowed-strangers.ts';
import { againstBase, type BaseOptions } from '../base.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { askConsent, type Consent } from '../consent.ts';
import { endingOf } from '../ending.ts';
import { EXIT, type ExitCode, weightiest } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { checkOrigin, isOfAccount, type MadeFor } from '../made-for.ts';
import { applyPrinter } from '../print-apply.ts';
import { progressTo } from '../progress.ts';
import type { PublicationOptions } from '../publication.ts';
import { reportExit } from '../report-exit.ts';
import { baseFolder, recordRun } from '../run-record.ts';
import { isPermitted, madeForOf, openSavedPlan, permittedZones } from '../saved-plan.ts';
import { sleeper } from '../sleep.ts';
import { type FileOptions, openWorkspace } from '../workspace.ts';

export interface ApplyOptions extends FileOptions, ApiOptions, BaseOptions, Consent, PublicationOptions {
  readonly format: 'text' | 'json' | 'markdown';
  /** The most octets of Markdown. */
  readonly maxBytes?: number;
  /** The hash of the only plan that may be applied. */
  readonly expectPlan?: string;
  /** Whether to wait for the name servers. */
  readonly verify?: boolean;
  readonly target?: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  /** How many runs are kept. */
  readonly keepRuns: number;
}

/** What is to be applied. */
export interface Errand {
  readonly command: 'apply' | 'undo';
  readonly config: Config;
  readonly plan: (reader: ZoneReader) => Promise<Planned>;
  /** Where the work was agreed on before: it must be of this API and account. */
  readonly madeFor?: MadeFor;
  /** Looks at the plan once it is printed; false refuses it, and has said why. */
  readonly review?: (plan: Plan, apiOrigin: string) => boolean;
  /** What live is to equal afterwards; `the files` where absent. */
  readonly goal?: string;
  /** For a host that tells of it elsewhere as well. */
  readonly watch?: Watch;
  /** For the record of the run. */
  readonly noted: { readonly targets?: readonly string[]; readonly backTo?: string };
}

export interface Watch {
  /** Before {@link Errand.review}. */
  planned(plan: Plan, apiOrigin: string): void;
  /** The token may not do what the plan needs: nothing is written. */
  forbidden(): void;
  /** The folder of the run, before the first write. */
  recorded(folder: string): void;
  reported(report: ApplyReport): void;
}

export async function apply(host: Host, zones: readonly string[], options: ApplyOptions): Promise<ExitCode> {
  const permission = await openSavedPlan(host, zones, options);
  const targetTexts = permission?.plan.targets ?? options.target;
  const targets = targetTexts?.map(parseTarget);
  const files = await openWorkspace(host, options, permission === undefined ? zones : []);
  if (files === undefined) return EXIT.invalid;
  warnOfStrangers(host, files.managed, options);
  const { workspace, label } = await againstBase(host, files, options);
  const { config, managed } = workspace;
  const desired =
    permission === undefined ? workspace.desired : permittedZones(permission, workspace.desired);
  const input = { desired, managed, ...(targets === undefined ? {} : { targets }) };
  const errand: Errand = {
    command: 'apply',
    config,
    plan: async (reader) => label(await planZones(input, reader)),
    noted: targetTexts === undefined ? {} : { targets: targetTexts },
  };
  const { expectPlan } = options;
  const isExpected = (plan: Plan, origin: string): boolean =>
    expectPlan === undefined || isExpectedPlan(host, plan, origin, expectPlan);
  if (permission === undefined) return carryOut(host, { ...errand, review: isExpected }, options);
  // Whoever saved the plan and gives it back has consented to it.
  const consented = {
    ...errand,
    madeFor: madeForOf(permission),
    review: (plan: Plan, origin: string) => isPermitted(host, permission, plan) && isExpected(plan, origin),
  };
  return carryOut(host, consented, { ...options, yes: true });
}

/** Plans, asks, records, writes, and reads live again; one at a time. */
export async function carryOut(host: Host, errand: Errand, options: ApplyOptions): Promise<ExitCode> {
  const release = await takeLock(baseFolder(options), errand.command).catch((error: unknown) => {
    if (isDnssyncError(error) || (error as NodeJS.ErrnoException).errno === undefined) throw error;
    // Where no lock can be made no run can be recorded, and so none be made; that is said if there is one to make.
    return async () => undefined;
  });
  try {
    return await perform(host, errand, options);
  } finally {
    await release();
  }
}

async function perform(host: Host, errand: Errand, options: ApplyOptions): Promise<ExitCode> {
  const { config, madeFor } = errand;
  const { stop: signal, giveUp } = endingOf(host, options);
  const onEvent = progressTo(host, options);
  const { concurrency } = config;
  const answers = new ZoneAnswers();
  const provider = await openConnection(host, options, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal,
    giveUp,
    onEvent,
    answers,
  });
  if (madeFor !== undefined) checkOrigin(madeFor, provider.origin);
  const shown = await errand.plan(provider);
  const { plan } = shown;
  const unread = unreadExit(plan);
  errand.watch?.planned(plan, provider.origin);
  const print = applyPrinter(host, options, plan, { apiOrigin: provider.origin, goal: errand.goal });
  print.plan();
  if (errand.review?.(plan, provider.origin) === false) {
    print.end();
    return EXIT.refused;
  }
  // Loaded where it is asked for only.
  const servers = options.verify ? await import('../publication.ts') : undefined;
  if (isEmpty(plan)) {
    const dns = await servers?.lookAfter(host, shown, { config, before: new Map() }, options, signal);
    print.end(undefined, dns);
    return host.stoppedWith() ?? weightiest([servers?.publicationExit(dns, false) ?? EXIT.done, unread]);
  }

  const account = await accountOf(provider, host);
  if (madeFor !== undefined && !isOfAccount(host, madeFor, account)) {
    print.end();
    return EXIT.refused;
  }
  const { missing, doubts } = preflight(plan, account);
  for (const doubt of doubts) host.stderr.write(`warning: ${safe(doubt)}\n`);
  for (const lack of missing) host.stderr.write(`error: ${safe(lack)}\n`);
  if (missing.length > 0) {
    errand.watch?.forbidden();
    host.stderr.write(
      'Nothing was written. Make a token with these permissions at VPS.org (account, developers).\n',
    );
    print.end();
    return weightiest([EXIT.refused, unread]);
  }
  const consent = await askConsent(host, plan, options);
  // Somebody who is asked takes their time, and live may have moved meanwhile.
  const planned = consent === 'answered' ? await errand.plan(provider) : shown;
  if (consent === 'refused' || hasMoved(host, planned.plan, plan, errand.command)) {
    print.end();
    return host.stoppedWith() ?? weightiest([EXIT.refused, unread]);
  }

  const before = await servers?.lookBefore(planned, config, options, signal);
  const record = await recordRun(host, planned, provider, answers, {
    ...errand.noted,
    command: errand.command,
    account: account?.name,
    ...(options.config === undefined ? {} : { config: options.config }),
  }).catch((error: unknown) => {
    print.end();
    throw error;
  });
  errand.watch?.recorded(record.path);
  host.writesBegin();
  const report = await applyPlanned(planned, {
    reader: provider,
    writer: record.writer,
    finisher: record.finisher,
    sleep: sleeper(signal),
    signal,
    onEvent,
    concurrency: concurrency ?? DEFAULT_CONCURRENCY,
  });
  const after = { config, before: before ?? new Map(), report };
  const dns = await servers?.lookAfter(host, planned, after, options, signal);
  errand.watch?.reported(report);
  await record.finish(report, options.keepRuns);
  print.end(report, dns, record.id);
  if (!options.quiet) {
    const configured = options.config === undefined ? '' : ` --config ${safe(options.config)}`;
    host.stderr.write(`Recorded. To take it back: dnssync undo ${record.id}${configured}\n`);
  }
  const earned = weightiest([reportExit(report), servers?.publicationExit(dns, true) ?? EXIT.done]);
  const isCut = report.stopped !== undefined || (dns !== undefined && earned !== EXIT.done);
  if (isCut && host.stoppedWith() !== undefined) return host.stoppedWith() ?? earned;
  // A zone that could not be read beside others that were written: the goal is not reached.
  const isPartial = unreadExit(planned.plan) !== EXIT.done && earned === EXIT.done;
  return isPartial ? EXIT.incomplete : weightiest([earned, unread]);
}

/** Whether a plan is the one that somebody has approved by its hash; nothing to do is always fine. Says on stderr why not. */
function isExpectedPlan(host: Host, plan: Plan, apiOrigin: string, expected: string): boolean {
  const verdict = judgeReviewed({ plan, apiOrigin, expected }, []);
  if (verdict.verdict !== 'refuse') return true;
  host.stderr.write(
    `Nothing was written: this is not the plan of --expect-plan. Its hash is ${verdict.hash}\n`,
  );
  return false;
}

function unreadExit({ errors }: Plan): ExitCode {
  return errors.length > 0 ? EXIT.couldNot : EXIT.done;
}

/** Whether the fresh plan would do more than was shown; says so on stderr. */
function hasMoved(host: Host, fresh: Plan, shown: Plan, command: Errand['command']): boolean {
  const { changes, zones, gaps } = unshown(fresh, shown);
  const [first] = [
    ...changes.map((change) => changeText(change, styles(false))),
    ...zones.map(({ name, action }) => `${action === 'delete' ? '-' : '+'} zone ${showDomain(name)}`),
  ];
  const [gap] = gaps.map((change) => safe(change.gap ?? ''));
  if (first === undefined && gap === undefined) return false;
  const count = counted(changes.length + zones.length, 'change');
  const what =
    first === undefined
      ? 'leave a moment without an answer that it did not announce'
      : `need ${count} that it did not hold`;
  host.stderr.write(
    `Nothing was written: live has changed since the plan was shown, and would now ${what}:\n` +
      `  ${first ?? gap}\nRun dnssync ${command} again to see the new plan.\n`,
  );
  return true;
}

/** Steps under way at once where the configuration does not say; the provider paces their calls. */
const DEFAULT_CONCURRENCY = 16;

/** The account behind the token; no such endpoint, or one that answers oddly, is no obstacle. */
async function accountOf(provider: AccountReader, host: Host): Promise<Account | undefined> {
  try {
    return await provider.whoami();
  } catch (error) {
    if (!isDnssyncError(error) || error.code === 'auth' || error.code === 'stopped') throw error;
    host.stderr.write(`warning: could not ask what the token may do: ${safe(error.message)}\n`);
    return undefined;
  }
}
