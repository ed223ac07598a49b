/** Order around wildcards: names go over from a wildcard's answer to their own, and back (RFC 4592). */
import { type Fqdn, isWildcard } from '../../model/name.ts';
import { rrsetKey } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import { getOrAdd, groupBy } from '../grouped.ts';
import { type Board, during } from './board.ts';
import { glueOf } from './delegation.ts';
import { gainsAt, lossesAt } from './moves.ts';
import { ADDRESS, FAMILIES, type Types, typesOf } from './side.ts';
import type { Subtree, Subtrees } from './subtrees.ts';
import type { When } from './world.ts';

/**
 * Where a branch appears below a wildcard, what both of them answer comes first; where it vanishes, that goes last. The
 * wildcard goes when all such branches are there, and is there before they go. A branch has but one first record:
 * whatever else has an answer to lose is announced as a gap. Returns what goes over from or to alias wildcards.
 */
export function orderWildcards(board: Board, subtrees: Subtrees): readonly Handover[] {
  const handovers: Handover[] = [];
  const takeovers = new Map<string, Takeover>();
  const vital = new Map<string, ReadonlySet<Fqdn>>();
  for (const subtree of subtrees.all()) {
    const { zone, wildcard, missing } = subtree;
    const servers = getOrAdd(vital, `${missing} ${zone.zone}`, () => namesOfServers(subtree));
    const handed = orderSubtree(board, subtree, servers);
    const key = `${missing} ${zone.zone} ${wildcard}`;
    const takeover = getOrAdd(takeovers, key, () => ({ ...subtree, kept: 0, handed: [] }));
    const alias = zone[missing].dataAt(wildcard)?.alias;
    for (const index of handed) {
      const owner = board.subjectAt(index)?.name;
      if (owner !== undefined && alias !== undefined) handovers.push({ index, owner, alias, missing });
      takeover.kept |= keptTypes(board, subtree, index);
      takeover.handed.push(index);
    }
  }
  for (const takeover of takeovers.values()) orderWildcard(board, takeover);
  return handovers;
}

/** A change by which a name goes over from an alias wildcard to its own records, or back to the wildcard. */
export interface Handover {
  readonly index: number;
  readonly owner: Fqdn;
  /** Where the wildcard leads. */
  readonly alias: Fqdn;
  readonly missing: When;
}

/** All branches that one wildcard hands over, or takes back. */
interface Takeover extends Pick<Subtree, 'zone' | 'wildcard' | 'missing'> {
  /** What the branches answer in its stead. */
  kept: Types;
  /** The changes by which that comes or goes. */
  readonly handed: number[];
}

function orderWildcard(board: Board, { zone, wildcard, missing, kept, handed }: Takeover): void {
  const before = board.world.answersOf(wildcard, 'before');
  const after = board.world.answersOf(wildcard, 'after');
  if (missing === 'before') {
    board.waits.add(lossesAt(board, zone, wildcard, before & ~after & kept), handed, 'wildcard');
  } else {
    board.waits.add(handed, gainsAt(board, zone, wildcard, after & ~before & kept), 'wildcard');
  }
}

/**
 * Puts one of the changes by which an answer is handed over first, or last, and announces what the others must miss.
 * Returns all of them.
 */
function orderSubtree(board: Board, subtree: Subtree, servers: ReadonlySet<Fqdn>): readonly number[] {
  const { missing, changes } = subtree;
  const atEdge = (set: readonly number[]): number | undefined => (missing === 'before' ? set[0] : set.at(-1));
  const sets = [...groupBy(changes, (index) => keyAt(board, index)).values()];
  const edges = sets.flatMap((set) => atEdge(set) ?? []);
  const [pivot, ...late] = edges
    .filter((index) => keptTypes(board, subtree, index) !== 0)
    .sort((a, b) => rankAt(board, servers, a) - rankAt(board, servers, b) || a - b);
  if (pivot === undefined) return [];

  // The NS of a delegation are of no use without its glue, so that it cannot wait for them.
  const glue = board.subjectAt(pivot)?.type === 'NS' ? glueOf(board, changes, changes) : new Set();
  const others = changes.filter((index) => !glue.has(index));
  if (missing === 'before') board.waits.add(others, [pivot], 'wildcard');
  else board.waits.add([pivot], others, 'wildcard');
  board.adjacent.push(
    missing === 'before' ? { openers: [pivot], closers: late } : { openers: late, closers: [pivot] },
  );
  const missed = glue.size > 0 ? [pivot, ...late] : late;
  for (const index of missed) announceGap(board, index, missed.length);
  return [pivot, ...late];
}

/** What a change answers, or answered, of all that its name finds both before and after. */
function keptTypes(board: Board, { zone, missing }: Subtree, index: number): Types {
  const record = board.subjectAt(index);
  if (record === undefined) return 0;
  const { name, type } = record;
  const kept = board.world.answersOf(name, 'before') & board.world.answersOf(name, 'after');
  const server = zone[missing === 'before' ? 'after' : 'before'].serverOf(name);
  // At and below a delegation its NS answer for everything, and nothing else does.
  if (server?.kind === 'cut') return type === 'NS' && server.name === name ? kept : 0;
  if (type === 'CNAME') return kept;
  // Any address stands in for another only where no family is kept.
  return typesOf(type) & ((kept & FAMILIES) === 0 ? kept : kept & ~ADDRESS);
}

function announceGap(board: Board, index: number, calls: number): void {
  const record = board.subjectAt(index);
  if (record === undefined) return;
  const name = domainOf(record.name);
  const what =
    record.type === 'NS'
      ? `${name} and the names below it have no answer of any type`
      : record.type === 'CNAME'
        ? `${name} has no answer of any type`
        : `${name} has no ${record.type}`;
  board.announceGap(index, `${what} ${during(calls)}: a wildcard cannot hand over several at once`);
}

function keyAt(board: Board, index: number): string | undefined {
  const record = board.subjectAt(index);
  return record && rrsetKey(record);
}

/** The names that answer for the zone's name servers, on the side on which branches as this one stand. */
function namesOfServers({ zone, missing }: Subtree): ReadonlySet<Fqdn> {
  const side = zone[missing === 'before' ? 'after' : 'before'];
  const hosts = [...zone.before.nameServers, ...zone.after.nameServers];
  return new Set(hosts.flatMap((host) => side.serverOf(host)?.name ?? []));
}

/**
 * The higher a name stands the sooner it is asked for; a name sooner than a wildcard at its side. A name server of the
 * zone cannot do without, or the zone would not load.
 */
function rankAt(board: Board, servers: ReadonlySet<Fqdn>, index: number): number {
  const name = board.subjectAt(index)?.name;
  if (name === undefined || servers.has(name)) return 0;
  return 2 * name.split('.').length + (isWildcard(name) ? 1 : 0);
}
