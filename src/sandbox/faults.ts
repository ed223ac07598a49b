/** Faults on order: the nth request that matches is answered wrongly, once, before or after its work is done. */
import { type Answer, emptyAnswer, type Reply, type Request } from './http/message.ts';
import { Problem } from './problem.ts';
import type { Settings } from './settings.ts';
import { problemAnswer } from './wire/problem.ts';

/** The work is not done, and this is the answer. */
type Before = (fault: Fault, request: Request, settings: Settings) => Reply;
/** The work is done; this becomes of its answer. */
type After = (answer: Answer, settings: Settings) => Reply;

export interface Fault {
  /** Any method where undefined. */
  readonly method: string | undefined;
  /** Matched against the path with its query. */
  readonly path: RegExp;
  /** Which of the matching requests, from 1. */
  readonly nth: number;
  readonly kind: string;
  /** Retry-After of a 429 or 503, word for word; a 429 has one second where none is given, a 503 has none. */
  readonly retryAfter: string | undefined;
  /** Where a redirect points. */
  readonly location: string | undefined;
  /** Matching requests so far, and whether the fault has come. */
  seen: number;
  fired: boolean;
}

const html = { 'content-type': 'text/html' };
const badGateway: Answer = {
  status: 502,
  headers: html,
  body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n',
};

const before: ReadonlyMap<string, Before> = new Map<string, Before>([
  ['400', problem(() => Problem.invalid([{ field: undefined, message: 'Refused by a fault on order.' }]))],
  ['500', problem(() => Problem.internal())],
  ['503', problem(() => Problem.unavailable())],
  ['502-html', () => whole(badGateway)],
  ['429', problem(() => Problem.throttled(1))],
  ['401', problem(() => Problem.unauthorized('Invalid API token', 'authentication_failed'))],
  ['403', problem(() => Problem.forbidden('Missing permission'))],
  ['404', problem(() => Problem.notFound('Not found.'))],
  ['reset-before', () => ({ answer: emptyAnswer(0), delivery: 'reset' })],
  ['hang-before', () => ({ answer: emptyAnswer(0), delivery: 'hang' })],
  [
    'redirect',
    (fault, request) =>
      whole(emptyAnswer(302, { location: fault.location ?? `https://elsewhere.invalid${request.target}` })),
  ],
]);

const after: ReadonlyMap<string, After> = new Map<string, After>([
  ['500-after', (_, settings) => whole(problemAnswer(Problem.internal(), settings.errors))],
  ['502-html-after', () => whole(badGateway)],
  ['reset-after', (answer) => ({ answer, delivery: 'reset' })],
  ['hang-after', (answer) => ({ answer, delivery: 'hang' })],
  ['truncated', (answer) => ({ answer, delivery: 'truncated' })],
  ['html-200', () => whole({ status: 200, headers: html, body: '<!doctype html><title>Sign in</title>' })],
  ['bad-json', (answer) => whole({ ...answer, body: `${answer.body.slice(0, -1)},` })],
  ['empty-201', () => whole({ status: 201, headers: { 'content-type': 'application/json' }, body: '' })],
]);

export const faultKinds: readonly string[] = [...before.keys(), ...after.keys()];

export class Faults {
  #faults: Fault[] = [];

  get all(): readonly Fault[] {
    return this.#faults;
  }

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that is due with this request. Every fault counts for itself; the first one due comes, once. */
  draw(request: Request): Fault | undefined {
    let due: Fault | undefined;
    for (const fault of this.#faults) {
      if (fault.fired || !matches(fault, request)) continue;
      fault.seen++;
      if (due !== undefined || fault.seen < fault.nth) continue;
      fault.fired = true;
      due = fault;
    }
    return due;
  }
}

/** The reply where the fault comes before the work; undefined where the work is to be done. */
export function replyBefore(fault: Fault, request: Request, settings: Settings): Reply | undefined {
  return before.get(fault.kind)?.(fault, request, settings);
}

/** What becomes of the answer where the work is done. */
export function replyAfter(fault: Fault | undefined, answer: Answer, settings: Settings): Reply {
  return after.get(fault?.kind ?? '')?.(answer, settings) ?? whole(answer);
}

function matches(fault: Fault, request: Request): boolean {
  return (fault.method === undefined || fault.method === request.method) && fault.path.test(request.target);
}

function whole(answer: Answer): Reply {
  return { answer, delivery: 'whole' };
}

function problem(make: () => Problem): Before {
  return (fault, _, settings) => {
    const answer = problemAnswer(make(), settings.errors);
    const retry = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
    return whole({ ...answer, headers: { ...answer.headers, ...retry } });
  };
}
