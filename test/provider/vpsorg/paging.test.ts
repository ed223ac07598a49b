import { describe, expect, it } from 'vitest';
import { DnssyncError } from '../../../src/errors.ts';
import type { PageQuery } from '../../../src/provider/vpsorg/api.ts';
import { readWholeList } from '../../../src/provider/vpsorg/paging.ts';
import type { Page } from '../../../src/provider/vpsorg/wire.ts';

interface Item {
  readonly uuid: string;
}

const items = (count: number, from = 0): Item[] =>
  Array.from({ length: count }, (_, index) => ({ uuid: `u${from + index}` }));

const invalidPage = new DnssyncError('HTTP 404: Invalid page.', { code: 'not-found', status: 404 });

/** A list that is served in pages; `size` is the service's own, `most` what it allows to be asked for. */
function paged(list: () => readonly Item[], size: number, most: number) {
  const asked: PageQuery[] = [];
  const fetchPage = async (query: PageQuery): Promise<Page<Item>> => {
    asked.push(query);
    const length = Math.min(query.page_size ?? size, Math.max(size, most));
    const all = list();
    const start = ((query.page ?? 1) - 1) * length;
    if (start > 0 && start >= all.length) throw invalidPage;
    return { items: all.slice(start, start + length), count: all.length };
  };
  return { asked, read: () => readWholeList('the list of zones', fetchPage) };
}

describe('a whole list', () => {
  it('is one request where it comes as a bare array, or fits one page', async () => {
    let calls = 0;
    const bare = async (): Promise<Page<Item>> => {
      calls++;
      return { items: items(500) };
    };
    expect(await readWholeList('the list of zones', bare)).toHaveLength(500);
    expect(calls).toBe(1);

    for (const count of [0, 1, 20]) {
      const { asked, read } = paged(() => items(count), 20, 100);
      expect(await read()).toEqual(items(count));
      expect(asked).toEqual([{}]);
    }
  });

  it.each([19, 20, 21, 99, 100, 101, 199, 200, 201, 5000])(
    'of %i is complete, whatever the page size',
    async (count) => {
      for (const [size, most] of [
        [20, 100],
        [20, 20],
        [7, 50],
        [100, 100],
      ] as const) {
        const { read } = paged(() => items(count), size, most);
        expect(await read()).toEqual(items(count));
      }
    },
  );

  it('of 5,000 is read in pages of a hundred where the service allows that', async () => {
    const { asked, read } = paged(() => items(5000), 20, 100);
    await read();
    expect(asked).toHaveLength(51);
  });

  it('that shrinks on the way, so that a page is gone, is read again', async () => {
    let reads = 0;
    const { read } = paged(() => items(reads++ < 3 ? 250 : 150), 20, 100);
    expect(await read()).toEqual(items(150));
  });

  it('that grows or shifts on the way is read again', async () => {
    let reads = 0;
    const { read } = paged(() => (reads++ < 2 ? items(250) : items(251, 1)), 20, 100);
    expect(await read()).toEqual(items(251, 1));
  });
});

describe('half a list', () => {
  const short = { code: 'short-read', message: expect.stringContaining('kept changing or came short') };

  it.each<[string, (query: PageQuery) => Page<Item>]>([
    ['a count that is never reached', () => ({ items: items(10), count: 40 })],
    ['the same page for ever', () => ({ items: items(20), count: 100 })],
    ['an empty first page with a count', () => ({ items: [], count: 7 })],
    ['more items than are counted', () => ({ items: items(10), count: 3 })],
    ['one uuid twice', () => ({ items: [...items(3), ...items(1)] })],
    [
      'a count that changes with every page',
      ({ page = 1 }) => ({ items: items(20, page * 20), count: 90 + page }),
    ],
  ])('is never taken for the whole: %s', async (_name, answer) => {
    let calls = 0;
    const fetchPage = async (query: PageQuery): Promise<Page<Item>> => {
      calls++;
      return answer(query);
    };
    await expect(readWholeList('the list of zones', fetchPage)).rejects.toMatchObject(short);
    expect(calls).toBeLessThan(50);
  });

  it('is not read on for ever where the count is absurd', async () => {
    let calls = 0;
    const fetchPage = async ({ page = 1 }: PageQuery): Promise<Page<Item>> => {
      calls++;
      if (page === 12) throw invalidPage;
      return { items: items(1, page), count: 1e12 };
    };
    await expect(readWholeList('the list of zones', fetchPage)).rejects.toMatchObject(short);
    expect(calls).toBeLessThan(70);
  });

  it('is an error where a page cannot be read', async () => {
    const fetchPage = async ({ page = 1 }: PageQuery): Promise<Page<Item>> => {
      if (page === 2) throw new DnssyncError('HTTP 500', { code: 'api', status: 500 });
      return { items: items(20), count: 100 };
    };
    await expect(readWholeList('the list of zones', fetchPage)).rejects.toMatchObject({ code: 'api' });
  });
});
