/** Every kind of fault: what becomes of one request, its work and its answer. */
import { type Answer, emptyAnswer, type Reply, type Request } from '../http/message.ts';
import { Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';
import { problemAnswer } from '../wire/problem.ts';

/** What a fault may be told about itself; all optional. */
export interface FaultDetails {
  /** Retry-After of a 429 or 503, word for word; a 429 has one second where none is given, a 503 has none. */
  readonly retryAfter?: string | undefined;
  /** Where a redirect points. */
  readonly location?: string | undefined;
  /** Milliseconds that what is slow or late takes. */
  readonly ms?: number | undefined;
}

/** A request that a fault befalls, and what the fault may do to it. */
export interface Scene {
  readonly details: FaultDetails;
  readonly request: Request;
  readonly settings: Settings;
  /** Does the work; the answer says what it came to. */
  readonly work: () => Promise<Answer>;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Resolves when the control port releases what is held. */
  readonly held: () => Promise<void>;
}

type Kind = (scene: Scene) => Reply | Promise<Reply>;

/** Milliseconds; as long as no client's time-out, and as no test should wait in vain. */
const standardPause = 500;

const html = { 'content-type': 'text/html' };
const badGateway = htmlError(502, '502 Bad Gateway');
const gatewayTimeout = htmlError(504, '504 Gateway Time-out');

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  // The work is not done.
  ['400', refusal(() => Problem.invalid([{ field: undefined, message: 'Refused by a fault on order.' }]))],
  ['500', refusal(() => Problem.internal())],
  ['503', refusal(() => Problem.unavailable())],
  ['502-html', () => whole(badGateway)],
  ['429', refusal(() => Problem.throttled(1))],
  ['401', refusal(() => Problem.unauthorized('Invalid API token', 'authentication_failed'))],
  ['403', refusal(() => Problem.forbidden('Missing permission'))],
  ['404', refusal(() => Problem.notFound('Not found.'))],
  ['reset-before', () => ({ answer: emptyAnswer(0), delivery: 'reset' })],
  ['hang-before', () => ({ answer: emptyAnswer(0), delivery: 'hang' })],
  ['redirect', redirect],
  // The work is done, and this becomes of the answer.
  ['500-after', instead(({ settings }) => problemAnswer(Problem.internal(), settings.errors))],
  ['502-html-after', instead(() => badGateway)],
  ['reset-after', async ({ work }) => ({ answer: await work(), delivery: 'reset' })],
  ['hang-after', async ({ work }) => ({ answer: await work(), delivery: 'hang' })],
  ['truncated', async ({ work }) => ({ answer: await work(), delivery: 'truncated' })],
  ['slow-body', slowBody],
  ['bad-json', instead((_, answer) => ({ ...answer, body: `${answer.body.slice(0, -1)},` }))],
  ['empty', instead((_, answer) => ({ ...answer, body: '' }))],
  [
    'html-200',
    instead(() => ({ status: 200, headers: html, body: '<!doctype html><title>Sign in</title>' })),
  ],
  // All is done, in its own time.
  ['slow', slow],
  ['hold-before', holdBefore],
  ['hold-after', holdAfter],
  ['late', late],
]);

export const faultKinds: readonly string[] = [...kinds.keys()];

/** What becomes of a request that this kind of fault befalls. */
export async function befall(kind: string, scene: Scene): Promise<Reply> {
  const fault = kinds.get(kind);
  return fault === undefined ? whole(await scene.work()) : await fault(scene);
}

function refusal(make: () => Problem): Kind {
  return ({ details, settings }) => {
    const answer = problemAnswer(make(), settings.errors);
    const retry = details.retryAfter === undefined ? {} : { 'retry-after': details.retryAfter };
    return whole({ ...answer, headers: { ...answer.headers, ...retry } });
  };
}

function instead(change: (scene: Scene, answer: Answer) => Answer): Kind {
  return async (scene) => whole(change(scene, await scene.work()));
}

function redirect({ details, request }: Scene): Reply {
  const location = details.location ?? `https://elsewhere.invalid${request.target}`;
  return whole(emptyAnswer(302, { location }));
}

async function slow({ details, work, sleep }: Scene): Promise<Reply> {
  const answer = await work();
  await sleep(details.ms ?? standardPause);
  return whole(answer);
}

async function slowBody({ details, work }: Scene): Promise<Reply> {
  return { answer: await work(), delivery: 'drip', duration: details.ms ?? standardPause };
}

async function holdBefore({ work, held }: Scene): Promise<Reply> {
  await held();
  return whole(await work());
}

async function holdAfter({ work, held }: Scene): Promise<Reply> {
  const answer = await work();
  await held();
  return whole(answer);
}

/** A proxy gave up, the service behind it did not. */
function late({ details, work, sleep }: Scene): Reply {
  void sleep(details.ms ?? standardPause)
    .then(work)
    // Nobody waits for it; a disk that fails shows with the next request that is answered.
    .catch(() => undefined);
  return whole(gatewayTimeout);
}

function whole(answer: Answer): Reply {
  return { answer, delivery: 'whole' };
}

function htmlError(status: number, words: string): Answer {
  const body = `<html>\r\n<head><title>${words}</title></head>\r\n<body><h1>${words}</h1></body>\r\n</html>\r\n`;
  return { status, headers: html, body };
}
