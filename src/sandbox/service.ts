/** The API as the network sees it: the work, with its log, its faults, its delay, and never an answer before the disk. */
import type { Api } from './api/api.ts';
import type { Checker } from './control/checker.ts';
import type { LogEntry, RequestLog } from './control/request-log.ts';
import type { Faults } from './faults/faults.ts';
import { befall } from './faults/kinds.ts';
import type { Answer, Reply, Request } from './http/message.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store/store.ts';

export interface ServiceParts {
  readonly api: Api;
  readonly store: Store;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly checker: Checker;
  readonly settings: Settings;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export class Service {
  readonly #parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /** @param closed resolves when the reply is out or the caller is gone */
  async reply(request: Request, closed: Promise<void>): Promise<Reply> {
    const { faults, log, settings, sleep } = this.#parts;
    const entry = log.begin(request, closed);
    const fault = faults.draw(request);
    // The delay runs beside the work, so that it is what an answer takes, not what is added to it.
    const slept = settings.delay > 0 ? sleep(settings.delay) : undefined;
    const work = () => this.#work(request, entry);
    const reply: Reply =
      fault === undefined
        ? { answer: await work(), delivery: 'whole' }
        : await befall(fault.kind, {
            details: fault.details,
            request,
            settings,
            work,
            sleep,
            held: () => faults.hold(),
          });
    await slept;
    log.end(entry, reply, fault?.kind, closed);
    return reply;
  }

  /** Also a read waits for the disk: it may show what another request has just written. */
  async #work(request: Request, entry: LogEntry): Promise<Answer> {
    const { api, checker, store } = this.#parts;
    const answer = checker.during(entry.n, () => api.answer(request));
    // Here, since a fault may put another answer in its place.
    if (answer.made !== undefined) entry.uuid = answer.made;
    await store.flushed();
    return answer;
  }
}
