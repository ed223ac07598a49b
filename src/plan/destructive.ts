/** Marks the changes that somebody should look at twice: what they take away does not come back by itself. */
import type { Fqdn } from '../model/name.ts';
import type { Change, Step } from '../model/plan.ts';
import type { LiveRecord } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import type { ZoneRecords } from './order/world.ts';

/** The same steps; where one is destructive it says why, in words that follow `deletes`. */
export function markDestructive(steps: readonly Step[], zones: readonly ZoneRecords[]): Step[] {
  const staying = new Map(zones.map(({ zone, after }) => [zone, new Set(after.map(({ name }) => name))]));
  return steps.map((step) => {
    const why = whyDestructive(step.change, staying.get(step.change.zone) ?? new Set());
    return why === undefined ? step : { ...step, change: { ...step.change, destructive: why } };
  });
}

function whyDestructive(change: Change, staying: ReadonlySet<Fqdn>): string | undefined {
  if (change.action !== 'delete' || change.reason === 'duplicate') return undefined;
  const { name, type } = change.before;
  if (!staying.has(name)) return `the last record of ${domainOf(name)}`;
  if (type === 'CAA') return `a CAA record of ${domainOf(name)}`;
  return isOfApex(change.before, change.zone) ? `an ${type} record of ${domainOf(name)}` : undefined;
}

function isOfApex({ name, type }: LiveRecord, zone: Fqdn): boolean {
  return name === zone && (type === 'NS' || type === 'MX');
}
