/** The control port: what there is, what came in, and everything that can be changed while the sandbox runs. */
import { type Fault, type Faults, faultKinds } from '../faults.ts';
import { readJson, readJsonObject } from '../http/json-body.ts';
import { type Answer, emptyAnswer, jsonAnswer, type Reply, type Request } from '../http/message.ts';
import { Problem } from '../problem.ts';
import { changeSettings, defaultSettings, type Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { problemAnswer } from '../wire/problem.ts';
import { zoneDetailShape } from '../wire/shapes.ts';
import { clearZones, edit, seed } from './edit.ts';
import { type Body, invalid, readObjects, readOptionalString, readString } from './input.ts';
import type { RequestLog } from './request-log.ts';

export interface ControlParts {
  readonly store: Store;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly settings: Settings;
}

/** The control port tells what is kept, however the API shows it. */
const asKept = defaultSettings();

type Action = (parts: ControlParts, request: Request) => unknown;

/** `METHOD path` and what it gives, as JSON. */
const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['GET /', () => ({ endpoints: [...actions.keys()], fault_kinds: faultKinds })],
  [
    'GET /state',
    ({ store }) => ({ zones: Array.from(store.state.zones(), (zone) => zoneDetailShape(zone, asKept)) }),
  ],
  ['POST /seed', ({ store }, request) => seed(store, readJsonObject(request))],
  ['POST /edit', ({ store }, request) => edit(store, readJsonObject(request))],
  ['GET /log', ({ log }) => ({ requests: log.entries() })],
  ['GET /counters', ({ log }) => log.counters()],
  ['POST /reset', reset],
  ['GET /config', ({ settings }) => settings],
  ['POST /config', configure],
  ['GET /faults', ({ faults }) => ({ faults: faults.all.map(faultShape) })],
  ['POST /faults', addFaults],
  ['DELETE /faults', ({ faults }) => faults.clear()],
]);

export class Control {
  readonly #parts: ControlParts;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  async reply(request: Request): Promise<Reply> {
    return { answer: await this.#answer(request), delivery: 'whole' };
  }

  async #answer(request: Request): Promise<Answer> {
    try {
      const action = actions.get(`${request.method} ${request.path}`);
      if (action === undefined) {
        throw Problem.notFound(`there is no ${request.method} ${request.path}; GET / lists what there is`);
      }
      const result = action(this.#parts, request);
      await this.#parts.store.flushed();
      return result === undefined ? emptyAnswer(204) : jsonAnswer(200, result);
    } catch (error) {
      if (error instanceof Problem) return problemAnswer(error, 'page');
      throw error;
    }
  }
}

/** Clears log and counters; with `?state=1` the zones too. Faults on order stay: DELETE /faults clears those. */
function reset({ log, store }: ControlParts, request: Request): unknown {
  log.clear();
  if (request.query.get('state') === '1') clearZones(store);
  return {};
}

function configure({ settings }: ControlParts, request: Request): Settings {
  const wrong = changeSettings(settings, readJsonObject(request));
  if (wrong.length > 0) {
    throw Problem.invalid(wrong.map((message) => ({ field: undefined, message })));
  }
  return settings;
}

/** A list of `{kind, method?, path?, nth?, retry_after?, location?}`. */
function addFaults({ faults }: ControlParts, request: Request): unknown {
  const added = readObjects({ faults: readJson(request) }, 'faults').map(readFault);
  for (const fault of added) faults.add(fault);
  return { faults: faults.all.map(faultShape) };
}

function readFault(given: Body): Fault {
  const kind = readString(given, 'kind');
  if (!faultKinds.includes(kind)) throw invalid('kind', `must be one of ${faultKinds.join(', ')}`);
  const nth = given.nth ?? 1;
  if (typeof nth !== 'number' || !Number.isInteger(nth) || nth < 1) {
    throw invalid('nth', 'must be a whole number from 1');
  }
  return {
    kind,
    nth,
    method: readOptionalString(given, 'method'),
    path: readPattern(readOptionalString(given, 'path') ?? ''),
    retryAfter: readOptionalString(given, 'retry_after'),
    location: readOptionalString(given, 'location'),
    seen: 0,
    fired: false,
  };
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw invalid('path', `must be a regular expression: ${(error as Error).message}`);
  }
}

function faultShape({ kind, method, path, nth, seen, fired }: Fault): unknown {
  return { kind, method: method ?? null, path: path.source, nth, seen, fired };
}
