import { describe, expect, it } from 'vitest';
import { type WriteContext, writeChange } from '../../src/apply/write-change.ts';
import { ZoneDesk } from '../../src/apply/zone-desk.ts';
import { DnssyncError } from '../../src/errors.ts';
import type { Change } from '../../src/model/plan.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { lost, MemoryProvider } from '../support/memory-provider.ts';
import { live, record, ZONE } from '../support/records.ts';

const zone = { id: `zone-${ZONE}`, name: ZONE };
const before = live('rec-000001', 'www 300 A 192.0.2.1');

function swapTo(after: DnsRecord): Change {
  return { action: 'update', zone: ZONE, before, after, reason: 'type-change' };
}

function write(change: Change, provider: MemoryProvider, given: Partial<WriteContext> = {}) {
  return writeChange(change, {
    zone,
    writer: provider,
    finisher: provider,
    desk: new ZoneDesk(() => provider.readZone(zone)),
    sleep: async () => undefined,
    ...given,
  });
}

const CNAME = record('www 300 CNAME example.net');
const remove: Change = { action: 'delete', zone: ZONE, before };
const refusal = (message: string, field?: string) =>
  new DnssyncError(message, { code: 'rejected', status: 400, ...(field && { field }) });

describe('writeChange', () => {
  it('takes a record for gone only where the zone says so too, not on the word of a 404', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    const missing = new DnssyncError('HTTP 404: Not found.', { code: 'not-found', status: 404 });
    provider.mishaps = [{ call: 'delete', nth: 1, when: 'before', error: missing }];
    expect((await write(remove, provider)).outcome).toMatchObject({ status: 'failed', code: 'not-found' });
    provider.edit(ZONE, (records) => records.clear());
    expect((await write(remove, provider)).outcome).toEqual({ status: 'done', note: 'was gone already' });
  });

  it('changes a type by one PATCH that keeps the uuid', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    const { outcome } = await write(swapTo(record('www 300 CNAME example.net')), provider);
    expect(outcome).toEqual({ status: 'done' });
    expect(provider.log).toEqual(['update rec-000001 CNAME www.example.com. example.net']);
  });

  it('changes a type by delete and create where the service refuses the PATCH', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.refusesTypeChange = true;
    const { outcome } = await write(swapTo(record('www 300 CNAME example.net')), provider);
    expect(outcome.status).toBe('done');
    expect(provider.log).toEqual(['delete rec-000001', 'create CNAME www.example.com. example.net']);
    expect(provider.texts(ZONE)).toEqual(['CNAME www.example.com. example.net 300']);
  });

  it('puts the old record back where the new one cannot be made', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.refusesTypeChange = true;
    provider.mishaps = [{ call: 'create', nth: 1, when: 'before', error: refusal('target refused') }];
    const { outcome } = await write(swapTo(record('www 300 CNAME example.net')), provider);
    expect(outcome).toMatchObject({
      status: 'failed',
      wrote: true,
      message: 'target refused; the old record was put back',
    });
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300']);
  });

  it('says so where the old record cannot be put back either: the name has no answer', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.refusesTypeChange = true;
    provider.mishaps = [
      { call: 'create', nth: 1, when: 'before', error: refusal('target refused') },
      { call: 'create', nth: 2, when: 'before', error: new DnssyncError('HTTP 403', { code: 'permission' }) },
    ];
    expect((await write(swapTo(CNAME), provider)).outcome).toEqual({
      status: 'failed',
      code: 'permission',
      wrote: true,
      message: 'target refused; and the old A 192.0.2.1 could not be put back: HTTP 403',
      hint: 'run dnssync apply again: the name has no answer now',
    });
  });

  it('leaves a swap whose second half had no answer as unknown, and puts nothing back beside it', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.refusesTypeChange = true;
    provider.createRecord = async () => {
      provider.log.push('create');
      throw lost();
    };
    expect((await write(swapTo(CNAME), provider)).outcome.status).toBe('unknown');
    expect(provider.texts(ZONE)).toEqual([]);
  });

  it.each(['ttl', 'name'])(
    'does not swap for a refusal of the %s, which a create would meet too',
    async (field) => {
      const provider = new MemoryProvider().addZone(ZONE, [before]);
      provider.mishaps = [{ call: 'update', nth: 1, when: 'before', error: refusal('no', field) }];
      expect((await write(swapTo(CNAME), provider)).outcome).toMatchObject({
        status: 'failed',
        message: 'no',
      });
      expect(provider.log).toEqual([]);
    },
  );

  it('does not swap where the service only could not be reached, nor what is no change of type', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    const permission = new DnssyncError('HTTP 403', { code: 'permission' });
    provider.mishaps = [
      { call: 'update', nth: 1, when: 'before', error: permission },
      { call: 'update', nth: 2, when: 'before', error: refusal('no', 'value') },
    ];
    expect((await write(swapTo(CNAME), provider)).outcome).toMatchObject({ code: 'permission' });
    const after = record('www 300 A 192.0.2.2');
    const plain: Change = { action: 'update', zone: ZONE, before, after };
    expect((await write(plain, provider)).outcome).toMatchObject({ code: 'rejected' });
    expect(provider.log).toEqual([]);
  });

  it('finishes a swap that was begun, whatever holds the other writes back', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.refusesTypeChange = true;
    const held: WriteContext['writer'] = {
      createZone: () => Promise.reject(new Error('held back')),
      deleteZone: () => Promise.reject(new Error('held back')),
      createRecord: () => Promise.reject(new Error('held back')),
      updateRecord: (...given) => provider.updateRecord(...given),
      deleteRecord: (...given) => provider.deleteRecord(...given),
    };
    const { outcome } = await write(swapTo(CNAME), provider, { writer: held });
    expect(outcome).toEqual({ status: 'done', note: 'by delete and create: the service changes no types' });
  });

  it('says of a swap, too, where the service stored something else', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.refusesTypeChange = true;
    provider.createRecord = async () => live('rec-000002', 'www 60 CNAME example.net');
    const { outcome } = await write(swapTo(CNAME), provider);
    expect(outcome).toMatchObject({ code: 'stored-otherwise' });
    expect(outcome).not.toHaveProperty('note');
  });

  it('waits once for a deletion by somebody else to show', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before, record('keep 300 A 192.0.2.9')]);
    const missing = new DnssyncError('HTTP 404', { code: 'not-found', status: 404 });
    provider.mishaps = [{ call: 'delete', nth: 1, when: 'before', error: missing }];
    const slept: number[] = [];
    const sleep = async (seconds: number): Promise<void> => {
      slept.push(seconds);
      if (seconds > 0) provider.edit(ZONE, (records) => records.delete(before.id));
    };
    expect((await write(remove, provider, { sleep })).outcome).toEqual({
      status: 'done',
      note: 'was gone already',
    });
    expect(slept).toEqual([0, 2]);
  });

  it('tells of the deletion, not of the look after it, where neither comes to anything', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.mishaps = [
      { call: 'delete', nth: 1, when: 'before', error: new DnssyncError('gone?', { code: 'not-found' }) },
      { call: 'read', nth: 1, when: 'before', error: new DnssyncError('HTTP 500', { code: 'api' }) },
      { call: 'delete', nth: 2, when: 'before', error: new DnssyncError('HTTP 403', { code: 'permission' }) },
    ];
    expect((await write(remove, provider)).outcome).toMatchObject({ code: 'not-found', message: 'gone?' });
    expect((await write(remove, provider)).outcome).toMatchObject({ code: 'permission' });
  });

  it('says how a create was found to have happened', async () => {
    const provider = new MemoryProvider().addZone(ZONE);
    provider.mishaps = [{ call: 'create', nth: 1, when: 'after', error: lost() }];
    const create: Change = { action: 'create', zone: ZONE, after: before };
    expect((await write(create, provider)).outcome).toEqual({
      status: 'done',
      note: 'found in the zone after its answer was lost',
    });
  });

  it('passes bugs on', async () => {
    const bug = new TypeError('no function');
    const buggy = () => Promise.reject(bug);
    for (const call of ['createRecord', 'updateRecord', 'deleteRecord'] as const) {
      const provider = new MemoryProvider().addZone(ZONE, [before]);
      provider.refusesTypeChange = true;
      Object.assign(provider, { [call]: buggy });
      await expect(write(swapTo(CNAME), provider)).rejects.toBe(bug);
    }
  });

  it('says what the service stored in the place of what was sent', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.updateRecord = async () => live('rec-000001', 'www 300 A 192.0.2.9');
    const after = record('www 300 A 192.0.2.2');
    expect((await write({ action: 'update', zone: ZONE, before, after }, provider)).outcome).toEqual({
      status: 'failed',
      code: 'stored-otherwise',
      wrote: true,
      message: "the service stored 'A www.example.com. 192.0.2.9' for 'A www.example.com. 192.0.2.2'",
      hint: 'write in the file what the service stores, or ask the vendor',
    });
  });

  it('says so where the service stored something else than was sent', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.updateRecord = async () => live('rec-000001', 'www 60 A 192.0.2.2');
    const after = record('www 300 A 192.0.2.2');
    const { outcome } = await write({ action: 'update', zone: ZONE, before, after }, provider);
    expect(outcome).toMatchObject({ status: 'failed', code: 'stored-otherwise', wrote: true });
    expect(outcome).toHaveProperty('message', 'the service stored ttl 60 for ttl 300');
  });

  it('takes a confirmed write whose answer cannot be read as done', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    provider.updateRecord = async () => undefined as never;
    const after = record('www 300 A 192.0.2.2');
    expect((await write({ action: 'update', zone: ZONE, before, after }, provider)).outcome).toEqual({
      status: 'done',
    });
  });

  it('reports an update without an answer as unknown', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    const lost = new DnssyncError('no answer', { code: 'timeout', outcome: 'unknown' });
    provider.mishaps = [{ call: 'update', nth: 1, when: 'after', error: lost }];
    const after = record('www 300 A 192.0.2.2');
    const { outcome } = await write({ action: 'update', zone: ZONE, before, after }, provider);
    expect(outcome).toEqual({ status: 'unknown', message: 'no answer' });
  });
});
