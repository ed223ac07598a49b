/** Zones before and after a change, at random from a seed, and the judge who counts what is missing, twice or too much. */
import { mulberry32 } from '../../provider/support/seeded-random.ts';

/** A record in plain words, in the one spelling that files, service and judge share here. */
export interface PlainRecord {
  readonly type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

export interface PlainZone {
  readonly domain: string;
  readonly records: readonly PlainRecord[];
}

export interface ChangeSet {
  readonly before: readonly PlainZone[];
  readonly after: readonly PlainZone[];
}

const NAMES = ['@', 'www', 'api', 'mail', 'shop', 'blog', 'a.b', 'x1', 'x2', 'x3', 'x4', 'x5'];
const HOSTS = ['one.example.org', 'two.example.org', 'three.example.org'];
const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];

/** A change of one zone, and in every third set a second zone that is to be made. */
export function changeSet(seed: number): ChangeSet {
  const chance = mulberry32(seed * 7919 + 1);
  const before = records(NAMES, chance);
  // Some names stay as they are: what is right must not be touched.
  const kept = new Set(NAMES.filter(() => chance() < 0.25));
  const after = [
    ...before.filter(({ name }) => kept.has(name)),
    ...records(
      NAMES.filter((name) => !kept.has(name)),
      chance,
    ),
    // Never so few that a service without records would do.
    { type: 'A', name: 'always', value: '192.0.2.9', ttl: 300, priority: null },
  ];
  const doubled = before.filter(({ type }) => type === 'A' && chance() < 0.1);
  const isNew = seed % 3 === 0;
  const second = isNew ? [{ domain: 'example.net', records: records(['@', 'www', 'x1'], chance) }] : [];
  return {
    before: [{ domain: 'example.com', records: [...before, ...doubled] }],
    after: [
      { domain: 'example.com', records: after },
      ...second.map(({ domain, records: own }) => ({
        domain,
        records: [...own, { type: 'TXT', name: 'made', value: 'new zone', ttl: 300, priority: null }],
      })),
    ],
  };
}

/** No CNAME beside other data, none at the apex. */
function records(names: readonly string[], chance: () => number): PlainRecord[] {
  return names.flatMap((name) => {
    const pick = chance();
    const ttl = chance() < 0.5 ? 300 : 3600;
    if (pick < 0.15) return [];
    if (pick < 0.4 && name !== '@') {
      return [{ type: 'CNAME', name, value: some(HOSTS, chance)[0] ?? '', ttl, priority: null }];
    }
    const of = (type: string, values: readonly string[], priority: number | null = null): PlainRecord[] =>
      values.map((value) => ({ type, name, value, ttl, priority }));
    const texts = some(['alpha one', 'beta=2', 'v=test3 gamma'], chance);
    return [
      ...of('A', some(ADDRESSES, chance)),
      ...(chance() < 0.4 ? of('AAAA', some(['2001:db8::1', '2001:db8::2'], chance)) : []),
      ...(chance() < 0.4 ? of('TXT', texts) : []),
      ...(chance() < 0.3 ? of('MX', some(HOSTS, chance), chance() < 0.5 ? 10 : 20) : []),
      ...(chance() < 0.15 ? of('CAA', ['0 issue "ca.example"']) : []),
      ...(name === '@' || chance() > 0.15 ? [] : of('SRV', ['5 5060 sip.example.org'], 10)),
    ];
  });
}

/** At least one. */
function some(values: readonly string[], chance: () => number): string[] {
  const picked = values.filter(() => chance() < 0.5);
  return picked.length > 0 ? picked : values.slice(0, 1);
}

/** The zone as a file. JSON's quoted strings are YAML's. */
export function fileOf({ records: all }: PlainZone): string {
  const names = new Map<string, Map<string, { ttl: number; values: string[] }>>();
  for (const { type, name, value, ttl, priority } of all) {
    const types = names.get(name) ?? new Map<string, { ttl: number; values: string[] }>();
    names.set(name, types);
    const rrset = types.get(type) ?? { ttl, values: [] };
    types.set(type, rrset);
    rrset.values.push(priority === null ? value : `${priority} ${value}`);
  }
  const lines = [...names].flatMap(([name, types]) => [
    `  ${JSON.stringify(name)}:`,
    ...[...types].map(
      ([type, { ttl, values }]) => `    ${type}: { ttl: ${ttl}s, values: ${JSON.stringify(values)} }`,
    ),
  ]);
  return `records:\n${lines.join('\n')}\n`;
}

