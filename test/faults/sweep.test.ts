/** One fault at each request of a fixed plan of thirty writes, of every kind: what the run says is what happened. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults/kinds.ts';
import { type ChangeSet, differences, type PlainRecord } from './support/change-set.ts';
import { prepare, released } from './support/proof.ts';
import { applyOnce, desiredOf, type RunResult, stored } from './support/run.ts';
import { tell } from './support/scale.ts';
import { openVirtualSandbox, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

const record = (type: string, name: string, value: string, ttl = 300): PlainRecord => ({
  type,
  name,
  value,
  ttl,
  priority: type === 'MX' ? 10 : null,
});
const range = (count: number, make: (index: number) => PlainRecord): PlainRecord[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Ten creates, twelve updates (values, ttls, a change of type in each direction) and eight deletes. */
const SET: ChangeSet = {
  before: [
    {
      domain: 'example.com',
      records: [
        ...range(5, (i) => record('A', `value${i}`, '192.0.2.1')),
        ...range(5, (i) => record('A', `ttl${i}`, '192.0.2.1', 3600)),
        ...range(8, (i) => record('TXT', `old${i}`, 'gone soon')),
        record('A', 'becomes', '192.0.2.1'),
        record('CNAME', 'was', 'one.example.org'),
        ...range(10, (i) => record('A', `same${i}`, '192.0.2.1')),
      ],
    },
  ],
  after: [
    {
      domain: 'example.com',
      records: [
        ...range(5, (i) => record('A', `value${i}`, '192.0.2.2')),
        ...range(5, (i) => record('A', `ttl${i}`, '192.0.2.1')),
        ...range(9, (i) => record('MX', `new${i}`, 'one.example.org')),
        record('CNAME', 'new9', 'one.example.org'),
        record('CNAME', 'becomes', 'one.example.org'),
        record('A', 'was', '192.0.2.1'),
        ...range(10, (i) => record('A', `same${i}`, '192.0.2.1')),
      ],
    },
  ],
};
const RECORDS = { set: SET, desired: desiredOf(SET.after), requests: 34, steps: 30 };

/** Two zones that are made, and one that goes, with what they hold. */
const NEW = ['example.net', 'example.org'].map((domain) => ({
  domain,
  records: range(3, (i) => record('A', `host${i}`, '192.0.2.1')),
}));
const ZONES = {
  set: { before: [{ domain: 'example.edu', records: [record('A', 'www', '192.0.2.1')] }], after: NEW },
  desired: desiredOf(NEW, ['example.edu']),
  // A list, a read, the account, two zones, six records, a deletion, two reads and a list.
  requests: 15,
  steps: 6,
};

type Role = 'list' | 'read' | 'account' | 'POST' | 'PATCH' | 'DELETE' | 'read again';
const WRITES: ReadonlySet<Role> = new Set(['POST', 'PATCH', 'DELETE']);

let sandbox: VirtualSandbox;
let unplug: () => void;
beforeAll(async () => {
  unplug = useWires();
  sandbox = await openVirtualSandbox();
});
afterAll(async () => {
  unplug();
  await sandbox.close();
});

interface Swept {
  readonly first: RunResult;
  readonly role: Role;
  readonly fired: boolean;
  readonly atEnd: number;
  /** Runs after the first. */
  readonly more: readonly RunResult[];
}

async function sweep({ set, desired }: typeof RECORDS, kind: string, nth: number): Promise<Swept> {
  // Where the service answers as if it changed no types, names are empty for a call; the plan of such a service says so.
  prepare(sandbox, { set, seed: 1, reading: {}, mix: { rate: 0, kinds: [kind] } });
  const details = { method: undefined, path: /./, retryAfter: undefined, location: undefined, ms: undefined };
  sandbox.faults.add({ ...details, kind, nth, seen: 0, fired: false });
  const first = await released(sandbox, applyOnce(sandbox, desired, { seed: 1 }));
  const fired = sandbox.faults.ordered[0]?.fired ?? false;
  const entries = sandbox.log.entries();
  const role = roleOf(
    entries.find(({ fault }) => fault !== undefined),
    entries,
  );
  const { doubled, lost } = differences(stored(sandbox), set.after);
  const atEnd = doubled.length + (first.exit === 0 ? lost.length : 0);
  const more: RunResult[] = [];
  for (let last = first; last.exit !== 0 && more.length < 3; ) {
    last = await released(sandbox, applyOnce(sandbox, desired, { seed: 2 }));
    more.push(last);
  }
  await sandbox.drain();
  return { first, role, fired, atEnd, more };
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly n: number;
}

/** Reads after the first write are of what was written. */
function roleOf(entry: Entry | undefined, all: readonly Entry[]): Role {
  if (entry === undefined) return 'list';
  if (entry.path.endsWith('/account/me/')) return 'account';
  if (entry.method !== 'GET') return entry.method as Role;
  const firstWrite = all.find(({ method }) => method !== 'GET')?.n ?? Number.POSITIVE_INFINITY;
  if (entry.n > firstWrite) return 'read again';
  return entry.path.endsWith('/dns-zones/') ? 'list' : 'read';
}

