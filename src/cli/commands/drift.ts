/** `dnssync drift`: whether live still is what the files say, for schedules. It holds no writer. */
import { DnssyncError, isDnssyncError } from '../../errors.ts';
import type { DriftReport } from '../../model/drift.ts';
import { postNotice, readWebhook, type Webhook } from '../../provider/webhook.ts';
import { driftToJson, renderDrift, renderDriftMarkdown } from '../../render/drift.ts';
import { driftNotice } from '../../render/drift-notice.ts';
import { COMMENT_BUDGET } from '../../render/plan-markdown.ts';
import { safeJson } from '../../render/safe.ts';
import { driftReport } from '../../review/drift.ts';
import { planZones } from '../../sync.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import type { ApiOptions } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { openReader } from '../reader.ts';
import { sleeper } from '../sleep.ts';
import { VERSION } from '../version.ts';
import { type FileOptions, openWorkspace } from '../workspace.ts';

export interface DriftOptions extends CommonOptions, FileOptions, ApiOptions {
  readonly format: 'text' | 'json' | 'markdown';
  /** The most octets of Markdown. */
  readonly maxBytes?: number;
  readonly live?: string;
  readonly notify?: boolean;
}

export async function drift(host: Host, zones: readonly string[], options: DriftOptions): Promise<ExitCode> {
  const webhook = options.notify ? openWebhook(host) : undefined;
  const signal = host.stopSignal();
  let origin = '';
  try {
    const workspace = await openWorkspace(host, options, zones);
    if (workspace === undefined) {
      throw new DnssyncError('the zone files have errors', {
        code: 'usage',
        hint: 'dnssync validate shows them',
      });
    }
    const opened = await openReader(host, options, workspace.config.concurrency);
    origin = opened.origin;
    const { plan } = await planZones(workspace, opened.reader);
    const report = driftReport(plan, origin);
    print(host, report, origin, options);
    await notify(host, webhook, report, signal);
    if (report.outcome === 'could-not-check') return EXIT.couldNot;
    return report.outcome === 'drift' ? EXIT.differences : EXIT.done;
  } catch (error) {
    if (!isDnssyncError(error) || error.code === 'stopped') throw error;
    const { code, message, hint } = error;
    const failure = { code, message, ...(hint === undefined ? {} : { hint }) };
    const report: DriftReport = { outcome: 'could-not-check', failure };
    // As text it is told by whoever ends the process.
    if (options.format !== 'text') print(host, report, origin, options);
    await notify(host, webhook, report, signal);
    throw error;
  }
}

function openWebhook(host: Host): Webhook {
  const webhook = readWebhook(host.env);
  host.conceal({ redact: (text) => text.replaceAll(webhook.url, '[webhook]') });
  return webhook;
}

/** In sync is no news. A notice that nobody took changes nothing of the outcome. */
async function notify(
  host: Host,
  webhook: Webhook | undefined,
  report: DriftReport,
  signal: AbortSignal,
): Promise<void> {
  if (webhook === undefined || report.outcome === 'in-sync') return;
  const problem = await postNotice(webhook, driftNotice(report), {
    env: host.env,
    sleep: sleeper(signal),
    signal,
  });
  if (problem !== undefined) host.stderr.write(`warning: the webhook was not told: ${problem}\n`);
}

function print(host: Host, report: DriftReport, apiOrigin: string, options: DriftOptions): void {
  const { stdout } = host;
  switch (options.format) {
    case 'json': {
      const json = driftToJson(report, { generator: `dnssync ${VERSION}`, apiOrigin });
      stdout.write(`${safeJson(json)}\n`);
      break;
    }
    case 'markdown': {
      const budget = options.maxBytes ?? COMMENT_BUDGET;
      const hash = report.fingerprint === undefined ? {} : { hash: report.fingerprint };
      stdout.write(renderDriftMarkdown(report, { budget, ...hash }));
      break;
    }
    case 'text': {
      const color = wantsColor(options.color, stdout, host.env);
      const { verbose = false } = options;
      stdout.write(renderDrift(report, { color, width: stdout.width, verbose }));
    }
  }
}
