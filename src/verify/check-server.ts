/** Asks one server all questions about a zone, between two looks at its SOA. */
import type { Found, ServerCheck } from '../model/dns-report.ts';
import type { Fqdn } from '../model/name.ts';
import type { ServerAddress } from '../model/name-server.ts';
import type { Asker, AskFailure, DnsAnswer } from './answer.ts';
import { inWindow } from './in-window.ts';
import { judge } from './judge.ts';
import { cutsOf, type Question } from './questions.ts';

export interface ServerResult {
  readonly check: ServerCheck;
  /** What it said where that is not what it should say. */
  readonly found: ReadonlyMap<Question, Found>;
}

/** As many questions of one zone to one server are under way at once; their order on the wire means nothing. */
const WINDOW = 64;
/** From here on one TCP connection is quicker than as many datagrams, none of which gets lost. */
const MANY = 100;
/** This many questions in a row without an answer mean that the server is gone. */
const OUTAGE = 4;

export async function checkServer(
  zone: Fqdn,
  server: ServerAddress,
  questions: readonly Question[],
  asker: Asker,
): Promise<ServerResult> {
  const first = await askSerial(zone, server, asker);
  if (typeof first !== 'number') return { check: first, found: new Map() };
  const children = await childrenOf(server, cutsOf(questions), asker);
  let { found, outage } = await askAll(zone, server, questions, children, asker);
  if (outage !== undefined) return { check: unasked(server, outage), found: new Map() };
  const last = await askSerial(zone, server, asker);
  if (typeof last !== 'number') return { check: last, found: new Map() };
  // The zone was published anew meanwhile: what was wrong then may be right now.
  if (last !== first && found.size > 0) {
    ({ found, outage } = await askAll(zone, server, [...found.keys()], children, asker));
    if (outage !== undefined) return { check: unasked(server, outage), found: new Map() };
  }
  return { check: { status: 'answers', server, serial: last }, found };
}

/** The serial of a zone that the server answers for with authority, or what became of the question. */
export async function askSerial(
  zone: Fqdn,
  server: ServerAddress,
  asker: Asker,
): Promise<number | Exclude<ServerCheck, { status: 'answers' }>> {
  const { answer, failure } = await asker.ask(server, { name: zone, type: 'SOA' });
  if (answer === undefined) {
    return failure.code === 'unroutable'
      ? { status: 'skipped', server, message: failure.message }
      : unasked(server, failure);
  }
  const serial = serialIn(answer, zone);
  if (serial !== undefined) return serial;
  const message = answer.rcode === 'NOERROR' ? 'no authority for it' : answer.rcode;
  return { status: 'not-served', server, message };
}

function serialIn({ rcode, authoritative, answers }: DnsAnswer, zone: Fqdn): number | undefined {
  const soa = answers.find(({ type, name }) => type === 'SOA' && name === zone);
  return rcode === 'NOERROR' && authoritative && soa !== undefined ? Number(soa.value) : undefined;
}

/** Delegated zones for which the server has the zone itself. */
async function childrenOf(
  server: ServerAddress,
  cuts: readonly Fqdn[],
  asker: Asker,
): Promise<ReadonlySet<Fqdn>> {
  const children = new Set<Fqdn>();
  await inWindow(cuts, WINDOW, async (cut) => {
    const { answer } = await asker.ask(server, { name: cut, type: 'SOA' }, cuts.length > MANY);
    if (answer !== undefined && serialIn(answer, cut) !== undefined) children.add(cut);
  });
  return children;
}

async function askAll(
  zone: Fqdn,
  server: ServerAddress,
  questions: readonly Question[],
  children: ReadonlySet<Fqdn>,
  asker: Asker,
): Promise<{ found: Map<Question, Found>; outage: AskFailure | undefined }> {
  const found = new Map<Question, Found>();
  let silentInARow = 0;
  let outage: AskFailure | undefined;
  await inWindow(questions, WINDOW, async (question) => {
    if (outage !== undefined) return;
    const tcp = question.long || questions.length > MANY;
    const { answer, failure } = await asker.ask(server, question, tcp);
    if (answer === undefined) {
      silentInARow++;
      if (silentInARow >= OUTAGE || failure.code === 'stopped') outage ??= failure;
      found.set(question, { kind: 'unanswered', message: failure.message });
      return;
    }
    silentInARow = 0;
    const wrong = judge(answer, question, zone, children);
    if (wrong !== undefined) found.set(question, wrong);
  });
  return { found, outage };
}

function unasked(
  server: ServerAddress,
  { message }: AskFailure,
): Extract<ServerCheck, { status: 'unasked' }> {
  return { status: 'unasked', server, message };
}
