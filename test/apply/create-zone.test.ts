import { describe, expect, it } from 'vitest';
import { createZone } from '../../src/apply/create-zone.ts';
import { DnssyncError } from '../../src/errors.ts';
import { lost, MemoryProvider } from '../support/memory-provider.ts';
import { record, ZONE } from '../support/records.ts';

const LOST = { call: 'create-zone', nth: 1, error: lost() } as const;

function create(provider: MemoryProvider, slept: number[] = []) {
  return createZone(ZONE, {
    writer: provider,
    reader: provider,
    sleep: async (seconds) => void slept.push(seconds),
  });
}

/** A service that puts these records into every new zone. */
function serviceThatAdds(...records: string[]): MemoryProvider {
  const provider = new MemoryProvider();
  const createBare = provider.createZone.bind(provider);
  provider.createZone = async (name) => {
    const made = createBare(name);
    await made.catch(() => undefined);
    provider.edit(name, (held) => {
      for (const [index, text] of records.entries()) {
        held.set(`own-${index}`, { ...record(text), id: `own-${index}`, createdAt: '' });
      }
    });
    return made;
  };
  return provider;
}

describe('createZone', () => {
  it('looks a create up before repeating it: a zone made by a lost request is adopted, not made twice', async () => {
    const provider = new MemoryProvider().addZone('another.example.');
    provider.mishaps = [{ ...LOST, when: 'after' }];
    expect(await create(provider)).toMatchObject({ outcome: { status: 'done' }, id: `zone-${ZONE}` });
    expect(provider.log).toEqual([`create-zone ${ZONE}`, 'list']);
  });

  it('repeats a lost create that did not happen', async () => {
    const provider = new MemoryProvider();
    provider.mishaps = [{ ...LOST, when: 'before' }];
    expect((await create(provider)).outcome).toEqual({ status: 'done' });
  });

  it('adopts a zone that the lost create made after it had been looked for', async () => {
    const provider = new MemoryProvider();
    const createNow = provider.createZone.bind(provider);
    let sends = 0;
    provider.createZone = async (name) => {
      if (++sends === 1) throw lost();
      // The first request is worked on at last, just before the second.
      await createNow(name);
      return createNow(name);
    };
    expect(await create(provider)).toMatchObject({ outcome: { status: 'done' }, id: `zone-${ZONE}` });
  });

  it('adopts a zone that holds nothing but the name servers the service puts into every zone', async () => {
    const provider = serviceThatAdds('@ 3600 NS ns1.vps.org', '@ 3600 NS ns2.vps.org');
    provider.mishaps = [{ ...LOST, when: 'after' }];
    expect((await create(provider)).outcome).toMatchObject({ status: 'done' });
  });

  it.each([
    ['an address', ['www 300 A 192.0.2.1']],
    ['an address at its apex', ['@ 300 A 192.0.2.1']],
    [
      'a delegation beside the name servers of the service',
      ['@ 300 NS ns1.vps.org', 'sub 300 NS ns.example.net'],
    ],
  ])('adopts no zone in which somebody has %s: the plan was made for an empty one', async (_, records) => {
    const provider = serviceThatAdds(...records);
    provider.mishaps = [{ ...LOST, when: 'after' }];
    const { outcome, id } = await create(provider);
    expect(outcome.status).toBe('unknown');
    expect(id).toBeUndefined();
    expect(provider.log).toContain('list');
    expect(provider.log.indexOf('list')).toBe(provider.log.lastIndexOf('list'));
  });

  it('is left as unknown where its name is taken, and not by a zone of ours', async () => {
    const provider = new MemoryProvider();
    let sends = 0;
    provider.createZone = async () => {
      sends++;
      throw sends === 1 ? lost() : new DnssyncError('zone already exists', { code: 'rejected', status: 400 });
    };
    expect((await create(provider)).outcome).toEqual({ status: 'unknown', message: 'connection reset' });
    expect(sends).toBe(2);
  });

  it('adopts a zone that the service has given an SOA', async () => {
    const provider = serviceThatAdds();
    const read = provider.readZone.bind(provider);
    provider.listZones = async () => [{ id: `zone-${ZONE}`, name: ZONE, recordCount: 1 }];
    provider.readZone = async (zone) => ({
      ...(await read(zone)),
      unmanaged: [{ id: 'u', type: 'SOA', name: ZONE, value: 'ns1.vps.org' }],
    });
    provider.mishaps = [{ ...LOST, when: 'after' }];
    expect((await create(provider)).outcome).toEqual({
      status: 'done',
      note: 'found in the list after its answer was lost',
    });
  });

  it('gives a request that may be late time to land, and another none', async () => {
    const late = new DnssyncError('HTTP 504', { code: 'api', status: 504, outcome: 'unknown' });
    for (const [error, waits] of [
      [late, [5]],
      [lost(), []],
    ] as const) {
      const provider = new MemoryProvider();
      provider.mishaps = [{ ...LOST, when: 'after', error }];
      const slept: number[] = [];
      expect((await create(provider, slept)).outcome.status).toBe('done');
      expect(slept).toEqual(waits);
    }
  });

  it('is left as unknown after four sends without an answer', async () => {
    const provider = new MemoryProvider();
    let sends = 0;
    provider.createZone = async () => {
      sends++;
      throw lost();
    };
    expect((await create(provider)).outcome.status).toBe('unknown');
    expect(sends).toBe(4);
  });

  it('has failed where the service refuses it, and is looked for no further', async () => {
    const provider = new MemoryProvider().addZone(ZONE);
    const { outcome, error } = await create(provider);
    expect(outcome).toEqual({ status: 'failed', code: 'rejected', message: 'zone already exists' });
    expect(error?.code).toBe('rejected');
    expect(provider.log).toEqual([]);
  });

  it('passes a bug on, of the create and of the list', async () => {
    const bug = new TypeError('no function');
    const first = new MemoryProvider();
    first.createZone = () => Promise.reject(bug);
    await expect(create(first)).rejects.toBe(bug);
    const second = new MemoryProvider();
    second.mishaps = [{ ...LOST, when: 'after' }];
    second.listZones = () => Promise.reject(bug);
    await expect(create(second)).rejects.toBe(bug);
  });

  it('is unknown, never failed, where the list cannot be read after a lost answer', async () => {
    const provider = new MemoryProvider();
    provider.mishaps = [
      { ...LOST, when: 'after' },
      { call: 'list', nth: 1, when: 'before', error: new DnssyncError('HTTP 403', { code: 'permission' }) },
    ];
    const { outcome } = await create(provider);
    expect(outcome).toEqual({ status: 'unknown', message: 'connection reset' });
  });
});