/** As the control port's seed takes it. */
export function seedOf(zones: readonly PlainZone[]): { zones: object[] } {
  return {
    zones: zones.map(({ domain, records: all }) => ({
      domain,
      records: all.map(({ type, ...record }) => ({ record_type: type, ...record })),
    })),
  };
}

/**
 * Names, and RRsets, with an answer before and after: they must have one at every moment between. The types of a
 * name that becomes an alias, or ceases to be one, are not comparable: only the name as a whole is.
 */
export function neverEmpty({ before, after }: ChangeSet): { zone: string; name: string; type?: string }[] {
  const now = new Map(before.map(({ domain, records: all }) => [domain, all]));
  return after.flatMap(({ domain: zone, records: goal }) => {
    const live = now.get(zone) ?? [];
    const names = [...new Set(goal.map(({ name }) => name))].filter((name) =>
      live.some((record) => record.name === name),
    );
    return names.flatMap((name) => {
      const types = (all: readonly PlainRecord[]) =>
        new Set(all.filter((record) => record.name === name).map(({ type }) => type));
      const both = [...types(live)].filter((type) => types(goal).has(type));
      return [{ zone, name }, ...both.map((type) => ({ zone, name, type }))];
    });
  });
}

/** Names at which an alias takes the place of other data, or gives it up. */
export function typeChanges({ before, after }: ChangeSet): Set<string> {
  const isAlias = (zones: readonly PlainZone[], name: string) =>
    zones[0]?.records.some((record) => record.name === name && record.type === 'CNAME') ?? false;
  const names = before.flatMap(({ records: all }) => all.map(({ name }) => name));
  return new Set(names.filter((name) => isAlias(before, name) !== isAlias(after, name)));
}

export interface Differences {
  /** In the goal, and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** There, and not in the goal. */
  readonly stray: readonly string[];
}

/** One string for one record; the ttl is not part of what must not be lost or made twice. */
export function keyOf(zone: string, { type, name, value, priority }: PlainRecord): string {
  const isRanked = type === 'MX' || type === 'SRV';
  return `${zone} ${spelt(name, zone)} ${type} ${isRanked ? `${priority} ` : ''}${plainValue(type, value)}`;
}

/** Counts with nothing but string comparison: the judge knows no canonical forms but case and final dots. */
export function differences(there: readonly PlainZone[], goal: readonly PlainZone[]): Differences {
  const keys = (zones: readonly PlainZone[]) =>
    zones.flatMap(({ domain, records: all }) => all.map((record) => keyOf(domain, record)));
  const found = keys(there);
  const counts = new Map<string, number>();
  for (const key of found) counts.set(key, (counts.get(key) ?? 0) + 1);
  const wanted = new Set(keys(goal));
  return {
    lost: [...wanted].filter((key) => !counts.has(key)),
    doubled: [...counts].flatMap(([key, times]) => (times > 1 ? [key] : [])),
    stray: [...counts.keys()].filter((key) => !wanted.has(key)),
  };
}

/** Records whose ttl is not the one asked for. */
export function wrongTtls(there: readonly PlainZone[], goal: readonly PlainZone[]): string[] {
  const keyed = (zones: readonly PlainZone[]) =>
    zones.flatMap(({ domain, records: all }) =>
      all.map((record) => [keyOf(domain, record), record.ttl] as const),
    );
  const asked = new Map(keyed(goal));
  return keyed(there).flatMap(([key, ttl]) => ((asked.get(key) ?? ttl) === ttl ? [] : [`${key} ttl ${ttl}`]));
}

function spelt(name: string, zone: string): string {
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (lower === '' || lower === zone) return '@';
  return lower.endsWith(`.${zone}`) ? lower.slice(0, -zone.length - 1) : lower;
}

function plainValue(type: string, value: string): string {
  if (type === 'TXT') return value.replace(/^"(.*)"$/, '$1');
  return type === 'CAA' ? value : value.toLowerCase().replace(/\.$/, '');
}
