/** Which RRsets differ between two states of the sandbox: what its DNS answers otherwise than before. */
import type { WireZone } from './sandbox.ts';

export interface ChangedRrset {
  /** The owner in full, with its final dot. */
  readonly owner: string;
  readonly type: string;
  /** Whether there is none any more. */
  readonly gone: boolean;
}

/** By owner; what is there now before what has gone. */
export function changedRrsets(before: readonly WireZone[], after: readonly WireZone[]): ChangedRrset[] {
  const [old, now] = [rrsetsOf(before), rrsetsOf(after)];
  const differing = [...new Set([...now.keys(), ...old.keys()])].filter(
    (key) => old.get(key) !== now.get(key),
  );
  const rrsets = differing.map((key) => {
    const [owner = '', type = ''] = key.split(' ');
    return { owner, type, gone: !now.has(key) };
  });
  return rrsets.sort((a, b) => (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0));
}

/** What each RRset says, by owner and type. */
function rrsetsOf(zones: readonly WireZone[]): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const { domain, records } of zones) {
    for (const { name, record_type, ttl, priority, value } of records) {
      const key = `${name === '@' ? '' : `${name}.`}${domain}. ${record_type}`;
      lines.set(key, [...(lines.get(key) ?? []), JSON.stringify([ttl, priority, value])]);
    }
  }
  return new Map(Array.from(lines, ([key, set]) => [key, set.sort().join()]));
}
