/** Zones that are not to be: deleted last, once, and only where nothing else went wrong; over the real planner. */
import { describe, expect, it } from 'vitest';
import { handsOff } from '../../src/apply/hands-off.ts';
import { preflight } from '../../src/apply/preflight.ts';
import { unshown } from '../../src/apply/unshown.ts';
import { DnssyncError } from '../../src/errors.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { ApplyReport } from '../../src/model/report.ts';
import { applyPlanned, type Planned, planZones } from '../../src/sync.ts';
import { lost, MemoryProvider, type Mishap } from '../support/memory-provider.ts';
import { desired, record, ZONE } from '../support/records.ts';

const GONE = 'gone.example.' as Fqdn;
const source = { file: 'zones/x.yaml', line: 1, column: 1 };

function setUp(): MemoryProvider {
  return new MemoryProvider()
    .addZone(ZONE, [record('www 300 A 192.0.2.1')])
    .addZone(GONE, [record('@ 300 A 192.0.2.1', GONE), record('www 300 A 192.0.2.1', GONE)]);
}

async function planned(provider: MemoryProvider): Promise<Planned> {
  const zones = [
    { name: ZONE, file: source.file, source, records: [desired('www 300 A 192.0.2.2')] },
    { name: GONE, file: source.file, source, records: [], state: 'absent' as const },
  ];
  return planZones({ desired: zones, managed: new Set([ZONE, GONE]) }, provider);
}

async function tell(
  mishaps: readonly Mishap[] = [],
  signal = new AbortController().signal,
): Promise<{ report: ApplyReport; log: readonly string[]; isThere: boolean }> {
  const provider = setUp();
  const plan = await planned(provider);
  provider.log.length = 0;
  provider.mishaps = [...mishaps];
  const report = await applyPlanned(plan, {
    reader: provider,
    writer: provider,
    finisher: provider,
    sleep: async () => undefined,
    concurrency: 4,
    signal,
    onEvent: () => undefined,
  });
  const log = [...provider.log];
  return {
    report,
    log,
    isThere: (await provider.listZones()).some(({ name }) => name === GONE),
  };
}

const refusal = new DnssyncError('no', { code: 'rejected', status: 400 });
const outage = new DnssyncError('connection refused', { code: 'network', outcome: 'not-done' });

describe('a zone that is not to be', () => {
  it('is deleted by one call, after all else, and seen to be gone', async () => {
    const { report, log, isThere } = await tell();
    expect(isThere).toBe(false);
    expect(report.verification).toEqual({ status: 'equal' });
    expect(report.zones).toEqual([{ zone: GONE, action: 'delete', outcome: { status: 'done' } }]);
    expect(log.slice(0, 2)).toEqual([
      'update rec-000001 A www.example.com. 192.0.2.2',
      `delete-zone ${GONE}`,
    ]);
    expect(log.slice(2).sort()).toEqual(['list', `read ${ZONE}`]);
  });

  it('stays where another change was refused, in that pass and in all others', async () => {
    const { report, isThere } = await tell([{ call: 'update', nth: 1, when: 'before', error: refusal }]);
    expect(isThere).toBe(true);
    expect(report.zones[0]?.outcome).toEqual({
      status: 'not-tried',
      reason: 'a zone is deleted only after all other changes are done',
    });
    expect(report.verification.status).toBe('different');
  });

  it('goes in the next pass where another change only failed on the way', async () => {
    const { report, isThere } = await tell([{ call: 'update', nth: 1, when: 'before', error: outage }]);
    expect([isThere, report.verification.status]).toEqual([false, 'equal']);
  });

  it('is asked for once more where the call failed on the way, and not where it was refused', async () => {
    const again = await tell([{ call: 'delete-zone', nth: 1, when: 'before', error: outage }]);
    expect([again.isThere, again.report.verification.status]).toEqual([false, 'equal']);
    const refused = await tell([{ call: 'delete-zone', nth: 1, when: 'before', error: refusal }]);
    expect(refused.report.zones).toMatchObject([{ outcome: { status: 'failed', code: 'rejected' } }]);
    expect(refused.report.verification.status).toBe('different');
    expect(refused.log.filter((line) => line.startsWith('delete-zone'))).toEqual([]);
  });

  it('whose deletion had no answer is looked for in the list', async () => {
    const { report, log } = await tell([{ call: 'delete-zone', nth: 1, when: 'after', error: lost() }]);
    expect(report.zones).toMatchObject([
      { outcome: { status: 'done', note: 'seen in live after its answer was lost' } },
    ]);
    expect(report.verification.status).toBe('equal');
    expect(log.filter((line) => line.startsWith('delete-zone'))).toHaveLength(1);
  });

  it('stays where the run was stopped before', async () => {
    const { report, isThere } = await tell([], AbortSignal.abort());
    expect(isThere).toBe(true);
    expect(report.zones).toMatchObject([{ action: 'delete', outcome: { status: 'not-tried' } }]);
  });
});

describe('before the first write', () => {
  it('the token must have dns:delete for it', async () => {
    const { plan } = await planned(setUp());
    expect(preflight(plan, { permissions: ['dns:list', 'dns:create'] }).missing).toEqual([
      'token lacks dns:delete, needed for the deletion of 1 zone',
    ]);
  });

  it('a zone that holds something else than was shown is another deletion', async () => {
    const provider = setUp();
    const { plan: shown } = await planned(provider);
    expect(unshown(shown, shown).zones).toEqual([]);
    await provider.createRecord({ name: GONE }, record('new 300 A 192.0.2.9', GONE));
    const { plan: fresh } = await planned(provider);
    expect(unshown(fresh, shown).zones.map(({ name, action }) => `${action} ${name}`)).toEqual([
      `delete ${GONE}`,
    ]);
  });
});

describe('the last gate before the wire', () => {
  it('lets no update and no delete through to a record that is left alone', async () => {
    const provider = setUp();
    const { plan } = await planned(provider);
    const [live] = (await provider.readZone({ id: 'x', name: ZONE })).records;
    if (live === undefined) throw new Error('nothing to guard');
    const zones = plan.zones.map((zone) => ({
      ...zone,
      leftAlone: [{ record: live, why: 'ignored' as const }],
    }));
    const writer = handsOff(provider, { ...plan, zones });
    const zone = { id: 'x', name: ZONE };
    await expect(writer.deleteRecord(zone, live.id)).rejects.toThrow('left alone');
    await expect(writer.updateRecord(zone, live.id, record('www 300 A 192.0.2.2'))).rejects.toThrow(
      'left alone',
    );
    await writer.createRecord(zone, record('new 300 A 192.0.2.2'));
    expect(provider.texts(ZONE)).toEqual([
      'A new.example.com. 192.0.2.2 300',
      'A www.example.com. 192.0.2.1 300',
    ]);
  });
});
