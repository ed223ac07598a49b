import { describe, expect, it } from 'vitest';
import { writeChange } from '../../src/apply/write-change.ts';
import { ZoneDesk } from '../../src/apply/zone-desk.ts';
import { DnssyncError } from '../../src/errors.ts';
import type { Change } from '../../src/model/plan.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { MemoryProvider } from '../support/memory-provider.ts';
import { live, record, ZONE } from '../support/records.ts';

const zone = { id: `zone-${ZONE}`, name: ZONE };
const before = live('rec-000001', 'www 300 A 192.0.2.1');

function swapTo(after: DnsRecord): Change {
  return { action: 'update', zone: ZONE, before, after, reason: 'type-change' };
}

function write(change: Change, provider: MemoryProvider) {
  return writeChange(change, {
    zone,
    writer: provider,
    finisher: provider,
    desk: new ZoneDesk(() => provider.readZone(zone)),
    sleep: async () => undefined,
  });
}

describe('writeChange', () => {
  it('takes a record for gone only where the zone says so too, not on the word of a 404', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [before]);
    const missing = new DnssyncError('HTTP 404: Not found.', { code: 'not-found', status: 404 });
    provider.mishaps = [{ call: 'delete', nth: 1, when: 'before', error: missing }];
    const remove: Change = { action: 'delete', zone: ZONE, before };
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
    const refusal = new DnssyncError('target refused', { code: 'rejected', status: 400 });
    provider.mishaps = [{ call: 'create', nth: 1, when: 'before', error: refusal }];
    const { outcome } = await write(swapTo(record('www 300 CNAME example.net')), provider);
    expect(outcome).toMatchObject({
      status: 'failed',
      wrote: true,
      message: 'target refused; the old record was put back',
    });
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300']);
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
