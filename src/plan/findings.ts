/** What a person should know of a zone's plan beside its changes. */
import type { Finding } from '../model/plan.ts';
import type { LiveRecord } from '../model/record.ts';
import { compareLive } from './pair.ts';
import type { Target } from './target.ts';

/** Live values that could not be read: they are compared as the text they are (dns-rules section 2). */
export function unreadableFindings(records: readonly LiveRecord[]): readonly Finding[] {
  return records
    .filter(({ unreadable }) => unreadable !== undefined)
    .sort(compareLive)
    .map(({ id, type, name, value, unreadable }) => ({
      severity: 'warning',
      rule: 'live-unreadable',
      message: `live record ${id} (${type} ${name.slice(0, -1)}) cannot be read and is compared as the text it is: ${value} (${unreadable})`,
    }));
}

/** Says that a plan with targets is not all there is to do. */
export function partialFinding(targets: readonly Target[], matched: boolean): Finding {
  const asked = targets.map(({ name, type }) => (type === undefined ? name : `${name}/${type}`)).join(', ');
  return {
    severity: matched ? 'info' : 'warning',
    rule: 'partial-plan',
    message: matched
      ? `only what --target names was compared: ${asked}`
      : `--target names nothing in this zone, neither in its file nor live: ${asked}`,
  };
}
