/** One pass over hand-made work: what is told of each change, when a run brakes, and what was touched. */
import { describe, expect, it } from 'vitest';
import { type RunDeps, runPlan, type Work } from '../../src/apply/run-plan.ts';
import { DnssyncError } from '../../src/errors.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change } from '../../src/model/plan.ts';
import type { ApplyEvent, Outcome } from '../../src/model/report.ts';
import { MemoryProvider, type Mishap } from '../support/memory-provider.ts';
import { record, ZONE } from '../support/records.ts';

const NEW = 'new.example.' as Fqdn;
const GONE = 'gone.example.' as Fqdn;
const create = (text: string, zone: Fqdn = ZONE): Change => ({
  action: 'create',
  zone,
  after: record(text, zone),
});
const creates = (count: number): Change[] =>
  Array.from({ length: count }, (_, i) => create(`n${i} 300 A 192.0.2.1`));
const held = { name: ZONE, id: `zone-${ZONE}` };

async function run(
  changes: readonly Change[],
  given: {
    readonly dependsOn?: Readonly<Record<number, readonly number[]>>;
    readonly zones?: Work['zones'];
    readonly mishaps?: Mishap[];
    readonly provider?: MemoryProvider;
    readonly signal?: AbortSignal;
    readonly onEvent?: RunDeps['onEvent'];
  } = {},
) {
  const provider = given.provider ?? new MemoryProvider().addZone(ZONE);
  provider.mishaps = given.mishaps ?? [];
  const events: ApplyEvent[] = [];
  const result = await runPlan(
    {
      steps: changes.map((change, i) => ({ change, dependsOn: given.dependsOn?.[i] ?? [] })),
      zones: given.zones ?? [held],
    },
    {
      reader: provider,
      writer: provider,
      finisher: provider,
      sleep: async () => undefined,
      concurrency: 1,
      signal: given.signal ?? new AbortController().signal,
      onEvent: (event) => {
        events.push(event);
        given.onEvent?.(event);
      },
    },
  );
  return { ...result, outcomes: result.steps.map(({ outcome }) => outcome), events, provider };
}

const words = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ status }) => status);
const fails = (nth: number, error: DnssyncError, call: Mishap['call'] = 'create'): Mishap => ({
  call,
  nth,
  when: 'before',
  error,
});
const silent = (code: 'network' | 'timeout' = 'network') => new DnssyncError(`no answer: ${code}`, { code });
const rejected = (message = 'refused') => new DnssyncError(message, { code: 'rejected', status: 400 });

describe('a service that is not there', () => {
  it('is given up after three changes in a row without an answer', async () => {
    const { outcomes, stopped } = await run(creates(5), {
      mishaps: [fails(1, silent()), fails(2, silent('timeout')), fails(3, silent())],
    });
    expect(words(outcomes)).toEqual(['failed', 'failed', 'failed', 'not-tried', 'not-tried']);
    expect(stopped).toBe('no answer: network');
    expect(outcomes[4]).toEqual({ status: 'not-tried', reason: 'no answer: network' });
  });

  it('is not given up while answers come between, be they refusals', async () => {
    const { outcomes, stopped } = await run(creates(6), {
      mishaps: [
        fails(1, silent()),
        fails(2, silent()),
        fails(3, rejected()),
        fails(4, silent()),
        fails(5, silent()),
      ],
    });
    expect(words(outcomes)).toEqual(['failed', 'failed', 'failed', 'failed', 'failed', 'done']);
    expect(stopped).toBeUndefined();
  });
});

describe('a run ends early', () => {
  it.each([
    ['by a token that is refused', new DnssyncError('401', { code: 'auth', status: 401 })],
    ['by a wait that is too long', new DnssyncError('429', { code: 'throttled', status: 429 })],
    ['by a stop', new DnssyncError('stopped by SIGTERM', { code: 'stopped' })],
    ['by a redirect', new DnssyncError('302', { code: 'wrong-url', status: 302 })],
  ])('%s', async (_, error) => {
    const { outcomes, stopped } = await run(creates(3), { mishaps: [fails(2, error)] });
    expect(words(outcomes)[0]).toBe('done');
    expect(outcomes[2]).toEqual({ status: 'not-tried', reason: error.message });
    expect(stopped).toBe(error.message);
  });

  it.each([
    ['a 404 page of somebody else', new DnssyncError('404', { code: 'wrong-url', status: 404 })],
    ['a permission', new DnssyncError('403', { code: 'permission', status: 403 })],
    ['a 500', new DnssyncError('500', { code: 'api', status: 500 })],
  ])('but not by %s', async (_, error) => {
    const { outcomes, stopped } = await run(creates(3), { mishaps: [fails(2, error)] });
    expect(words(outcomes)).toEqual(['done', 'failed', 'done']);
    expect(stopped).toBeUndefined();
  });

  it('by a signal without words, and the changes and zones say so', async () => {
    const signal = AbortSignal.abort();
    const work = [held, { name: NEW, action: 'create' as const }];
    const { outcomes, zones, touched, provider } = await run(creates(1), { signal, zones: work });
    const outcome = { status: 'not-tried', reason: 'stopped' };
    expect(outcomes).toEqual([outcome]);
    expect(zones).toEqual([{ zone: NEW, action: 'create', outcome }]);
    expect(touched).toEqual([]);
    expect(provider.log).toEqual([]);
  });

  it('by a signal that comes while it runs, in its words', async () => {
    const stop = new AbortController();
    const { outcomes, stopped } = await run(creates(3), {
      signal: stop.signal,
      onEvent: () => stop.abort(new DnssyncError('stopped by SIGINT', { code: 'stopped' })),
    });
    expect(words(outcomes)).toEqual(['done', 'not-tried', 'not-tried']);
    expect(stopped).toBe('stopped by SIGINT');
  });
});

