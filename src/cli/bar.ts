/** A progress bar on the terminal's last line, drawn by cli-progress; loaded where one is shown only. */
import cliProgress from 'cli-progress';
import { type ProgressView, progressLine } from '../render/progress.ts';

export interface BarScreen {
  /** Columns; asked for at each drawing, as windows change. */
  readonly columns: () => number;
  readonly write: (text: string) => void;
}

export interface Bar {
  hide(): void;
}

/** Shows the bar until it is hidden, renewed several times a second so that what counts down does. */
export function showBar(screen: BarScreen, view: () => ProgressView | undefined): Bar {
  const { BarFormat } = cliProgress.Format;
  // What cli-progress asks of a stream, and no more.
  const stream = {
    isTTY: true,
    get columns() {
      return screen.columns();
    },
    write(text: string) {
      // The place of the cursor, saved and restored, is another one once the screen has scrolled.
      if (text !== '\x1b7' && text !== '\x1b8') screen.write(text);
      return true;
    },
  };
  const bar = new cliProgress.SingleBar(
    {
      stream: stream as unknown as NodeJS.WritableStream,
      fps: 5,
      clearOnComplete: true,
      // The line is cut to the terminal's width: nothing of the terminal has to be set, and set back after a kill.
      linewrap: true,
      format: (options) => {
        const now = view();
        if (now === undefined) return '';
        const draw = (barsize: number): string =>
          BarFormat(now.finished / now.total, {
            ...options,
            barsize,
            barCompleteString: '█'.repeat(barsize),
            barIncompleteString: '░'.repeat(barsize),
          });
        return progressLine(now, screen.columns(), draw);
      },
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1, 0);
  return { hide: () => bar.stop() };
}
