import { describe, expect, it } from 'vitest';
import { ZoneDesk } from '../../src/apply/zone-desk.ts';
import type { LiveZone } from '../../src/model/zone.ts';
import { ZONE } from '../support/records.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function byHand() {
  const events: string[] = [];
  const open = new Map<string, () => void>();
  const wait = (name: string) =>
    new Promise<void>((resolve) => {
      events.push(name);
      open.set(name, resolve);
    });
  let looks = 0;
  const desk = new ZoneDesk(async () => {
    await wait(`look ${++looks}`);
    return { id: 'z', name: ZONE, records: [], unmanaged: [] } satisfies LiveZone;
  });
  const end = async (name: string) => {
    open.get(name)?.();
    await turn();
  };
  return { desk, events, wait, end };
}

describe('ZoneDesk', () => {
  it('lets writes run side by side', async () => {
    const { desk, events, wait, end } = byHand();
    const both = [desk.write(() => wait('a')), desk.write(() => wait('b'))];
    expect(events).toEqual(['a', 'b']);
    await end('a');
    await end('b');
    await Promise.all(both);
  });

  it('looks only when no write is under way, and holds writes until it has looked', async () => {
    const { desk, events, wait, end } = byHand();
    const first = desk.write(() => wait('a'));
    const look = desk.look();
    const second = desk.write(() => wait('b'));
    await turn();
    expect(events).toEqual(['a']);
    await end('a');
    expect(events).toEqual(['a', 'look 1']);
    await end('look 1');
    expect(events).toEqual(['a', 'look 1', 'b']);
    await end('b');
    await Promise.all([first, look, second]);
  });

  it('waits for all writes that are under way, not for the first that ends', async () => {
    const { desk, events, wait, end } = byHand();
    const writes = [desk.write(() => wait('a')), desk.write(() => wait('b'))];
    const look = desk.look();
    await end('a');
    expect(events).toEqual(['a', 'b']);
    await end('b');
    expect(events).toEqual(['a', 'b', 'look 1']);
    await end('look 1');
    await Promise.all([...writes, look]);
  });

  it('serves everybody who waits with one look', async () => {
    const { desk, events, end } = byHand();
    const looks = [desk.look(), desk.look(), desk.look()];
    await turn();
    await end('look 1');
    await Promise.all(looks);
    expect(events).toEqual(['look 1']);
  });

  it('is free again after a look that failed', async () => {
    const desk = new ZoneDesk(() => Promise.reject(new Error('unreachable')));
    await expect(desk.look()).rejects.toThrow('unreachable');
    await expect(desk.write(async () => 'written')).resolves.toBe('written');
  });
});
