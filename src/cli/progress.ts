/** Shows on stderr what happens while calls are made: one line that renews itself on a terminal, single lines elsewhere. */
import type { ApplyEvent } from '../model/report.ts';
import { renderEvent } from '../render/progress.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';

export function progressTo(host: Host, options: CommonOptions): (event: ApplyEvent) => void {
  if (options.quiet) return () => undefined;
  const { stderr } = host;
  return (event) => {
    const counts = event.kind === 'step' && event.result.outcome.status === 'done' && !options.verbose;
    if (!counts) {
      const line = renderEvent(event);
      if (line === '') return;
      stderr.clearLine();
      stderr.write(`${line}\n`);
    } else if (stderr.isTerminal) {
      const over = event.finished === event.total;
      stderr.clearLine();
      if (!over) stderr.write(`${event.finished} of ${event.total} changes`);
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
      stderr.clearLine();
      if (stderr.isTerminal) stderr.write(onTerminal);
      else if (text !== last) stderr.write(`${text}\n`);
      last = text;
    },
    clear: () => {
      if (last !== '') stderr.clearLine();
    },
  };
}
