/** What happens during an apply, a line an event, for stderr. */
import type { ApplyEvent, Outcome } from '../model/report.ts';
import { changeText } from './change-text.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { styles } from './style.ts';

/** The line without its end. Plain text: where it goes is a log as often as a terminal. */
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
  }
}

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