describe('what is told', () => {
  it('is how far it has come, change by change, those included that are not tried', async () => {
    const { events, outcomes } = await run([...creates(2), create('n2 300 A 192.0.2.1')], {
      dependsOn: { 1: [0] },
      mishaps: [fails(1, rejected())],
    });
    expect(events.map((event) => event.kind === 'step' && [event.finished, event.total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(outcomes[1]).toEqual({
      status: 'not-tried',
      reason: 'depends on a change that failed: create A n0.example.com',
    });
  });

  it('names a delete by what was to go', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [record('old 300 A 192.0.2.1')]);
    const [old] = (await provider.readZone(held)).records;
    if (old === undefined) throw new Error('no record');
    const { outcomes } = await run([{ action: 'delete', zone: ZONE, before: old }, ...creates(1)], {
      provider,
      dependsOn: { 1: [0] },
      mishaps: [fails(1, rejected(), 'delete')],
    });
    expect(outcomes[1]).toMatchObject({
      reason: 'depends on a change that failed: delete A old.example.com',
    });
  });

  it('is that a zone could not be made, and that its records were not tried', async () => {
    const { outcomes, zones, touched, events } = await run([create('www 300 A 192.0.2.1', NEW)], {
      zones: [{ name: NEW, action: 'create' }],
      mishaps: [fails(1, rejected('no more zones'), 'create-zone')],
    });
    const failed = { status: 'failed', code: 'rejected', message: 'no more zones' };
    expect(zones).toEqual([{ zone: NEW, action: 'create', outcome: failed }]);
    expect(events[0]).toEqual({ kind: 'zone', result: zones[0] });
    expect(outcomes).toEqual([{ status: 'not-tried', reason: 'the zone new.example could not be created' }]);
    expect(touched).toEqual([]);
  });

  it('is what was touched: zones made and written to, by the ids they have now', async () => {
    const provider = new MemoryProvider().addZone(ZONE).addZone(GONE);
    const { touched, zones } = await run([create('www 300 A 192.0.2.1', NEW)], {
      provider,
      zones: [held, { name: NEW, action: 'create' }, { name: GONE, id: 'zone-gone', action: 'delete' }],
    });
    expect(touched).toEqual([{ id: `zone-${NEW}`, name: NEW }]);
    expect((await run([], { zones: [{ name: NEW, action: 'create' }] })).touched).toEqual(touched);
    expect(zones.map(({ zone, action, outcome }) => `${action} ${zone} ${outcome.status}`)).toEqual([
      `create ${NEW} done`,
      `delete ${GONE} done`,
    ]);
  });
});

describe('a zone that goes', () => {
  const zones = [held, { name: GONE, id: 'zone-gone', action: 'delete' as const }];
  const provider = () => new MemoryProvider().addZone(ZONE).addZone(GONE);

  it('goes last, and the events tell of it', async () => {
    const { events, provider: service } = await run(creates(1), { zones, provider: provider() });
    expect(service.log).toEqual(['create A n0.example.com. 192.0.2.1', `delete-zone ${GONE}`]);
    expect(events.at(-1)).toEqual({
      kind: 'zone',
      result: { zone: GONE, action: 'delete', outcome: { status: 'done' } },
    });
  });

  it('is done where it was gone already', async () => {
    const { zones: results } = await run([], { zones });
    expect(results[0]?.outcome).toEqual({ status: 'done', note: 'was gone already' });
  });

  it('stays where a zone could not be made', async () => {
    const made = { name: NEW, action: 'create' as const };
    const { zones: results } = await run([], {
      zones: [...zones, made],
      provider: provider(),
      mishaps: [fails(1, rejected(), 'create-zone')],
    });
    expect(results.at(-1)?.outcome).toEqual({
      status: 'not-tried',
      reason: 'a zone is deleted only after all other changes are done',
    });
  });

  it('stays, and those after it, where the token is refused', async () => {
    const other = 'other.example.' as Fqdn;
    const error = new DnssyncError('401', { code: 'auth', status: 401 });
    const { zones: results, stopped } = await run([], {
      zones: [...zones, { name: other, id: 'zone-other', action: 'delete' }],
      provider: provider().addZone(other),
      mishaps: [fails(1, error, 'delete-zone')],
    });
    expect(results.map(({ outcome }) => outcome)).toEqual([
      { status: 'failed', code: 'auth', message: '401' },
      { status: 'not-tried', reason: '401' },
    ]);
    expect(stopped).toBe('401');
  });

  it('is not asked for without an id', async () => {
    const { zones: results, provider: service } = await run([], {
      zones: [{ name: GONE, action: 'delete' }],
    });
    expect(service.log.filter((line) => line.startsWith('delete-zone'))).toEqual([]);
    expect(results.every(({ action }) => action === 'create')).toBe(true);
  });

  it('passes bugs on', async () => {
    const bug = new TypeError('no function');
    const service = provider();
    service.deleteZone = () => Promise.reject(bug);
    await expect(run([], { zones, provider: service })).rejects.toBe(bug);
  });
});

describe('what made room for an alias that is refused', () => {
  const A = 'www 300 A 192.0.2.1';
  const MX = 'www 300 MX 10 mx.example.net';
  const CNAME = record('www 300 CNAME example.net');

  /** The MX goes, then the A becomes the alias; another record goes, too, of which the alias knows nothing. */
  async function alias(mishaps: Mishap[], error = rejected('no alias')) {
    const provider = new MemoryProvider().addZone(ZONE, [record(A), record(MX), record('far 300 TXT x')]);
    const [a, mx, far] = (await provider.readZone(held)).records;
    if (a === undefined || mx === undefined || far === undefined) throw new Error('no records');
    provider.log.length = 0;
    const changes: Change[] = [
      { action: 'delete', zone: ZONE, before: mx },
      { action: 'delete', zone: ZONE, before: far },
      { action: 'update', zone: ZONE, before: a, after: CNAME, reason: 'type-change' },
    ];
    provider.updateRecord = () => Promise.reject(error);
    return run(changes, { provider, dependsOn: { 2: [0, 1] }, mishaps });
  }

  it('is put back, and the report says so', async () => {
    // The alias is refused as an update and as a create; the old record comes back, and what made room for it.
    const { outcomes, provider } = await alias([fails(1, rejected('no alias'))]);
    expect(provider.texts(ZONE)).toEqual([
      'A www.example.com. 192.0.2.1 300',
      'MX www.example.com. 10 mx.example.net 300',
    ]);
    expect(outcomes[0]).toEqual({
      status: 'failed',
      code: 'rejected',
      wrote: true,
      message: 'deleted, and put back: the alias that was to take its place was refused',
    });
    expect(words(outcomes)).toEqual(['failed', 'done', 'failed']);
  });

  it('is missing where it cannot be put back, and the report says what to do', async () => {
    const { outcomes, provider } = await alias([
      fails(1, rejected('no alias')),
      fails(3, new DnssyncError('HTTP 403', { code: 'permission' })),
    ]);
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300']);
    expect(outcomes[0]).toEqual({
      status: 'failed',
      code: 'rejected',
      wrote: true,
      message: 'deleted for an alias that was refused, and could not be put back: HTTP 403',
      hint: 'make it again at the vendor, or take the alias out of the file and run dnssync apply',
    });
  });

  it.each([
    ['the null MX', record('www 300 MX 0 .'), {}],
    ['an address', record('www 300 A 192.0.2.7'), { reason: 'type-change' as const }],
  ])('is nothing where it is %s that is refused: the rest may go alone', async (_, after, more) => {
    const provider = new MemoryProvider().addZone(ZONE, [record(MX), record('www 300 MX 20 b.example.net')]);
    const [a, b] = (await provider.readZone(held)).records;
    if (a === undefined || b === undefined) throw new Error('no records');
    provider.updateRecord = () => Promise.reject(rejected());
    const { outcomes } = await run(
      [
        { action: 'delete', zone: ZONE, before: b },
        { action: 'update', zone: ZONE, before: a, after, ...more },
      ],
      { provider, dependsOn: { 1: [0] }, mishaps: [fails(1, rejected())] },
    );
    expect(words(outcomes)).toEqual(['done', 'failed']);
    expect(provider.texts(ZONE)).toEqual(['MX www.example.com. 10 mx.example.net 300']);
  });

  it('is what was deleted, not what was changed', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [record(A), record('www 300 TXT x')]);
    const [a, txt] = (await provider.readZone(held)).records;
    if (a === undefined || txt === undefined) throw new Error('no records');
    const update = provider.updateRecord.bind(provider);
    provider.updateRecord = (zone, id, after) =>
      after.type === 'CNAME' ? Promise.reject(rejected()) : update(zone, id, after);
    const { outcomes } = await run(
      [
        { action: 'update', zone: ZONE, before: txt, after: record('www 300 TXT y') },
        { action: 'update', zone: ZONE, before: a, after: CNAME, reason: 'type-change' },
      ],
      { provider, dependsOn: { 1: [0] }, mishaps: [fails(1, rejected())] },
    );
    expect(words(outcomes)).toEqual(['done', 'failed']);
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300', 'TXT www.example.com. y 300']);
  });

  it('stays away where the alias may yet come: it failed on the way only', async () => {
    const { outcomes, provider } = await alias([], new DnssyncError('HTTP 500', { code: 'api' }));
    expect(words(outcomes)).toEqual(['done', 'done', 'failed']);
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300']);
  });
});
