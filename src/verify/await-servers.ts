/** After an apply: asks the servers of the zones that were touched until all of them have it, or time runs out. */
import {
  type Publication,
  type ZonePublication,
  type ZoneVerification,
  zoneVerdict,
} from '../model/dns-report.ts';
import type { Fqdn } from '../model/name.ts';
import { presentNameServer, type ServerAddress } from '../model/name-server.ts';
import { rrsetKey } from '../model/record.ts';
import type { Asker } from './answer.ts';
import { askSerial, checkServer } from './check-server.ts';
import { inWindow } from './in-window.ts';
import type { Question, RRsetName } from './questions.ts';
import type { ServerDirectory, ServerHost } from './servers.ts';
import { questionsAbout, serverChecks, verifyZone, type ZoneToVerify } from './verify-zone.ts';

export interface TouchedZone {
  readonly subject: ZoneToVerify;
  /** What was written; where nothing was, all that the zone holds counts as such. */
  readonly changed: readonly RRsetName[];
}

/** The serials of zones before an apply, by {@link serialKey}. */
export type Serials = ReadonlyMap<string, number>;

export interface AwaitDeps {
  readonly asker: Asker;
  readonly directory: ServerDirectory;
  /** A label that nobody uses. */
  readonly label: () => string;
  /** Seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Seconds, from a clock that never steps. */
  readonly now: () => number;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onWait: (waiting: Waiting) => void;
}

/** What is still waited for, over all zones. */
export interface Waiting {
  readonly rrsets: number;
  readonly servers: readonly string[];
  readonly secondsLeft: number;
}

const ZONES_AT_ONCE = 16;
/** Seconds between two rounds: soon at first, for most services publish at once. */
const FIRST_PAUSE = 0.25;
const LONGEST_PAUSE = 2;

/** Looks at the zones before the apply; what cannot be asked has no serial. */
export async function serialsBefore(
  zones: readonly ZoneToVerify[],
  { asker, directory }: Pick<AwaitDeps, 'asker' | 'directory'>,
): Promise<Serials> {
  const serials = new Map<string, number>();
  await inWindow(zones, ZONES_AT_ONCE, async ({ zone, nameServers }) => {
    const hosts = await directory.serversOf(zone, nameServers);
    await Promise.all(
      hosts
        .flatMap(({ addresses }) => addresses)
        .map(async (server) => {
          const serial = await askSerial(zone, server, asker);
          if (typeof serial === 'number') serials.set(serialKey(zone, server), serial);
        }),
    );
  });
  return serials;
}

export async function awaitServers(
  zones: readonly TouchedZone[],
  before: Serials,
  deps: AwaitDeps,
): Promise<readonly ZonePublication[]> {
  const end = deps.now() + deps.timeoutSeconds;
  const board = new Board(deps, end);
  const results = new Map<Fqdn, ZonePublication>();
  await inWindow(zones, ZONES_AT_ONCE, async (touched) => {
    results.set(touched.subject.zone, await awaitZone(touched, before, deps, board, end));
  });
  return zones.flatMap(({ subject }) => results.get(subject.zone) ?? []);
}

