/** What happens while calls are made, for stderr: a line an event, and one line on how far it is. */
import type { ApplyEvent, Outcome } from '../model/report.ts';
import { changeText } from './change-text.ts';
import { counted } from './counted.ts';
import { aboutText, rateText } from './duration.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { styles } from './style.ts';
import { displayWidth, takeStart } from './width.ts';

/** The line without its end; '' for what is only counted. Plain text: where it goes is a log as often as a terminal. */
export function renderEvent(event: ApplyEvent): string {
  switch (event.kind) {
    case 'step': {
      const { result, finished, total } = event;
      const count = `${String(finished).padStart(String(total).length)}/${total}`;
      return `[${count}] ${changeText(result.change, styles(false))}${outcomeText(result.outcome)}`;
    }
    case 'zone': {
      const { zone, action, outcome } = event.result;
      return `${action === 'create' ? '+' : '-'} zone ${showDomain(zone)}${outcomeText(outcome)}`;
    }
    case 'wait':
      return `waiting ${secondsText(event.seconds)}: ${messageText(event.why)}`;
    case 'retry':
      return `trying again in ${secondsText(event.seconds)} (attempt ${event.attempt}): ${messageText(event.what)}: ${messageText(event.why)}`;
    case 'verify':
      return event.pass === 1 ? 'reading live again' : `reading live again (pass ${event.pass})`;
    case 'read':
    case 'call':
      return '';
  }
}

/** How far a stage is, and how it goes. */
export interface ProgressView {
  /** What is counted, in the plural: `changes`, `zones read`. */
  readonly what: string;
  readonly finished: number;
  /** 0 while it is not known. */
  readonly total: number;
  /** API calls of this stage; 0 where it makes none. */
  readonly calls: number;
  /** Calls a second; undefined while too few are known. */
  readonly rate?: number;
  /** How often all calls were held. */
  readonly waits: number;
  readonly secondsLeft?: number;
  /** All calls are held now. */
  readonly held?: { readonly seconds: number; readonly why: string };
}

/** `412 of 1000 changes, 431 calls at 9.5/s, 3 waits, about 62 s left`; while all calls are held, why. */
export function progressText(view: ProgressView): string {
  const { what, finished, total, calls, rate, waits, secondsLeft, held } = view;
  const parts = total > 0 ? [`${finished} of ${total} ${what}`] : [];
  if (held !== undefined) {
    parts.push(`waiting ${Math.ceil(held.seconds)} s: ${messageText(held.why)}`);
    return parts.join(', ');
  }
  if (calls > 0) parts.push(`${counted(calls, 'call')}${rate === undefined ? '' : ` at ${rateText(rate)}`}`);
  if (waits > 0) parts.push(counted(waits, 'wait'));
  if (secondsLeft !== undefined) parts.push(`${aboutText(secondsLeft)} left`);
  return parts.join(', ');
}

/**
 * The same on one line of a terminal, beside a bar where there is room for one. The last columns stay free: some terminals
 * begin a new line once it is filled, and the ^C that a person types is shown there.
 *
 * @param draw a bar of so many columns
 */
export function progressLine(view: ProgressView, columns: number, draw: (columns: number) => string): string {
  const text = progressText(view);
  const room = columns - FREE - displayWidth(text) - 1;
  return view.total === 0 || room < LEAST_BAR
    ? takeStart(text, Math.max(0, columns - FREE))
    : `${draw(Math.min(MOST_BAR, room))} ${text}`;
}

const FREE = 3;
const LEAST_BAR = 8;
const MOST_BAR = 30;

function outcomeText(outcome: Outcome): string {
  switch (outcome.status) {
    case 'done':
      return outcome.note === undefined ? '' : ` (${messageText(outcome.note)})`;
    case 'failed':
      return `  failed: ${messageText(outcome.message)}`;
    case 'unknown':
      return `  unknown: ${messageText(outcome.message)}`;
    case 'not-tried':
      return `  not tried: ${messageText(outcome.reason)}`;
  }
}

/** Rounded up: a wait that is told short looks like a hang. */
function secondsText(seconds: number): string {
  return seconds < 10 ? `${Math.ceil(seconds * 10) / 10} s` : `${Math.ceil(seconds)} s`;
}
