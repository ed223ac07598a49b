/** Prints what an apply is about to do, and what became of it, in the format that was asked for. */
import type { DnsVerification } from '../model/dns-report.ts';
import type { Plan } from '../model/plan.ts';
import type { ApplyReport } from '../model/report.ts';
import { planToJson } from '../render/plan-json.ts';
import { COMMENT_BUDGET, renderPlanMarkdown } from '../render/plan-markdown.ts';
import { renderPlan } from '../render/plan-text.ts';
import { publicationToJson, renderPublication } from '../render/publication.ts';
import { renderReport, reportToJson } from '../render/report.ts';
import { renderReportMarkdown } from '../render/report-markdown.ts';
import { safeJson } from '../render/safe.ts';
import { planHash } from '../review/operations.ts';
import { wantsColor } from './color.ts';
import type { CommonOptions } from './common-options.ts';
import { type Consent, mayAsk } from './consent.ts';
import type { Host } from './host.ts';
import { VERSION } from './version.ts';

export interface ApplyPrintOptions extends CommonOptions, Consent {
  readonly format: 'text' | 'json' | 'markdown';
  readonly maxBytes?: number;
}

/**
 * Text as it comes; JSON as one value at the end, whatever became of the plan. A person who is to be asked sees the plan
 * first: with JSON on stderr, beside the question.
 */
export function applyPrinter(
  host: Host,
  options: ApplyPrintOptions,
  plan: Plan,
  { apiOrigin, goal = 'the files' }: { readonly apiOrigin: string; readonly goal: string | undefined },
) {
  const color = wantsColor(options.color, host.stdout, host.env);
  return {
    plan(): void {
      const verbose = options.verbose === true;
      if (options.format === 'text') {
        host.stdout.write(renderPlan(plan, { color, width: host.stdout.width, verbose, goal }));
      } else if (mayAsk(host, plan, options)) {
        const { stderr } = host;
        const onStderr = wantsColor(options.color, stderr, host.env);
        stderr.write(renderPlan(plan, { color: onStderr, width: stderr.width, verbose, goal }));
      }
    },
    /** @param run the name by which the run is kept */
    end(report?: ApplyReport, dns?: DnsVerification, run?: string): void {
      if (options.format === 'json') {
        const json = {
          plan: planToJson(plan, { generator: `dnssync ${VERSION}`, apiOrigin }),
          ...(run === undefined ? {} : { run }),
          ...(report === undefined ? {} : { report: reportToJson(report) }),
          ...(dns === undefined ? {} : { dns: publicationToJson(dns) }),
        };
        host.stdout.write(`${safeJson(json)}\n`);
        return;
      }
      const { stdout, stderr } = host;
      const isMarkdown = options.format === 'markdown';
      if (isMarkdown) {
        const budget = options.maxBytes ?? COMMENT_BUDGET;
        const hash = planHash(plan, apiOrigin);
        stdout.write(
          report === undefined
            ? renderPlanMarkdown(plan, { budget, hash })
            : renderReportMarkdown(report, { budget, hash, goal }),
        );
      } else if (report !== undefined) {
        stdout.write(`\n${renderReport(report, { color, goal })}`);
      }
      if (dns !== undefined) {
        // There is no Markdown of it; who reads the log finds it.
        const stream = isMarkdown ? stderr : stdout;
        const { width } = stream;
        stream.write(
          renderPublication(dns, { color: !isMarkdown && color, width, verbose: options.verbose === true }),
        );
      }
    },
  };
}
