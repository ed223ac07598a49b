/** Asks a person for each change of live whether the files are to take it in. */
import { type Change, operationId } from '../model/plan.ts';
import { changeText } from '../render/change-text.ts';
import { styles } from '../render/style.ts';
import { type ColorChoice, wantsColor } from './color.ts';
import type { Host } from './host.ts';

/** The operations that were declined, by their ids; undefined where somebody gave up. */
export async function declinedChanges(
  host: Host,
  changes: readonly Change[],
  { color }: { readonly color: ColorChoice },
): Promise<ReadonlySet<string> | undefined> {
  const style = styles(wantsColor(color, host.stderr, host.env));
  const declined = new Set<string>();
  const decline = (rest: readonly Change[]): void => {
    for (const change of rest) declined.add(operationId(change));
  };
  for (const [index, change] of changes.entries()) {
    const place = `(${index + 1}/${changes.length})`;
    const question = `${changeText(backwards(change), style)}\n${place} Adopt this? [y/n/all/quit] `;
    const answer = (await host.ask(question))?.toLowerCase();
    if (host.stoppedWith() !== undefined) return undefined;
    if (answer === 'a' || answer === 'all') break;
    if (answer === undefined || answer === 'q' || answer === 'quit') {
      decline(changes.slice(index));
      break;
    }
    if (answer !== 'y' && answer !== 'yes') decline([change]);
  }
  return declined;
}

/** What would change in the file: what the service has and the file has not comes, and the other way round. */
function backwards(change: Change): Change {
  const { zone, source } = change;
  const base = { zone, ...(source && { source }) };
  const asLive = { id: '', createdAt: '' };
  switch (change.action) {
    case 'create':
      return { ...base, action: 'delete', before: { ...change.after, ...asLive } };
    case 'delete':
      return { ...base, action: 'create', after: change.before };
    case 'update':
      return { ...base, action: 'update', before: { ...change.after, ...asLive }, after: change.before };
  }
}
