/** Passes of an apply over the real planner and a strict provider in memory. */
import { describe, expect, it } from 'vitest';
import type { RunDeps } from '../../src/apply/run-plan.ts';
import { DnssyncError } from '../../src/errors.ts';
import type { ApplyReport } from '../../src/model/report.ts';
import { applyPlanned, planZones } from '../../src/sync.ts';
import { lost, MemoryProvider, type Mishap } from '../support/memory-provider.ts';
import { desired, record, ZONE } from '../support/records.ts';

interface Story {
  /** Undefined where the service does not have the zone. */
  readonly live: readonly string[] | undefined;
  readonly files: readonly string[];
  readonly mishaps?: readonly Mishap[];
  /** Something that happens between the plan and the apply, or while the apply sleeps. */
  readonly meanwhile?: (provider: MemoryProvider) => void;
  readonly duringSleep?: (provider: MemoryProvider) => void;
  readonly signal?: AbortSignal;
  readonly onEvent?: RunDeps['onEvent'];
}

async function tell(
  story: Story,
): Promise<{ report: ApplyReport; provider: MemoryProvider; slept: number[] }> {
  const provider = new MemoryProvider();
  if (story.live !== undefined) {
    provider.addZone(
      ZONE,
      story.live.map((text) => record(text)),
    );
  }
  const zone = {
    name: ZONE,
    file: 'zones/example.com.yaml',
    source: { file: 'zones/example.com.yaml', line: 1, column: 1 },
    records: story.files.map((text, index) => desired(text, ZONE, index + 1)),
  };
  const planned = await planZones({ desired: [zone], managed: new Set([ZONE]) }, provider);
  provider.log.length = 0;
  provider.mishaps = [...(story.mishaps ?? [])];
  story.meanwhile?.(provider);
  const slept: number[] = [];
  const deps: RunDeps = {
    reader: provider,
    writer: provider,
    finisher: provider,
    sleep: async (seconds) => {
      slept.push(seconds);
      story.duringSleep?.(provider);
    },
    concurrency: 4,
    signal: story.signal ?? new AbortController().signal,
    onEvent: story.onEvent ?? (() => undefined),
  };
  return { report: await applyPlanned(planned, deps), provider, slept };
}

const statuses = (report: ApplyReport): string[] => report.steps.map(({ outcome }) => outcome.status);

