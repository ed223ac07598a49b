/** The vendor's API as a function from request to answer: which path, who, may they, not too often, then the work. */
import { type Answer, emptyAnswer, type Request } from '../http/message.ts';
import { Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';
import type { LaggingReads } from '../store/lagging-reads.ts';
import type { Store } from '../store/store.ts';
import type { Throttle } from '../throttle.ts';
import { type Holder, requirePermission, type Tokens } from '../tokens.ts';
import { problemAnswer } from '../wire/problem.ts';
import { type Route, routes } from './routes.ts';

export const basePath = '/api/v1';

export interface ApiParts {
  readonly store: Store;
  /** What reads see. */
  readonly reads: LaggingReads;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
  readonly settings: Settings;
  /** Milliseconds; for the throttle only. */
  readonly now: () => number;
}

export class Api {
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  /** Does the work and gives the answer; what it changed is on disk once the store is flushed. */
  answer(request: Request): Answer {
    try {
      return this.#work(request);
    } catch (error) {
      if (error instanceof Problem) return problemAnswer(error, this.#parts.settings.errors);
      throw error;
    }
  }

  /** In Django REST Framework's order: the path, authentication, permissions, throttle, and only then the method. */
  #work(request: Request): Answer {
    const { store, reads, tokens, throttle, settings, now } = this.#parts;
    const found = findRoute(request.path);
    if (found === undefined) return withoutRoute(request);
    const { route, uuid } = found;
    const operation = route.operations.get(request.method);
    const holder = identify(tokens, request, settings);
    requirePermission(holder, operation?.anyOf ?? []);
    const wait = throttle.admit(settings.throttle, now());
    if (wait !== undefined) throw Problem.throttled(wait);
    if (operation === undefined) {
      throw Problem.methodNotAllowed(request.method, [...route.operations.keys()].join(', '));
    }
    return operation.handler({ request, uuid, holder, store, seen: reads.state(), settings });
  }
}

/** Django REST Framework answers 403 with one text where its authenticator names no scheme for a 401. */
function identify(tokens: Tokens, request: Request, settings: Settings): Holder {
  try {
    return tokens.identify(request.authorization);
  } catch (error) {
    if (settings.bad_token === 401) throw error;
    throw Problem.forbidden('Authentication credentials were not provided.');
  }
}

function findRoute(path: string): { route: Route; uuid: string } | undefined {
  if (!path.startsWith(`${basePath}/`)) return undefined;
  const below = path.slice(basePath.length);
  for (const route of routes) {
    const match = route.path.exec(below);
    if (match !== null) return { route, uuid: match[1] ?? '' };
  }
  return undefined;
}

/**
 * A path without its final slash: a read is sent on, as Django does (APPEND_SLASH). Django sends a write on as well,
 * and the caller repeats it as a GET; that would hide the mistake, so here a write is told what is missing.
 */
function withoutRoute(request: Request): Answer {
  const slashed = `${request.path}/`;
  if (findRoute(slashed) === undefined) throw Problem.notFound('Not found.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw Problem.notFound(`Not found: the path must end with a slash, ${slashed}`);
  }
  return emptyAnswer(301, { location: `${slashed}${request.target.slice(request.path.length)}` });
}
