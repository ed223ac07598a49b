/** Changes of the user's files: shown, agreed to, and written. */

import { counted } from '../render/counted.ts';
import { renderFileDiff } from '../render/file-diff.ts';
import { safe } from '../render/safe.ts';
import { type ColorChoice, wantsColor } from './color.ts';
import type { Host } from './host.ts';
import type { Stream } from './outlet.ts';
import { rewriteFile } from './rewrite-file.ts';

export interface Proposal {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface ProposalOptions {
  readonly yes?: boolean;
  readonly color: ColorChoice;
  readonly quiet?: boolean;
}

/** Prints what would change. */
export function showProposals(
  host: Host,
  stream: Stream,
  proposals: readonly Proposal[],
  { color }: ProposalOptions,
): void {
  for (const { file, before, after } of proposals) {
    const isColored = wantsColor(color, stream, host.env);
    stream.write(renderFileDiff(file, before, after, { color: isColored }));
  }
}

/**
 * Those that were agreed to: with `--yes` all; at a terminal each is asked for. Says why where there is none.
 */
export async function agreedProposals(
  host: Host,
  proposals: readonly Proposal[],
  { yes }: ProposalOptions,
): Promise<readonly Proposal[]> {
  if (yes) return proposals;
  if (!host.canAsk) {
    host.stderr.write('Nothing was written: nobody can answer here. Add --yes to write without asking.\n');
    return [];
  }
  const agreed: Proposal[] = [];
  let answers = proposals.length === 1 ? 'y/n' : 'y/n/all/quit';
  for (const [index, proposal] of proposals.entries()) {
    if (index === proposals.length - 1) answers = 'y/n';
    const answer = (await host.ask(`Write ${safe(proposal.file)}? [${answers}] `))?.toLowerCase();
    if (host.stoppedWith() !== undefined) return [];
    if (answer === 'a' || answer === 'all') return [...agreed, ...proposals.slice(index)];
    if (answer === undefined || answer === 'q' || answer === 'quit') break;
    if (answer === 'y' || answer === 'yes') agreed.push(proposal);
  }
  if (agreed.length === 0) host.stderr.write('Nothing was written.\n');
  return agreed;
}

/** Writes them, each whole or not at all. From the first one on, a failure leaves work half done. */
export async function writeProposals(
  host: Host,
  proposals: readonly Proposal[],
  { quiet }: ProposalOptions,
): Promise<void> {
  for (const { file, before, after } of proposals) {
    await rewriteFile(file, before, after);
    host.writesBegin();
  }
  if (quiet || proposals.length === 0) return;
  const [only] = proposals;
  const what = proposals.length === 1 ? safe(only?.file ?? '') : counted(proposals.length, 'file');
  host.stderr.write(`Written: ${what}\n`);
}
