import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InProcess, openInProcess } from './in-process.ts';

let sandbox: InProcess;
afterEach(() => sandbox.close());

/** Three zones; the first holds five records. */
async function open(settings: Parameters<typeof openInProcess>[0]): Promise<string> {
  sandbox = await openInProcess(settings);
  const [first] = ['a.example', 'b.example', 'c.example'].map(
    (domain): string => sandbox.call('POST', '/dns-zones/', { domain }).body.uuid,
  );
  for (const name of ['e', 'd', 'c', 'b', 'a']) {
    sandbox.call('POST', `/dns-zones/${first}/records/`, { record_type: 'TXT', name, value: 'x' });
  }
  return first ?? '';
}

function names(items: { name: string }[]): string {
  return items.map((item) => item.name).join('');
}

describe('bare lists', () => {
  let zone: string;
  beforeEach(async () => {
    zone = await open({});
  });

  test('stand in the order of creation, also after a change', () => {
    const path = `/dns-zones/${zone}/records/`;
    const [, second] = sandbox.call('GET', path).body;
    sandbox.call('PATCH', `/dns-records/${second.uuid}/`, { ttl: 5 });
    expect(names(sandbox.call('GET', path).body)).toBe('edcba');
    const stamps = sandbox.call('GET', path).body.map((record: { created_at: string }) => record.created_at);
    expect(stamps).toEqual([...new Set(stamps)].sort());
  });

  test('know no pages', () => {
    expect(sandbox.call('GET', '/dns-zones/?page=2&page_size=1').body).toHaveLength(3);
  });

  test.each([
    ['/dns-records/?record_type=TXT', 5],
    ['/dns-records/?record_type=A', 0],
    ['/dns-records/?record_type=nonsense', 0],
    ['/dns-records/?zone=nonsense', 0],
    ['/dns-zones/?domain=B.Example', 1],
    ['/dns-zones/?domain=', 0],
    ['/dns-zones/?other=1', 3],
  ])('%s holds %i', (path, length) => {
    expect(sandbox.call('GET', path).body).toHaveLength(length);
  });

  test('a deleted zone takes its records along', () => {
    sandbox.call('DELETE', `/dns-zones/${zone}/`);
    expect(sandbox.call('GET', '/dns-records/').body).toEqual([]);
    expect(sandbox.call('GET', '/dns-zones/?domain=a.example').body).toEqual([]);
    expect(sandbox.call('POST', '/dns-zones/', { domain: 'a.example' }).status).toBe(201);
  });
});

describe('paginated lists', () => {
  test('are followed by next to the end, and back by previous', async () => {
    const zone = await open({ list: 'paginated', page_size: 2 });
    const base = `http://127.0.0.1:8053/api/v1/dns-zones/${zone}/records/`;
    const path = `/dns-zones/${zone}/records/`;
    const first = sandbox.call('GET', path).body;
    expect(first).toMatchObject({ count: 5, next: `${base}?page=2`, previous: null });
    expect(names(first.results)).toBe('ed');
    const second = sandbox.call('GET', `${path}?page=2`).body;
    expect(second).toMatchObject({ count: 5, next: `${base}?page=3`, previous: base });
    expect(names(second.results)).toBe('cb');
    const third = sandbox.call('GET', `${path}?page=3`).body;
    expect(third).toMatchObject({ count: 5, next: null, previous: `${base}?page=2` });
    expect(names(third.results)).toBe('a');
  });

  test('keep the filters in their links', async () => {
    const zone = await open({ list: 'paginated', page_size: 4 });
    const { next } = sandbox.call('GET', `/dns-records/?zone=${zone}&record_type=TXT`).body;
    expect(next).toBe(`http://127.0.0.1:8053/api/v1/dns-records/?zone=${zone}&record_type=TXT&page=2`);
  });

  test.each(['4', '0', '-1', 'two', '', '1e1', '99999999999999999999'])(
    'page=%s is 404 Invalid page',
    async (page) => {
      await open({ list: 'paginated', page_size: 1 });
      const answer = sandbox.call('GET', `/dns-zones/?page=${page}`);
      expect(answer).toMatchObject({ status: 404, body: { detail: 'Invalid page.' } });
    },
  );

  test("an invalid page is Django REST Framework's own body in its form", async () => {
    await open({ list: 'paginated', errors: 'drf' });
    expect(sandbox.call('GET', '/dns-zones/?page=9').body).toEqual({ detail: 'Invalid page.' });
  });

  test('an empty list has one empty page', async () => {
    await open({ list: 'paginated' });
    expect(sandbox.call('GET', '/dns-zones/?domain=none.example').body).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
  });

  test.each([
    ['2', 2],
    ['0', 20],
    ['x', 20],
    ['1000', 100],
  ])('page_size=%s gives %i at a time', async (size, given) => {
    const zone = await open({ list: 'paginated' });
    for (let i = 0; i < 120; i++) {
      sandbox.call('POST', `/dns-zones/${zone}/records/`, { record_type: 'TXT', name: `n${i}`, value: 'x' });
    }
    expect(sandbox.call('GET', `/dns-records/?page_size=${size}`).body.results).toHaveLength(given);
  });
});