/** What the run must come to, from the meaning of the fault alone. */
function expected(kind: string, role: Role): number {
  const wrote = WRITES.has(role) || role === 'read again';
  const failed = wrote ? 5 : 1;
  switch (kind) {
    case '400':
      // A change of type that is refused is made by delete and create; an account is no must.
      return role === 'account' ? 0 : failed;
    case '403':
    case '404':
      return role === 'account' ? 0 : failed;
    case '401':
      return failed;
    case 'redirect':
      return role === 'account' ? 0 : failed;
    default:
      return 0;
  }
}

const zoneFigures = { pairs: 0, exit0: 0 };
const figures = { pairs: 0, exit0: 0, exit1: 0, exit5: 0 };

describe('one fault, and only one', () => {
  it.each(faultKinds)(
    '%s, at each request in turn',
    async (kind) => {
      let nth = 1;
      for (; ; nth++) {
        const { first, role, fired, atEnd, more } = await sweep(RECORDS, kind, nth);
        if (!fired) break;
        const at = `${kind} at request ${nth} (${role})`;
        figures.pairs++;
        if (first.exit === 0) figures.exit0++;
        else if (first.exit === 1) figures.exit1++;
        else figures.exit5++;

        const { error = '', report } = first;
        const outcomes = report?.steps.map(({ outcome }) => outcome.status) ?? [];
        const swapped = kind === '400' && role === 'PATCH' && first.exit === 0;
        expect(first.exit, `${at}: ${error}`).toBe(swapped ? 0 : expected(kind, role));
        if (report !== undefined) expect(outcomes, at).toHaveLength(RECORDS.steps);
        if (first.exit === 0) expect(new Set(outcomes), at).toEqual(new Set(['done']));
        const said = JSON.stringify([error, report?.stopped, report?.verification, report?.steps]);
        if (first.exit !== 0)
          expect(said, at).toMatch(kind === 'redirect' ? /redirect/ : new RegExp(`HTTP ${kind}`));
        // A token or an address that is refused once stops all; anything else stops what depends on it.
        const isFatal = kind === '401' || kind === 'redirect';
        if (isFatal && WRITES.has(role)) expect(report?.stopped, at).toBeDefined();
        if (!isFatal && WRITES.has(role) && first.exit === 5) {
          expect(outcomes.filter((status) => status === 'failed').length, at).toBeLessThanOrEqual(1);
        }

        expect(atEnd, at).toBe(0);
        expect(more.at(-1)?.exit ?? 0, at).toBe(0);
        expect(differences(stored(sandbox), SET.after), at).toEqual({ lost: [], doubled: [], stray: [] });
        expect(sandbox.checker.violations, at).toEqual([]);
      }
      // One list, one read, the account, thirty writes and one more read; a run that met no fault had no more.
      expect(nth - 1, kind).toBe(RECORDS.requests);
    },
    120_000,
  );

  it.each(faultKinds)(
    '%s, at each request that makes zones and deletes one',
    async (kind) => {
      let nth = 1;
      for (; ; nth++) {
        const { first, role, fired, atEnd, more } = await sweep(ZONES, kind, nth);
        if (!fired) break;
        zoneFigures.pairs++;
        const at = `${kind} at request ${nth} (${role})`;
        const { error = '', report } = first;
        const said = `${error} ${JSON.stringify([report?.stopped, report?.verification, report?.zones, report?.steps])}`;
        if (first.exit === 0) zoneFigures.exit0++;
        // A zone that cannot be read does not hold up the others, and is not forgotten.
        const isUnread = role === 'read' && ['400', '403', '404'].includes(kind);
        const goal = isUnread ? 5 : expected(kind, role);
        // The first write may be the one that fails, and then nothing was written.
        // A zone that was just made may not be seen yet, and is waited for.
        if (role === 'read again' && kind === '404') expect([0, 5], `${at}: ${said}`).toContain(first.exit);
        else if (goal === 5) expect([1, 5], `${at}: ${said}`).toContain(first.exit);
        else expect(first.exit, `${at}: ${said}`).toBe(goal);
        expect(atEnd, at).toBe(0);
        expect(more.at(-1)?.exit ?? 0, `${at}: ${said}`).toBe(0);
        expect(differences(stored(sandbox), NEW), at).toEqual({ lost: [], doubled: [], stray: [] });
        expect(
          stored(sandbox)
            .map(({ domain }) => domain)
            .sort(),
          at,
        ).toEqual(['example.net', 'example.org']);
        expect(
          sandbox.checker.violations.map(({ rule }) => rule),
          at,
        ).toEqual(['zone-deleted']);
      }
      expect(nth - 1, kind).toBe(ZONES.requests);
    },
    120_000,
  );

  it('is told of in figures', () => {
    tell('single faults', figures);
    tell('single faults, zones', zoneFigures);
    expect(zoneFigures.pairs).toBe(ZONES.requests * faultKinds.length);
    expect(figures.pairs).toBe(RECORDS.requests * faultKinds.length);
  });
});