describe('applyPlan', () => {
  it('ends with live equal to the files, seen by reading it again', async () => {
    const { report, provider } = await tell({
      live: ['www 300 A 192.0.2.1', 'old 300 A 192.0.2.9'],
      files: ['www 300 A 192.0.2.2', 'new 300 TXT hello'],
    });
    expect(report.verification).toEqual({ status: 'equal' });
    expect(statuses(report)).toEqual(['done', 'done', 'done']);
    expect(provider.texts(ZONE)).toEqual([
      'A www.example.com. 192.0.2.2 300',
      'TXT new.example.com. hello 300',
    ]);
    expect(provider.log.at(-1)).toBe(`read ${ZONE}`);
  });

  it('tries once more what failed on the way', async () => {
    const gone = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
    const { report } = await tell({
      live: [],
      files: ['www 300 A 192.0.2.1'],
      mishaps: [{ call: 'create', nth: 1, when: 'before', error: gone }],
    });
    expect(report.verification.status).toBe('equal');
    expect(statuses(report)).toEqual(['done']);
  });

  it('never sends again what the service refused', async () => {
    const refusal = new DnssyncError('value refused', { code: 'rejected', status: 400 });
    const { report, provider } = await tell({
      live: [],
      files: ['bad 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      mishaps: [{ call: 'create', nth: 1, when: 'before', error: refusal }],
    });
    expect(statuses(report)).toEqual(['failed', 'done']);
    expect(report.verification).toMatchObject({
      status: 'different',
      message: 'run the same command again to see what is left',
    });
    expect(provider.log.filter((line) => line.startsWith('create'))).toHaveLength(1);
    // Once to look for what was refused, once after all: nothing is left that may be sent.
    expect(provider.log.filter((line) => line.startsWith('read'))).toHaveLength(2);
  });

  it('tries three times what fails on the way each time, and tells of each look', async () => {
    const gone = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
    const looks: number[] = [];
    let sends = 0;
    const { report } = await tell({
      live: [],
      files: ['www 300 A 192.0.2.1'],
      meanwhile: (one) => {
        one.createRecord = async () => {
          sends++;
          throw gone;
        };
      },
      onEvent: (event) => {
        if (event.kind === 'verify') looks.push(event.pass);
      },
    });
    expect(report.verification.status).toBe('different');
    expect(sends).toBe(3);
    expect(looks).toEqual([1, 2, 3]);
  });

  it('passes on a bug of the look', async () => {
    const bug = new TypeError('no function');
    const story = tell({
      live: [],
      files: ['www 300 A 192.0.2.1'],
      meanwhile: (one) => {
        one.readZone = () => Promise.reject(bug);
      },
    });
    await expect(story).rejects.toBe(bug);
  });

  it('does not wait for a zone of its own making that cannot be read for another reason', async () => {
    const { report, slept } = await tell({
      live: undefined,
      files: ['new 300 A 192.0.2.2'],
      mishaps: [{ call: 'read', nth: 1, when: 'before', error: new DnssyncError('500', { code: 'api' }) }],
    });
    expect(report.verification).toEqual({ status: 'unread', message: '500' });
    expect(report).not.toHaveProperty('stopped');
    expect(slept).toEqual([]);
  });

  it('does not delete an old target when the change that should stop pointing at it failed', async () => {
    const refusal = new DnssyncError('value refused', { code: 'rejected', status: 400 });
    const { report, provider } = await tell({
      live: ['www 300 CNAME web.example.com', 'web 300 A 192.0.2.1'],
      files: ['www 300 CNAME new.example.com', 'new 300 A 192.0.2.2'],
      mishaps: [{ call: 'update', nth: 1, when: 'before', error: refusal }],
    });
    expect(report.steps.find(({ change }) => change.action === 'delete')?.outcome.status).toBe('not-tried');
    expect(provider.texts(ZONE)).toContain('A web.example.com. 192.0.2.1 300');
  });

  it('resolves a lost update by what live shows', async () => {
    const { report } = await tell({
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.2'],
      mishaps: [{ call: 'update', nth: 1, when: 'after', error: lost() }],
    });
    expect(report.verification.status).toBe('equal');
    expect(report.steps[0]?.outcome).toMatchObject({
      status: 'done',
      note: 'seen in live after its answer was lost',
    });
  });

  it('reports what another writer does meanwhile and does not fight it', async () => {
    const { report, provider } = await tell({
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.2'],
      meanwhile: (one) =>
        one.edit(ZONE, (records) => {
          records.set('rec-x', { ...record('intruder 300 A 203.0.113.1'), id: 'rec-x', createdAt: '' });
        }),
    });
    expect(report.verification.status).toBe('different');
    expect(provider.texts(ZONE)).toContain('A intruder.example.com. 203.0.113.1 300');
  });

  it('does not make again what somebody deleted meanwhile: that was not shown', async () => {
    const { report, provider } = await tell({
      live: ['www 300 A 192.0.2.1', 'web 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.2', 'web 300 A 192.0.2.2'],
      meanwhile: (one) =>
        one.edit(ZONE, (records) => {
          for (const [id, { name }] of records) if (name === `www.${ZONE}`) records.delete(id);
        }),
    });
    expect(report.steps.map(({ outcome }) => outcome)).toMatchObject([
      { status: 'done' },
      { status: 'failed', code: 'not-found' },
    ]);
    expect(report.verification.status).toBe('different');
    expect(provider.log.filter((call) => call.startsWith('create'))).toEqual([]);
    expect(provider.texts(ZONE)).toEqual(['A web.example.com. 192.0.2.2 300']);
  });

  it('stops at once where the token is refused', async () => {
    const refused = new DnssyncError('API token refused (401)', { code: 'auth', status: 401 });
    const { report, provider } = await tell({
      live: [],
      files: Array.from({ length: 20 }, (_, index) => `n${index} 300 A 192.0.2.1`),
      mishaps: [{ call: 'create', nth: 1, when: 'before', error: refused }],
    });
    expect(report.stopped).toBe('API token refused (401)');
    expect(report.verification.status).toBe('unread');
    expect(statuses(report).filter((status) => status === 'not-tried')).toHaveLength(16);
    expect(provider.log).not.toContain(`read ${ZONE}`);
  });

  it('starts nothing after a signal and says of every change what became of it', async () => {
    const controller = new AbortController();
    controller.abort(new DnssyncError('stopped by SIGINT', { code: 'stopped' }));
    const { report, provider } = await tell({
      live: [],
      files: ['a 300 A 192.0.2.1', 'b 300 A 192.0.2.1'],
      signal: controller.signal,
    });
    expect(report.steps.map(({ outcome }) => outcome)).toEqual([
      { status: 'not-tried', reason: 'stopped by SIGINT' },
      { status: 'not-tried', reason: 'stopped by SIGINT' },
    ]);
    expect(provider.log).toEqual([]);
  });

  it('waits for its own writes to show and never sends a confirmed create again', async () => {
    // Reads answer from a copy that lags: the create shows only after the first wait.
    const hidden: { show: boolean } = { show: false };
    const { report, provider, slept } = await tell({
      live: ['keep 300 A 192.0.2.1'],
      files: ['keep 300 A 192.0.2.1', 'new 300 A 192.0.2.2'],
      meanwhile: (one) => {
        const read = one.readZone.bind(one);
        one.readZone = async (zone) => {
          const answer = await read(zone);
          return hidden.show
            ? answer
            : { ...answer, records: answer.records.filter(({ name }) => !name.startsWith('new.')) };
        };
      },
      duringSleep: () => {
        hidden.show = true;
      },
    });
    expect(report.verification.status).toBe('equal');
    expect(slept).toHaveLength(1);
    expect(provider.log.filter((line) => line.startsWith('create'))).toHaveLength(1);
  });

  it('leaves no gap in a later pass that the plan did not announce', async () => {
    // With the wildcard in place the alias would have to go first and the delegation be missed meanwhile.
    const refusal = new DnssyncError('not yours', { code: 'rejected', status: 400 });
    const { report, provider } = await tell({
      live: ['y.x.w 300 NS example.com', 'x.w 300 CNAME a.example.com'],
      files: ['* 300 SRV 1 0 443 example.com'],
      mishaps: [{ call: 'delete', nth: 1, when: 'before', error: refusal }],
    });
    expect(report.verification.status).toBe('different');
    expect(provider.texts(ZONE)).toContain('NS y.x.w.example.com. example.com 300');
  });

  it('tries once more what leaves a gap that was announced, though it is shorter by now', async () => {
    const gone = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
    const { report, provider } = await tell({
      live: ['www 300 A 192.0.2.1', 'www 300 AAAA 2001:db8::1', 'www 300 TXT x'],
      files: ['www 300 CNAME example.net'],
      mishaps: [{ call: 'delete', nth: 1, when: 'before', error: gone }],
    });
    expect(report.verification.status).toBe('equal');
    // Two passes: the alias comes with what is still to go for it, and not one pass later.
    expect(provider.log.filter((line) => line.startsWith('read'))).toHaveLength(2);
  });

  it('waits for the second half of a change of type to show', async () => {
    const hidden: { show: boolean } = { show: false };
    const { report, slept } = await tell({
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 CNAME example.net'],
      meanwhile: (one) => {
        one.refusesTypeChange = true;
        const read = one.readZone.bind(one);
        one.readZone = async (zone) => {
          const answer = await read(zone);
          return hidden.show ? answer : { ...answer, records: [] };
        };
      },
      duringSleep: () => {
        hidden.show = true;
      },
    });
    expect(report.verification.status).toBe('equal');
    expect(slept).toHaveLength(1);
  });

  it('waits for a zone of its own making to show', async () => {
    const unseen = new DnssyncError('HTTP 404: Zone not found', { code: 'not-found' });
    const { report, slept } = await tell({
      live: undefined,
      files: ['new 300 A 192.0.2.2'],
      mishaps: [{ call: 'read', nth: 1, when: 'before', error: unseen }],
    });
    expect(report.verification.status).toBe('equal');
    expect(slept).toHaveLength(1);
  });

  it('does not wait for a zone that was there before and is gone', async () => {
    const gone = new DnssyncError('HTTP 404: Zone not found', { code: 'not-found' });
    const { report, slept } = await tell({
      live: ['keep 300 A 192.0.2.1'],
      files: ['keep 300 A 192.0.2.1', 'new 300 A 192.0.2.2'],
      mishaps: [{ call: 'read', nth: 2, when: 'before', error: gone }],
    });
    expect(report.verification.status).toBe('unread');
    expect(slept).toEqual([]);
  });

  it('does not call it done while confirmed writes never show', async () => {
    const { report, provider } = await tell({
      live: ['keep 300 A 192.0.2.1'],
      files: ['keep 300 A 192.0.2.1', 'new 300 A 192.0.2.2'],
      meanwhile: (one) => {
        const read = one.readZone.bind(one);
        one.readZone = async (zone) => ({
          ...(await read(zone)),
          records: [],
        });
      },
    });
    expect(report.verification.status).toBe('different');
    expect(provider.log.filter((line) => line.startsWith('create'))).toHaveLength(1);
  });

  it('says where its own writes alone do not show after half a minute', async () => {
    const { report, slept } = await tell({
      live: ['keep 300 A 192.0.2.1'],
      files: ['keep 300 A 192.0.2.1', 'new 300 A 192.0.2.2'],
      meanwhile: (one) => {
        const read = one.readZone.bind(one);
        one.readZone = async (zone) => {
          const answer = await read(zone);
          return { ...answer, records: answer.records.filter(({ name }) => !name.startsWith('new.')) };
        };
      },
    });
    expect(slept).toEqual([0.5, 1, 2.5, 6, 20]);
    expect(report.verification).toMatchObject({
      status: 'different',
      message: 'the service confirmed every write, but does not show all of them yet; run dnssync plan again',
    });
  });

  it('does not send the creation of a zone again that the service refused', async () => {
    const refusal = new DnssyncError('no more zones in this plan', { code: 'rejected', status: 400 });
    const { report, provider } = await tell({
      live: undefined,
      files: ['www 300 A 192.0.2.1'],
      meanwhile: (one) => {
        one.createZone = async (name) => {
          one.log.push(`refused ${name}`);
          throw refusal;
        };
      },
    });
    expect(provider.log.filter((line) => line.startsWith('refused'))).toHaveLength(1);
    expect(report.zones.map(({ outcome }) => outcome.status)).toEqual(['failed']);
    expect(statuses(report)).toEqual(['not-tried']);
  });

  it('creates a zone once more, with its records, where the service could not be reached', async () => {
    const gone = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
    const { report } = await tell({
      live: undefined,
      files: ['www 300 A 192.0.2.1'],
      mishaps: [{ call: 'create-zone', nth: 1, when: 'before', error: gone }],
    });
    expect(report.verification.status).toBe('equal');
    expect(report.zones.map(({ outcome }) => outcome.status)).toEqual(['done']);
    expect(statuses(report)).toEqual(['done']);
  });

  it('leaves a zone alone whose creation had no answer and cannot be looked up', async () => {
    const { report, provider } = await tell({
      live: undefined,
      files: ['www 300 A 192.0.2.1'],
      mishaps: [
        { call: 'create-zone', nth: 1, when: 'before', error: lost() },
        { call: 'list', nth: 2, when: 'before', error: new DnssyncError('HTTP 500', { code: 'api' }) },
      ],
    });
    expect(report.zones.map(({ outcome }) => outcome.status)).toEqual(['unknown']);
    expect(provider.log.filter((line) => line.startsWith('create'))).toEqual([]);
  });

  it('finishes in the second pass what the first began in a zone it made', async () => {
    const gone = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
    const { report } = await tell({
      live: undefined,
      files: ['a 300 A 192.0.2.1', 'b 300 A 192.0.2.1'],
      mishaps: [{ call: 'create', nth: 1, when: 'before', error: gone }],
    });
    expect(report.verification.status).toBe('equal');
  });

  it('is not done where another writer made the zone impossible meanwhile', async () => {
    const { report } = await tell({
      live: [],
      files: ['www 300 CNAME example.net'],
      meanwhile: (one) => {
        const read = one.readZone.bind(one);
        const name = record('www 300 A 192.0.2.1').name;
        one.readZone = async (zone) => ({
          ...(await read(zone)),
          unmanaged: [{ id: 'u', type: 'PTR', name, value: 'example.org' }],
        });
      },
    });
    expect(report.verification).toMatchObject({
      status: 'different',
      message: expect.stringContaining('example.com can no longer be planned'),
    });
  });

  it('tells a stop that came while live was read again', async () => {
    const stopped = new DnssyncError('stopped by SIGINT', { code: 'stopped' });
    const { report } = await tell({
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.2'],
      mishaps: [{ call: 'read', nth: 2, when: 'before', error: stopped }],
    });
    expect(report).toMatchObject({ stopped: 'stopped by SIGINT', verification: { status: 'unread' } });
    expect(statuses(report)).toEqual(['done']);
  });

  it('tells of every one of several equal steps, also where only one had to be repeated', async () => {
    const { report, provider } = await tell({
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.1', 'www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.1'],
      mishaps: [
        { call: 'delete', nth: 1, when: 'after', error: lost() },
        { call: 'delete', nth: 2, when: 'before', error: lost() },
      ],
    });
    expect(report.verification.status).toBe('equal');
    expect(statuses(report)).toEqual(['done', 'done']);
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300']);
  });

  it('sends an operation no more often than it was shown', async () => {
    const gone = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });
    const { report, provider } = await tell({
      live: ['keep 300 A 192.0.2.1', 'old 300 A 192.0.2.9'],
      files: ['keep 300 A 192.0.2.1'],
      mishaps: [{ call: 'delete', nth: 1, when: 'before', error: gone }],
      meanwhile: (one) =>
        one.edit(ZONE, (records) => {
          records.set('rec-x', { ...record('old 300 A 192.0.2.9'), id: 'rec-x', createdAt: 'z' });
        }),
    });
    expect(provider.log.filter((line) => line.startsWith('delete'))).toHaveLength(1);
    expect(report.verification.status).toBe('different');
  });

  it('does not call a change done that had no answer and did not happen', async () => {
    const { report } = await tell({
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 A 192.0.2.2'],
      mishaps: [{ call: 'update', nth: 1, when: 'before', error: lost() }],
      meanwhile: (one) =>
        one.edit(ZONE, (records) => {
          for (const [id, old] of records) records.set(id, { ...old, value: '203.0.113.1' });
        }),
    });
    expect(report.verification.status).toBe('different');
    expect(statuses(report)).toEqual(['unknown']);
  });

  it('makes the second half of a change of type whose answer was lost', async () => {
    const unreachable = new DnssyncError('HTTP 500', { code: 'api' });
    const { report, provider } = await tell({
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 CNAME example.net'],
      mishaps: [
        { call: 'create', nth: 1, when: 'before', error: lost() },
        { call: 'read', nth: 2, when: 'before', error: unreachable },
      ],
      meanwhile: (one) => {
        one.refusesTypeChange = true;
      },
    });
    expect(provider.texts(ZONE)).toEqual(['CNAME www.example.com. example.net 300']);
    expect(report.verification.status).toBe('equal');
    expect(statuses(report)).toEqual(['done']);
  });
});
