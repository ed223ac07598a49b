/** Why a plan may not be applied by what was reviewed: which side moved, what nobody has seen, and how to approve just it. */
import type { MovedSide, Operation, Refusal } from '../model/review.ts';
import { changeText } from './change-text.ts';
import { counted } from './counted.ts';
import { fitting } from './fitting.ts';
import { footLines, type MarkdownFoot } from './markdown-foot.ts';
import { codeSpan } from './markup.ts';
import { showDomain } from './owner.ts';
import { styles } from './style.ts';

export interface RefusalMarkdownOptions extends Omit<MarkdownFoot, 'hash'> {
  /** The most octets that the text may have. */
  readonly budget: number;
}

const MOVED: Readonly<Record<MovedSide, string>> = {
  files: 'The branch changed after the review.',
  live: 'Somebody edited DNS after the review.',
  both: 'The branch and DNS have both changed after the review.',
  neither:
    'Neither the branch nor DNS has changed: another version of dnssync made the reviewed plan, or it was altered.',
};

/** The reason in one or two sentences. */
export function refusalSentence({ reason, moved, unreviewed }: Refusal): string {
  const count = counted(unreviewed.length, 'change');
  return reason === 'no-reviewed-plan'
    ? `Nothing was written: no reviewed plan was found for what was merged, and it would make ${count}.`
    : `Nothing was written: the plan is not the one that was reviewed, and would make ${count} that nobody has seen. ${MOVED[moved ?? 'neither']}`;
}

/** The operations that were not reviewed, one a line, harmless and without markup. */
export function unreviewedLines({ unreviewed }: Refusal): string[] {
  return unreviewed.map(operationText);
}

/** Ends in a line feed. */
export function renderRefusalMarkdown(refusal: Refusal, options: RefusalMarkdownOptions): string {
  const lines = unreviewedLines(refusal).map((line) => `- ${codeSpan(line)}`);
  const text = (shown: number): string =>
    [
      '### DNS apply: refused',
      '',
      refusalSentence(refusal),
      '',
      ...lines.slice(0, shown),
      ...(shown < lines.length
        ? ['', `Showing ${shown} of ${counted(lines.length, 'change')}; the hash covers all.`]
        : []),
      '',
      `To approve just this plan, name its hash: ${codeSpan(refusal.hash)}`,
      ...footLines(options),
      '',
    ].join('\n');
  return fitting(options.budget, [() => text(lines.length)], { most: lines.length, text });
}

function operationText(operation: Operation): string {
  if ('change' in operation) return changeText(operation.change, styles(false));
  return `${operation.action === 'create' ? '+' : '-'} zone ${showDomain(operation.zone)}`;
}
