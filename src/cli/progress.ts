/** Shows on stderr what happens while calls are made: a bar on a terminal, a line now and then elsewhere. */
import type { ApplyEvent } from '../model/report.ts';
import { type ProgressView, progressText, renderEvent } from '../render/progress.ts';
import type { Bar } from './bar.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';
import { Meter } from './meter.ts';

const CLEAR_LINE = '\r\x1b[2K';
/** What is over within this time needs no bar (seconds). */
const BAR_AFTER = 1;
/** What moves by itself (seconds). */
const REDRAWN_EVERY = 0.1;
/** The pace of a log, where nobody looks on (seconds). */
const LINE_EVERY = 10;

export interface Progress {
  readonly onEvent: (event: ApplyEvent) => void;
  /** So many of so many are done; the stage is over with the last. */
  readonly count: (what: string, finished: number, total: number) => void;
  /** Takes away what is shown: whatever went on has ended. */
  readonly end: () => void;
}

export function progressTo(host: Host, options: CommonOptions): (event: ApplyEvent) => void {
  return openProgress(host, options).onEvent;
}

export function openProgress(host: Host, options: CommonOptions): Progress {
  const nothing = (): void => undefined;
  if (options.quiet) return { onEvent: nothing, count: nothing, end: nothing };
  const meter = new Meter(host.now);
  const display = hasBar(host) ? barOn(host, meter) : linesOn(host, meter);
  const end = (): void => {
    display.end();
    meter.begin();
  };
  const count = (what: string, finished: number, total: number): void => {
    meter.count(what, finished, total);
    if (finished < total) display.show();
    else end();
  };
  const say = (event: ApplyEvent): void => {
    const line = renderEvent(event);
    if (line === '') return;
    display.clear();
    host.stderr.write(`${line}\n`);
  };
  const onEvent = (event: ApplyEvent): void => {
    switch (event.kind) {
      case 'call':
        meter.called();
        return;
      case 'read':
        // A look after a lost answer, in the midst of writes.
        if (!display.isWriting) count('zones read', event.finished, event.total);
        return;
      case 'step':
        display.isWriting = event.finished < event.total;
        if (event.result.outcome.status !== 'done' || options.verbose) say(event);
        count('changes', event.finished, event.total);
        return;
      case 'wait':
        meter.held(event.seconds, event.why);
        if (options.verbose || (event.seconds >= LINE_EVERY && !display.isBar)) say(event);
        // Somebody who looks on is told at once why nothing moves.
        display.show(event.seconds >= BAR_AFTER);
        return;
      case 'verify':
        end();
        say(event);
        return;
      default:
        say(event);
    }
  };
  return { onEvent, count, end };
}

/** A bar moves, which only a person at a terminal wants; CI can have a terminal without anybody before it. */
function hasBar({ stderr, env }: Host): boolean {
  return stderr.isTerminal && env.TERM !== 'dumb' && (env.CI ?? '') === '';
}

interface Display {
  readonly isBar: boolean;
  isWriting: boolean;
  /** Something has moved. @param atOnce whatever little time has passed */
  show(atOnce?: boolean): void;
  /** Makes room for a line. */
  clear(): void;
  end(): void;
}

function barOn({ stderr, canvas, now }: Host, meter: Meter): Display {
  const write = canvas?.draw ?? stderr.write;
  let since: number | undefined;
  let bar: Bar | undefined;
  let isLoading = false;
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    bar?.hide();
    bar = undefined;
  };
  canvas?.beforeWrites(clear);
  const view = (): ProgressView | undefined => {
    const shown = meter.view();
    // A wait that is over, and nothing to be counted: an empty bar would only keep the process alive.
    if (shown === undefined) setImmediate(clear);
    return shown;
  };
  const show = (atOnce = false): void => {
    since ??= now();
    timer ??= setTimeout(() => show(true), BAR_AFTER * 1000).unref();
    if (bar !== undefined || isLoading || !(atOnce || now() - since >= BAR_AFTER)) return;
    isLoading = true;
    void import('./bar.ts').then(({ showBar }) => {
      isLoading = false;
      if (since !== undefined) bar = showBar({ columns: () => stderr.width ?? 80, write }, view);
    });
  };
  return {
    isBar: true,
    isWriting: false,
    show,
    clear,
    end() {
      since = undefined;
      clearTimeout(timer);
      timer = undefined;
      clear();
    },
  };
}

function linesOn({ stderr, now }: Host, meter: Meter): Display {
  let last: number | undefined;
  return {
    isBar: false,
    isWriting: false,
    show() {
      last ??= now();
      if (now() - last < LINE_EVERY) return;
      last = now();
      const view = meter.view();
      if (view !== undefined) stderr.write(`${progressText(view)}\n`);
    },
    clear: () => undefined,
    end() {
      last = undefined;
    },
  };
}

/** A line about one thing that goes on: renewed in place on a terminal, elsewhere written once for each new text. */
export function renewedLine(
  host: Host,
  { quiet }: CommonOptions,
): {
  /** @param onTerminal the text with what changes all the time, such as the seconds left */
  readonly show: (text: string, onTerminal?: string) => void;
  readonly clear: () => void;
} {
  const { stderr, canvas } = host;
  const isRenewed = hasBar(host);
  const draw = canvas?.draw ?? stderr.write;
  let last = '';
  let isShown = false;
  const clear = (): void => {
    if (isShown) draw(CLEAR_LINE);
    isShown = false;
  };
  if (isRenewed) canvas?.beforeWrites(clear);
  return {
    show: (text, onTerminal = text) => {
      if (quiet) return;
      if (isRenewed) draw(`${CLEAR_LINE}${onTerminal}`);
      else if (text !== last) stderr.write(`${text}\n`);
      isShown = isRenewed;
      last = text;
    },
    clear,
  };
}

/** How far the zone files are read; from the first second on, a few times a second, and gone with the last file. */
export function readingProgress(
  host: Host,
  options: CommonOptions,
): (finished: number, total: number) => void {
  const line = renewedLine(host, options);
  let next = host.now() + BAR_AFTER;
  return (finished, total) => {
    if (finished === total) line.clear();
    // Only a person looks on: a log needs no word of work that is over within seconds.
    else if (hasBar(host) && host.now() >= next) {
      line.show(`${finished} of ${total} zone files read`);
      next = host.now() + REDRAWN_EVERY;
    }
  };
}