async function awaitZone(
  { subject, changed }: TouchedZone,
  before: Serials,
  deps: AwaitDeps,
  board: Board,
  end: number,
): Promise<ZonePublication> {
  const { zone, nameServers } = subject;
  const { asker, directory, label } = deps;
  const hosts = await directory.serversOf(zone, nameServers);
  const all = questionsAbout(subject, label(), changed);
  const written = new Set(changed.map(rrsetKey));
  const isWritten = ({ owner, type }: Question): boolean =>
    written.size === 0 || written.has(rrsetKey({ name: owner, type }));

  let open = all.questions.filter(isWritten);
  let pause = FIRST_PAUSE;
  for (;;) {
    const { late, wrong } = await round(zone, hosts, open, asker);
    if (late.length === 0) {
      const verification = await verifyZone(subject, hosts, all, asker);
      if (zoneVerdict(verification) === 'equal') {
        board.settle(zone);
        return { publication: 'verified', verification };
      }
      const differing = new Set(verification.differences.map(rrsetKey));
      open = all.questions.filter(({ owner, type }) => differing.has(rrsetKey({ name: owner, type })));
    } else if (wrong.size > 0) {
      open = open.filter((question) => wrong.has(question));
    }
    const left = end - deps.now();
    if (left <= 0 || deps.signal.aborted) break;
    const rrsets = new Set(open.map(({ owner, type }) => rrsetKey({ name: owner, type }))).size;
    board.wait(zone, rrsets, late);
    await deps.sleep(Math.min(pause, left));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  board.settle(zone);
  const verification = await verifyZone(subject, hosts, all, asker);
  return published(verification, written, before);
}

/** One look of every server at these questions: which servers are not as they should be, and what is wrong there. */
async function round(
  zone: Fqdn,
  hosts: readonly ServerHost[],
  questions: readonly Question[],
  asker: Asker,
): Promise<{ late: readonly string[]; wrong: ReadonlySet<Question> }> {
  const servers = hosts.flatMap(({ addresses }) => addresses);
  const results = await Promise.all(servers.map((server) => checkServer(zone, server, questions, asker)));
  const misled = new Set(results.filter(({ found }) => found.size > 0).map(({ check }) => check.server));
  const late = serverChecks(hosts, results).filter(
    (check) =>
      check.status === 'not-served' ||
      check.status === 'unasked' ||
      (check.status === 'answers' && (check.lags || misled.has(check.server))),
  );
  return {
    late: [...new Set(late.map(({ server }) => presentNameServer(server)))],
    wrong: new Set(results.flatMap(({ found }) => [...found.keys()])),
  };
}

/** What the last look at a zone comes to. */
export function published(
  verification: ZoneVerification,
  written: ReadonlySet<string>,
  before: Serials,
): ZonePublication {
  const { zone, differences, servers } = verification;
  const verdict = zoneVerdict(verification);
  if (verdict !== 'different') {
    return { publication: verdict === 'equal' ? 'verified' : 'unasked', verification };
  }
  const about = differences.filter((rrset) => written.size === 0 || written.has(rrsetKey(rrset)));
  const asked = servers.flatMap((check) =>
    check.status === 'answers' || check.status === 'not-served' ? [check] : [],
  );
  const wrongAt = (server: ServerAddress): number =>
    about.filter((rrset) => rrset.servers.some((finding) => finding.server === server && !finding.agrees))
      .length;
  const behind = asked.filter(
    (check) => check.status === 'not-served' || check.lags || wrongAt(check.server) > 0,
  );

  const moves = behind.flatMap((check) => {
    const serial = before.get(serialKey(zone, check.server));
    return check.status !== 'answers' || serial === undefined ? [] : [check.serial !== serial];
  });
  const serialMoved = moves.length === 0 ? undefined : moves.some((moved) => moved);
  const publication = ((): Publication => {
    if (behind.length === 0) return 'different';
    if (behind.length < asked.length) return 'lagging';
    const nothingIsThere = behind.every(
      (check) => check.status === 'not-served' || wrongAt(check.server) >= Math.max(1, written.size),
    );
    return serialMoved === false || nothingIsThere ? 'not-published' : 'different';
  })();
  return { publication, verification, ...(serialMoved === undefined ? {} : { serialMoved }) };
}

function serialKey(zone: Fqdn, { address, port }: ServerAddress): string {
  return `${zone} ${address} ${port}`;
}

/** What all zones together wait for, told whenever it changes. */
class Board {
  readonly #deps: AwaitDeps;
  readonly #end: number;
  readonly #open = new Map<Fqdn, { readonly rrsets: number; readonly servers: readonly string[] }>();

  constructor(deps: AwaitDeps, end: number) {
    this.#deps = deps;
    this.#end = end;
  }

  wait(zone: Fqdn, rrsets: number, servers: readonly string[]): void {
    this.#open.set(zone, { rrsets, servers });
    const zones = [...this.#open.values()];
    this.#deps.onWait({
      rrsets: zones.reduce((sum, open) => sum + open.rrsets, 0),
      servers: [...new Set(zones.flatMap((open) => open.servers))].sort(),
      secondsLeft: Math.max(0, this.#end - this.#deps.now()),
    });
  }

  settle(zone: Fqdn): void {
    this.#open.delete(zone);
  }
}
