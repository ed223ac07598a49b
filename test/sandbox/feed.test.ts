/** What the live page is told, with a clock of the test's own: every request once, whoever listens from when. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Checker } from '../../src/sandbox/control/checker.ts';
import { Feed } from '../../src/sandbox/control/feed.ts';
import { type LogEntry, RequestLog } from '../../src/sandbox/control/request-log.ts';
import { emptyAnswer } from '../../src/sandbox/http/message.ts';
import { type InProcess, openInProcess } from './in-process.ts';

interface News {
  readonly requests: readonly { readonly label: string; readonly status: number | null }[];
  readonly cleared: boolean;
}

let sandbox: InProcess;
let log: RequestLog;
let feed: Feed;
let due: (() => void)[];
beforeEach(async () => {
  sandbox = await openInProcess();
  log = new RequestLog(() => 0);
  due = [];
  const { store } = sandbox;
  const later = (_: number, work: () => void) => due.push(work);
  feed = new Feed({ store, log, checker: new Checker(store.state), counters: () => ({}), later });
});
afterEach(() => sandbox.close());

const closed = new Promise<void>(() => {});
function begin(path: string): LogEntry {
  const query = new URLSearchParams();
  return log.begin(
    {
      method: 'GET',
      path,
      query,
      target: path,
      origin: '',
      authorization: '',
      contentType: '',
      body: Buffer.alloc(0),
    },
    closed,
  );
}
function end(entry: LogEntry): void {
  log.end(entry, { answer: emptyAnswer(200), delivery: 'whole' }, undefined, closed);
}
function tick(): void {
  for (const work of due.splice(0)) work();
}

/** What a page shows of it. */
function listen(): string[] {
  const shown: string[] = [];
  feed.listen((event) => {
    const { cleared, requests } = JSON.parse(event.replace(/^data: /, '')) as News;
    if (cleared) shown.length = 0;
    shown.push(...requests.map(({ label }) => label));
  });
  return shown;
}

test('who comes amid a batch is told what came in before once, and the others too', () => {
  const first = listen();
  end(begin('/1'));
  const second = listen();
  end(begin('/2'));
  tick();
  expect([first, second]).toEqual([
    ['/1', '/2'],
    ['/1', '/2'],
  ]);
});

test('a request under way is told when it ends, not before', () => {
  const slow = begin('/slow');
  const shown = listen();
  expect(shown).toEqual([]);
  end(slow);
  tick();
  expect(shown).toEqual(['/slow']);
});

test('what comes right after a reset is told, what came before is not', () => {
  const shown = listen();
  end(begin('/before'));
  log.clear();
  end(begin('/after'));
  tick();
  expect(shown).toEqual(['/after']);
});

test('who was away begins with what there is, not with what there was', () => {
  end(begin('/1'));
  const shown: string[] = listen();
  expect(shown).toEqual(['/1']);
  const events: News[] = [];
  feed.listen((event) => events.push(JSON.parse(event.replace(/^data: /, '')) as News));
  expect(events[0]).toMatchObject({ cleared: true, requests: [{ label: '/1' }] });
});
