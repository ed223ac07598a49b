/** Collects values under keys: the one way here to fill a map of lists. */

/** The value of a key, put there first where it has none. */
export function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Values by key, each list in the order of the values; those without a key are left out. */
export function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K | undefined): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key !== undefined) getOrAdd(groups, key, () => []).push(value);
  }
  return groups;
}
