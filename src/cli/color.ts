/** Whether a stream gets colour. */
import type { Stream } from './outlet.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

/** `--color` first, then NO_COLOR (no-color.org), then FORCE_COLOR as Node reads it, then what the stream is. */
export function wantsColor(
  choice: ColorChoice,
  stream: Pick<Stream, 'isTerminal'>,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if ((env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTerminal && env.TERM !== 'dumb';
}
