/** The words for an error that ended a command. */
import { isDnssyncError } from '../errors.ts';
import { safe } from '../render/safe.ts';
import { styles } from '../render/style.ts';
import { wantsColor } from './color.ts';
import type { Host } from './host.ts';

/** Expected failures get their message and hint; anything else is our bug and says so, its stack only on request. */
export function renderFailure(error: unknown, host: Host): string {
  const style = styles(wantsColor('auto', host.stderr, host.env));
  if (isDnssyncError(error)) {
    const hint = error.hint === undefined ? '' : `  ${style.dim('→')} ${safe(error.hint)}\n`;
    return `${style.red('error')} ${safe(error.message)}\n${hint}`;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const details = host.env.DNSSYNC_DEBUG === undefined ? '' : `${safe(stack ?? '')}\n`;
  return (
    `${style.red('error')} ${safe(message)}\n` +
    '  This is a bug in dnssync. Please report it with what you ran; DNSSYNC_DEBUG=1 adds the details.\n' +
    details
  );
}
