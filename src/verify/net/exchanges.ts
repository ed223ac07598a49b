/** The questions under way on one socket: each is matched to its answer, and ends in an answer or a failure. */
import { randomInt } from 'node:crypto';
import { foldCase } from '../../model/name.ts';
import type { AskFailure, DnsQuestion, Reply } from '../answer.ts';
import { decodeMessage, encodeQuestion } from './wire.ts';

interface Exchange {
  readonly question: DnsQuestion;
  readonly settle: (reply: Reply) => void;
}

/** Nobody has as many questions under way, and ids stay hard to guess. */
const MOST = 4096;

export class Exchanges {
  readonly #open = new Map<number, Exchange>();
  /** Messages that answer nothing that was asked: garbage, late, or forged. */
  #strays = 0;

  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  get strays(): number {
    return this.#strays;
  }

  /** The octets to send and the reply to come; never rejects. */
  begin(question: DnsQuestion, milliseconds: number): { octets: Buffer; reply: Promise<Reply> } {
    if (this.#open.size >= MOST) throw new Error('too many questions at once');
    let id = randomInt(0x10000);
    while (this.#open.has(id)) id = randomInt(0x10000);
    const reply = new Promise<Reply>((resolve) => {
      const before = this.#strays;
      const timer = setTimeout(() => settle(this.#late(milliseconds, before)), milliseconds);
      const settle = (outcome: Reply): void => {
        clearTimeout(timer);
        this.#open.delete(id);
        resolve(outcome);
      };
      this.#open.set(id, { question, settle });
    });
    return { octets: encodeQuestion(id, question), reply };
  }

  /** Takes a message that came in; whether it answered anything. */
  receive(octets: Buffer): boolean {
    const message = decodeMessage(octets);
    const exchange = message === undefined ? undefined : this.#open.get(message.id);
    const fits =
      exchange !== undefined &&
      message?.question.type === exchange.question.type &&
      message.question.name === foldCase(exchange.question.name);
    if (!fits) {
      this.#strays++;
      return false;
    }
    exchange.settle({ answer: message });
    return true;
  }

  /** Ends all that is under way. */
  fail(failure: AskFailure): void {
    for (const { settle } of [...this.#open.values()]) settle({ failure });
  }

  #late(milliseconds: number, before: number): Reply {
    const waited = `no answer within ${milliseconds / 1000} s`;
    const strays = this.#strays - before;
    return {
      failure:
        strays === 0
          ? { code: 'timeout', message: waited }
          : { code: 'garbage', message: `${waited}, but ${strays} messages that answer no question` },
    };
  }
}
