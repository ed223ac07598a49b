/** The control port: what there is, what came in, and everything that can be changed while the sandbox runs. */
import type { Bind } from '../bind/bind.ts';
import type { Faults } from '../faults/faults.ts';
import { faultKinds } from '../faults/kinds.ts';
import { readJson, readJsonObject } from '../http/json-body.ts';
import { type Answer, emptyAnswer, jsonAnswer, type Reply, type Request } from '../http/message.ts';
import { pageAnswer } from '../page/page.ts';
import { Problem } from '../problem.ts';
import { changeSettings, defaultSettings, type Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { problemAnswer } from '../wire/problem.ts';
import { zoneDetailShape } from '../wire/shapes.ts';
import type { Checker } from './checker.ts';
import { clearZones, edit, seed } from './edit.ts';
import { addFaults, showFaults } from './faults.ts';
import { Feed } from './feed.ts';
import { lookAtZone, lookAtZones } from './look.ts';
import type { RequestLog } from './request-log.ts';
import { addWatch } from './watch.ts';

export interface ControlParts {
  readonly store: Store;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly checker: Checker;
  readonly settings: Settings;
  /** Undefined where no zone files are written. */
  readonly bind: Bind | undefined;
}

/** The control port tells what is kept, however the API shows it. */
const asKept = defaultSettings();

type Action = (parts: ControlParts, request: Request) => unknown;

/** `METHOD path` and what it gives, as JSON. */
const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['GET /', () => ({ endpoints: [...actions.keys(), 'GET /events'], fault_kinds: faultKinds })],
  [
    'GET /state',
    ({ store }) => ({ zones: Array.from(store.state.zones(), (zone) => zoneDetailShape(zone, asKept)) }),
  ],
  ['GET /zones', ({ store }, { query }) => lookAtZones(store.state, query)],
  ['GET /zone', ({ store }, { query }) => lookAtZone(store.state, query)],
  ['GET /published', published],
  ['POST /seed', ({ store }, request) => seed(store, readJsonObject(request))],
  ['POST /edit', ({ store }, request) => edit(store, readJsonObject(request))],
  ['GET /log', ({ log }) => ({ requests: log.entries() })],
  ['GET /counters', counters],
  ['POST /reset', reset],
  ['GET /watch', ({ checker }) => checker.watched],
  ['POST /watch', ({ checker }, request) => addWatch(checker, readJsonObject(request))],
  ['DELETE /watch', ({ checker }) => checker.unwatch()],
  ['GET /violations', ({ checker }) => ({ count: checker.count, violations: checker.violations })],
  ['GET /config', ({ settings }) => settings],
  ['POST /config', configure],
  ['GET /faults', ({ faults }) => showFaults(faults)],
  ['POST /faults', ({ faults, store }, request) => addFaults(faults, store, readJson(request))],
  ['DELETE /faults', ({ faults }) => faults.clear()],
  ['POST /release', ({ faults }) => ({ released: faults.release() })],
]);

const eventStream: Answer = {
  status: 200,
  headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  body: '',
};

export class Control {
  readonly #parts: ControlParts;
  readonly #feed: Feed;

  /** @param later calls it once after so many milliseconds */
  constructor(parts: ControlParts, later: (milliseconds: number, work: () => void) => void) {
    this.#parts = parts;
    this.#feed = new Feed({ ...parts, counters: () => counters(parts), later });
  }

  /** `GET /` is a page for a browser, and `GET /events` what that page listens to. */
  async reply(request: Request): Promise<Reply> {
    if (request.method === 'GET' && request.path === '/' && request.accept?.includes('text/html') === true) {
      return { answer: pageAnswer, delivery: 'whole' };
    }
    if (request.method === 'GET' && request.path === '/events') {
      return { answer: eventStream, delivery: 'stream', stream: (send) => this.#feed.listen(send) };
    }
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

function counters({ log, faults }: ControlParts): unknown {
  return { ...log.counters(), faults: Object.fromEntries(faults.fired) };
}

/**
 * Clears log, counters and violations; with `?state=1` the zones too, and what is watched. Faults stay, DELETE /faults
 * clears them; a mix begins anew.
 */
function reset({ log, faults, checker, store }: ControlParts, request: Request): unknown {
  log.clear();
  faults.restart();
  store.uuids.restart();
  if (request.query.get('state') === '1') {
    checker.unwatch();
    clearZones(store);
  }
  checker.clear();
  return {};
}

function published({ bind }: ControlParts): unknown {
  if (bind !== undefined) return bind.published();
  throw Problem.notFound('nothing is published without --named or --data');
}

function configure({ settings }: ControlParts, request: Request): Settings {
  const wrong = changeSettings(settings, readJsonObject(request));
  if (wrong.length > 0) {
    throw Problem.invalid(wrong.map((message) => ({ field: undefined, message })));
  }
  return settings;
}
