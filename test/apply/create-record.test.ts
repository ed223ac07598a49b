import { describe, expect, it } from 'vitest';
import { createRecord } from '../../src/apply/create-record.ts';
import { DnssyncError } from '../../src/errors.ts';
import { lost, MemoryProvider } from '../support/memory-provider.ts';
import { live, record, ZONE } from '../support/records.ts';

const zone = { id: `zone-${ZONE}`, name: ZONE };
const www = record('www 300 A 192.0.2.1');

function calls(provider: MemoryProvider, slept: number[] = []) {
  return {
    create: (one: typeof www) => provider.createRecord(zone, one),
    look: () => provider.readZone(zone),
    sleep: async (seconds: number) => void slept.push(seconds),
  };
}

describe('createRecord', () => {
  it('looks a create up before repeating it: a record made by a lost request is adopted, not made twice', async () => {
    const provider = new MemoryProvider().addZone(ZONE);
    provider.mishaps = [{ call: 'create', nth: 1, when: 'after', error: lost() }];
    const created = await createRecord(www, calls(provider));
    expect(created.how).toBe('found');
    expect(provider.log.filter((line) => line.startsWith('create '))).toHaveLength(1);
    expect(provider.texts(ZONE)).toEqual(['A www.example.com. 192.0.2.1 300']);
  });

  it('repeats a lost create that did not happen', async () => {
    const provider = new MemoryProvider().addZone(ZONE);
    provider.mishaps = [{ call: 'create', nth: 1, when: 'before', error: lost() }];
    expect((await createRecord(www, calls(provider))).how).toBe('answered');
    expect(provider.log).toEqual([`read ${ZONE}`, 'create A www.example.com. 192.0.2.1']);
  });

  it('adopts what the service calls a duplicate', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [www]);
    expect((await createRecord(www, calls(provider))).how).toBe('found');
  });

  it('does not take the record that a copy was asked of for that copy', async () => {
    const provider = new MemoryProvider().addZone(ZONE, [www]);
    const [twin] = (await provider.readZone(zone)).records;
    await expect(createRecord(www, calls(provider), [twin?.id ?? ''])).rejects.toThrow('already exists');
  });

  it('passes a real refusal on', async () => {
    const provider = new MemoryProvider().addZone(ZONE);
    const refusal = new DnssyncError('ttl too low', { code: 'rejected', status: 400 });
    provider.mishaps = [{ call: 'create', nth: 1, when: 'before', error: refusal }];
    await expect(createRecord(www, calls(provider))).rejects.toBe(refusal);
  });

  it('gives a request of which only the gateway has tired time to land, too', async () => {
    const timeout = new DnssyncError('HTTP 504', { code: 'api', status: 504, outcome: 'unknown' });
    const provider = new MemoryProvider().addZone(ZONE);
    provider.mishaps = [{ call: 'create', nth: 1, when: 'before', error: timeout }];
    const late = {
      ...calls(provider),
      sleep: async () =>
        provider.edit(ZONE, (records) => records.set('late', live('late', 'www 300 A 192.0.2.1'))),
    };
    expect((await createRecord(www, late)).how).toBe('found');
    expect(provider.texts(ZONE)).toHaveLength(1);
  });

  it('gives a timed-out request time to land before it looks, and a CNAME twice as much', async () => {
    const timeout = new DnssyncError('no answer', { code: 'timeout', outcome: 'unknown' });
    const mishaps = [{ call: 'create', nth: 1, when: 'before', error: timeout }] as const;
    const slept: number[] = [];
    const provider = new MemoryProvider().addZone(ZONE);
    provider.mishaps = [...mishaps];
    await createRecord(www, calls(provider, slept));
    expect(slept).toEqual([5]);

    const sleptForAlias: number[] = [];
    const second = new MemoryProvider().addZone(ZONE);
    second.mishaps = [...mishaps];
    await createRecord(record('alias 300 CNAME www.example.com'), calls(second, sleptForAlias));
    expect(sleptForAlias).toEqual([5, 5]);
  });

  it('says that the outcome is unknown where the zone cannot be read either', async () => {
    const provider = new MemoryProvider().addZone(ZONE);
    provider.mishaps = [
      { call: 'create', nth: 1, when: 'after', error: lost() },
      { call: 'read', nth: 1, when: 'before', error: new DnssyncError('no route', { code: 'network' }) },
    ];
    const slept: number[] = [];
    await expect(createRecord(www, calls(provider, slept))).rejects.toMatchObject({
      outcome: 'unknown',
      message: 'connection reset',
    });
    expect(slept).toEqual([]);
  });

  /** A service that answers no create as it should, and what it was asked. */
  function refusing(error: unknown) {
    const asked: string[] = [];
    return {
      asked,
      create: async () => {
        asked.push('create');
        throw error;
      },
      look: async () => {
        asked.push('look');
        return { id: zone.id, name: ZONE, records: [], unmanaged: [] };
      },
      sleep: async () => undefined,
    };
  }

  it('leaves it to the next pass after four sends without an answer', async () => {
    const service = refusing(lost());
    await expect(createRecord(www, service)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(service.asked).toEqual(Array.from({ length: 4 }, () => ['create', 'look']).flat());
  });

  it('does not look where the service says no for a reason that no record gives', async () => {
    const service = refusing(new DnssyncError('HTTP 403', { code: 'permission' }));
    await expect(createRecord(www, service)).rejects.toThrow('HTTP 403');
    expect(service.asked).toEqual(['create']);
  });

  it('passes a bug on', async () => {
    const bug = new TypeError('no function');
    const service = refusing(bug);
    await expect(createRecord(www, service)).rejects.toBe(bug);
    expect(service.asked).toEqual(['create']);
  });
});
