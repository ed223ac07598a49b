/** Finds new zones whose name is one slip away from a zone that is at the service and has no file. */
import type { Fqdn } from '../model/name.ts';
import { compareText } from '../model/record.ts';
import { slipsBetween } from '../model/suggest.ts';
import { getOrAdd } from './grouped.ts';

/**
 * For each new zone the unmanaged one it was perhaps meant to be: one letter left out, put in, replaced, or two
 * swapped. Two such names have a text in common that is left when one letter is taken out, so that no pair of names is
 * compared in vain.
 */
export function findMisspelt(
  newZones: readonly Fqdn[],
  unmanagedZones: readonly Fqdn[],
): ReadonlyMap<Fqdn, Fqdn> {
  const found = new Map<Fqdn, Fqdn>();
  if (newZones.length === 0) return found;
  const byRest = new Map<string, Fqdn[]>();
  for (const zone of [...unmanagedZones].sort(compareText)) {
    for (const rest of restsOf(zone)) getOrAdd(byRest, rest, () => []).push(zone);
  }
  for (const zone of newZones) {
    const near = [...restsOf(zone)].flatMap((rest) => byRest.get(rest) ?? []);
    const twin = near.find((other) => slipsBetween(zone, other, 1) !== undefined);
    if (twin !== undefined) found.set(zone, twin);
  }
  return found;
}

/** The name itself and all that is left of it with one character taken out. */
function restsOf(name: string): Set<string> {
  return new Set([name, ...Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1))]);
}
