/** Asks name servers over the network: UDP, then TCP where the answer is long, with a few tries and a bounded haste. */
import type { ServerAddress } from '../../model/name-server.ts';
import type { Asker, AskFailure, DnsQuestion, Reply } from '../answer.ts';
import { TcpChannel } from './tcp.ts';
import { UdpChannel } from './udp.ts';

export interface NetAskerOptions {
  /** How long one try may take. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const STOPPED: AskFailure = { code: 'stopped', message: 'stopped before it was asked' };

type Transport = 'udp' | 'tcp';

/** The last word is TCP's: where datagrams are lost for good, it may get through. */
const BY_UDP: readonly Transport[] = ['udp', 'udp', 'tcp'];
const BY_TCP: readonly Transport[] = ['tcp', 'udp', 'tcp'];

/** Questions to one server under way at once, of all zones. */
const WINDOW = 64;

/** An asker that holds sockets until it is closed. */
export class NetAsker implements Asker {
  readonly #options: NetAskerOptions;
  readonly #lines = new Map<string, Line>();

  constructor(options: NetAskerOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.close(), { once: true });
  }

  async ask(server: ServerAddress, question: DnsQuestion, tcp = false): Promise<Reply> {
    const key = `${server.address} ${server.port}`;
    const line = this.#lines.get(key) ?? new Line(server);
    this.#lines.set(key, line);
    return line.inTurn(() => this.#try(line, question, tcp));
  }

  close(): void {
    for (const { channels } of this.#lines.values()) {
      channels.udp.close(STOPPED);
      channels.tcp.close(STOPPED);
    }
    this.#lines.clear();
  }

  async #try(line: Line, question: DnsQuestion, tcp: boolean): Promise<Reply> {
    const { signal, timeoutSeconds } = this.#options;
    const tries = [...(tcp ? BY_TCP : BY_UDP)];
    let failure = STOPPED;
    for (let transport = tries.shift(); transport !== undefined; transport = tries.shift()) {
      if (signal.aborted) return { failure: STOPPED };
      const reply = await line.channels[transport].ask(question, timeoutSeconds * 1000);
      if (reply.answer?.truncated === false) return reply;
      if (reply.answer === undefined) failure = moreTelling(failure, reply.failure);
      else if (transport === 'tcp')
        failure = { code: 'garbage', message: 'an answer by TCP that is cut off' };
      else if (!tries.includes('tcp') || tries.includes('udp')) tries.splice(0, tries.length, 'tcp', 'tcp');
      if (failure.code === 'unroutable') break;
    }
    return { failure };
  }
}

/** That a server talks nonsense tells more than that it does not take TCP besides. */
function moreTelling(before: AskFailure, now: AskFailure): AskFailure {
  return before.code === 'garbage' ? before : now;
}

/** One server's channels, and who waits for them. */
class Line {
  readonly channels: { readonly udp: UdpChannel; readonly tcp: TcpChannel };
  readonly #waiting: (() => void)[] = [];
  #free = WINDOW;

  constructor(server: ServerAddress) {
    this.channels = { udp: new UdpChannel(server), tcp: new TcpChannel(server) };
  }

  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
