/** Name servers of a test's own, behind the port: each answers from a list of records, as RFC 1034 wants it. */
import type { Fqdn } from '../../src/model/name.ts';
import type { ServerAddress } from '../../src/model/name-server.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import type { Asker, AskFailure, DnsAnswer, DnsQuestion, Reply } from '../../src/verify/answer.ts';
import { ZONE } from '../support/records.ts';

export interface PlayedServer {
  serial: number;
  records: readonly DnsRecord[];
  /** Instead of all answers. */
  fails?: AskFailure;
  rcode?: string;
}

/** By address; each question is counted. */
export class PlayedServers implements Asker {
  readonly servers: Map<string, PlayedServer>;
  readonly asked: string[] = [];
  /** Called before each answer. */
  onAsk: (question: DnsQuestion, address: string) => void = () => undefined;

  constructor(servers: Readonly<Record<string, PlayedServer>>) {
    this.servers = new Map(Object.entries(servers));
  }

  async ask(server: ServerAddress, question: DnsQuestion): Promise<Reply> {
    this.asked.push(`${server.address} ${question.type} ${question.name}`);
    this.onAsk(question, server.address);
    const played = this.servers.get(server.address);
    if (played === undefined) throw new Error(`nobody plays ${server.address}`);
    return played.fails === undefined ? { answer: answered(question, played) } : { failure: played.fails };
  }
}

/** Without wildcards and delegations: they are other tests' matter. */
function answered({ name, type }: DnsQuestion, { serial, records, rcode }: PlayedServer): DnsAnswer {
  const at = (owner: Fqdn): readonly DnsRecord[] => records.filter((record) => record.name === owner);
  const soa = { name: ZONE, type: 'SOA' as const, ttl: 3600, value: String(serial) };
  const answers =
    type === 'SOA' ? (name === ZONE ? [soa] : []) : at(name).filter((record) => record.type === type);
  return {
    rcode: rcode ?? (at(name).length > 0 || name === ZONE ? 'NOERROR' : 'NXDOMAIN'),
    authoritative: rcode === undefined,
    truncated: false,
    answers: rcode === undefined ? answers : [],
    authorities: [],
    additionals: [],
  };
}
