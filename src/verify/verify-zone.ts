/** Verifies one zone: what its servers answer, beside what the file says and what the service holds. */
import type {
  Found,
  RRset,
  RRsetDifference,
  ServerCheck,
  ServerFinding,
  ZoneVerification,
} from '../model/dns-report.ts';
import type { Fqdn } from '../model/name.ts';
import type { ServerAddress } from '../model/name-server.ts';
import { type DnsRecord, rrsetKey, type SourcePosition } from '../model/record.ts';
import type { Asker } from './answer.ts';
import { checkServer, type ServerResult } from './check-server.ts';
import { type Question, type Questions, questionsOf, type RRsetName } from './questions.ts';
import { areEqual, rrsetOf } from './rrset.ts';
import { lagging } from './serial.ts';
import type { ServerHost } from './servers.ts';

/** A zone with what is known of it before its servers are asked. */
export interface ZoneToVerify {
  readonly zone: Fqdn;
  readonly file: string;
  /** What the servers must answer from, and what the file's side of the report is made of. */
  readonly records: readonly DnsRecord[];
  /** What the service holds; absent where it was not asked or could not be read. */
  readonly live?: readonly DnsRecord[];
  readonly api: ZoneVerification['api'];
  /** By {@link rrsetKey}: where an RRset is declared. */
  readonly sources: ReadonlyMap<string, SourcePosition>;
  /** Whether a value may be others', and is in no file: where only the file is known of a zone in which they write. */
  readonly isOthers?: (record: DnsRecord) => boolean;
  /** Names with data of types that this tool does not manage. */
  readonly others: readonly Fqdn[];
  /** Those of the zone itself, whoever manages them: where to ask. */
  readonly nameServers: readonly DnsRecord[];
}

/** What is asked of the servers of a zone; `label` is one that nobody uses. */
export function questionsAbout(
  { zone, records, live = [], others, isOthers }: ZoneToVerify,
  label: string,
  also: readonly RRsetName[] = live,
): Questions {
  const { questions, passedOver } = questionsOf(zone, records, also, label, others);
  if (isOthers === undefined) return { questions, passedOver };
  return {
    questions: questions.map((question) => {
      const { owner: name, type } = question;
      return { ...question, isOthers: (datum) => isOthers({ name, type, ttl: 0, ...datum }) };
    }),
    passedOver,
  };
}

export async function verifyZone(
  subject: ZoneToVerify,
  hosts: readonly ServerHost[],
  { questions, passedOver }: Questions,
  asker: Asker,
): Promise<ZoneVerification> {
  const { zone, file, api } = subject;
  const results = await Promise.all(
    hosts.flatMap((host) => host.addresses.map((server) => checkServer(zone, server, questions, asker))),
  );
  const asked = new Set(questions.map(rrsetKeyOfOwner));
  return {
    zone,
    file,
    api,
    servers: serverChecks(hosts, results),
    rrsets: asked.size,
    passedOver,
    differences: differencesOf(subject, questions, results),
  };
}

/** The checks of all servers: those that are behind are marked, and what this machine cannot reach weighs less. */
export function serverChecks(
  hosts: readonly ServerHost[],
  results: readonly { readonly check: ServerCheck }[],
): readonly ServerCheck[] {
  const checks = results.map(({ check }) => check);
  const behind = lagging(checks.flatMap((check) => (check.status === 'answers' ? [check.serial] : [])));
  const reached = new Set(
    checks.flatMap(({ status, server }) => (status === 'skipped' ? [] : [server.host])),
  );
  return [
    ...checks.map((check): ServerCheck => {
      if (check.status === 'answers' && behind.has(check.serial)) return { ...check, lags: true };
      const isAlone = check.status === 'skipped' && !reached.has(check.server.host);
      return isAlone ? { ...check, status: 'unasked' } : check;
    }),
    ...hosts.flatMap(({ server, problem }): ServerCheck[] =>
      problem === undefined ? [] : [{ status: 'unasked', server, message: problem }],
    ),
  ];
}

function differencesOf(
  subject: ZoneToVerify,
  questions: readonly Question[],
  results: readonly ServerResult[],
): readonly RRsetDifference[] {
  const files = rrsetsOf(subject.records);
  const apis = subject.live === undefined ? undefined : rrsetsOf(subject.live);
  const answering = results.flatMap(({ check, found }) =>
    check.status === 'answers' ? [{ server: check.server, found }] : [],
  );
  const differences: RRsetDifference[] = [];
  for (const group of byOwner(questions)) {
    const [{ owner: name, type }] = group;
    const key = rrsetKey({ name, type });
    const file = files.get(key);
    const api = apis?.get(key);
    const apiAgrees = apis === undefined || areEqual(file, api);
    const servers = answering.map(({ server, found }) => findingOf(server, group, found));
    if (apiAgrees && servers.every(({ agrees }) => agrees)) continue;
    const source = subject.sources.get(key);
    differences.push({
      name,
      type,
      ...(file === undefined ? {} : { file }),
      ...(api === undefined ? {} : { api }),
      apiAgrees,
      servers,
      ...(source === undefined ? {} : { source }),
    });
  }
  return differences;
}

function findingOf(
  server: ServerAddress,
  group: readonly Question[],
  found: ReadonlyMap<Question, Found>,
): ServerFinding {
  const wrong = group.find((question) => found.has(question));
  const what = wrong === undefined ? undefined : found.get(wrong);
  if (wrong === undefined || what === undefined) return { server, agrees: true };
  return { server, agrees: false, found: what, ...(wrong.name === wrong.owner ? {} : { asked: wrong.name }) };
}

/** The questions about one name and type stand together already. */
function byOwner(questions: readonly Question[]): readonly (readonly [Question, ...Question[]])[] {
  const groups: [Question, ...Question[]][] = [];
  for (const question of questions) {
    const last = groups.at(-1);
    if (last !== undefined && rrsetKeyOfOwner(last[0]) === rrsetKeyOfOwner(question)) last.push(question);
    else groups.push([question]);
  }
  return groups;
}

function rrsetKeyOfOwner({ owner, type }: Question): string {
  return rrsetKey({ name: owner, type });
}

function rrsetsOf(records: readonly DnsRecord[]): ReadonlyMap<string, RRset> {
  const groups = new Map<string, DnsRecord[]>();
  for (const record of records) {
    const group = groups.get(rrsetKey(record));
    if (group === undefined) groups.set(rrsetKey(record), [record]);
    else group.push(record);
  }
  return new Map([...groups].map(([key, group]) => [key, rrsetOf(group)]));
}
