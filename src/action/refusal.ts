/** The words for a plan that is not what was reviewed: which side moved, what nobody has seen, and how to go on. */
import type { MovedSide, Operation, Refusal } from '../model/review.ts';
import { changeText } from '../render/change-text.ts';
import { counted } from '../render/counted.ts';
import { codeSpan } from '../render/markup.ts';
import { showDomain } from '../render/owner.ts';
import { styles } from '../render/style.ts';

const MOST_NAMED = 20;

const MOVED: Readonly<Record<MovedSide, string>> = {
  files: 'the zone files are not those that were reviewed: the branch has changed since',
  live: 'live is not what it was at the review: somebody has edited DNS since',
  both: 'the zone files and live have both changed since the review',
  neither:
    'neither the zone files nor live have changed since the review: another version of dnssync planned it, or more changes than its comment can hold',
};

/** Lines of Markdown that are read as well in a log. */
export function refusalText({ reason, moved, unreviewed, hash }: Refusal, what: 'merge' | 'apply'): string {
  const why =
    reason === 'no-reviewed-plan'
      ? 'no pull request has shown its plan (or its comment was edited by somebody else)'
      : MOVED[moved ?? 'neither'];
  const shown = unreviewed.slice(0, MOST_NAMED).map((operation) => `- ${codeSpan(operationText(operation))}`);
  const rest = unreviewed.length - shown.length;
  return [
    what === 'apply' ? `**Nothing was written**: ${why}.` : `**Not to be merged as it is**: ${why}.`,
    '',
    ...(unreviewed.length === 0
      ? []
      : [`${counted(unreviewed.length, 'change')} that nobody has reviewed:`, '', ...shown]),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    '',
    what === 'apply'
      ? `To approve just this plan, run the workflow by hand with \`expect-plan\` ${codeSpan(hash)}.`
      : 'A new commit, or a run of the plan on the pull request, shows it anew.',
    '',
  ].join('\n');
}

function operationText(operation: Operation): string {
  if ('change' in operation) return changeText(operation.change, styles(false));
  return `${operation.action === 'delete' ? '-' : '+'} zone ${showDomain(operation.zone)}`;
}
