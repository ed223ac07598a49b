/** Zones on the command line: names or globs, matched against the zones there are. */
import { matchesGlob } from '../model/glob.ts';
import { type Fqdn, foldCase, readAbsoluteName } from '../model/name.ts';
import { closest } from '../model/suggest.ts';
import { domainOf } from '../model/zone.ts';

export interface ZoneSelection {
  /** In the order of `names`; all of them where no pattern was given. */
  readonly selected: readonly Fqdn[];
  /** Patterns that match nothing, with the name that was perhaps meant. */
  readonly unknown: readonly { readonly pattern: string; readonly suggestion?: string }[];
}

/** Selects zones by patterns as people type them: any case, U-labels, final dot optional; `*` is any run of characters. */
export function selectZones(patterns: readonly string[], names: readonly Fqdn[]): ZoneSelection {
  if (patterns.length === 0) return { selected: names, unknown: [] };
  const selected = new Set<Fqdn>();
  const unknown: { pattern: string; suggestion?: string }[] = [];
  for (const pattern of patterns) {
    const canonical = canonicalPattern(pattern);
    const glob = canonical.split('*');
    const found = names.filter((name) => matchesGlob(glob, domainOf(name)));
    for (const name of found) selected.add(name);
    if (found.length > 0) continue;
    const suggestion = closest(canonical, names.map(domainOf));
    unknown.push(suggestion === undefined ? { pattern } : { pattern, suggestion });
  }
  return { selected: names.filter((name) => selected.has(name)), unknown };
}

/** Label by label, since a label with `*` in it can be no U-label. */
function canonicalPattern(pattern: string): string {
  const bare = pattern.endsWith('.') ? pattern.slice(0, -1) : pattern;
  return bare
    .split('.')
    .map((label) => readAbsoluteName(label).name?.slice(0, -1) ?? foldCase(label))
    .join('.');
}
