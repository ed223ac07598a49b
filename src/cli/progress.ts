/** Shows on stderr what happens while calls are made: one line that renews itself on a terminal, single lines elsewhere. */
import type { ApplyEvent } from '../model/report.ts';
import { renderEvent } from '../render/progress.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';

const CLEAR_LINE = '\r\x1b[2K';

export function progressTo(host: Host, options: CommonOptions): (event: ApplyEvent) => void {
  if (options.quiet) return () => undefined;
  const { stderr } = host;
  return (event) => {
    const counts = event.kind === 'step' && event.result.outcome.status === 'done' && !options.verbose;
    if (!counts) {
      const line = renderEvent(event);
      if (line !== '') stderr.write(`${stderr.isTerminal ? CLEAR_LINE : ''}${line}\n`);
    } else if (stderr.isTerminal) {
      const over = event.finished === event.total;
      stderr.write(`${CLEAR_LINE}${over ? '' : `${event.finished} of ${event.total} changes`}`);
    }
  };
}

/** A line about one thing that goes on: renewed in place on a terminal, elsewhere written once for each new text. */
export function renewedLine(
  { stderr }: Host,
  { quiet }: CommonOptions,
): {
  /** @param onTerminal the text with what changes all the time, such as the seconds left */
  readonly show: (text: string, onTerminal?: string) => void;
  readonly clear: () => void;
} {
  let last = '';
  return {
    show: (text, onTerminal = text) => {
      if (quiet) return;
      if (stderr.isTerminal) stderr.write(`${CLEAR_LINE}${onTerminal}`);
      else if (text !== last) stderr.write(`${text}\n`);
      last = text;
    },
    clear: () => {
      if (last !== '' && stderr.isTerminal) stderr.write(CLEAR_LINE);
    },
  };
}
