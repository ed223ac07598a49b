/** Reads a whole list of the service, in one piece or in pages, and never takes half of it for the whole. */
import { DnssyncError, isDnssyncError } from '../../errors.ts';
import type { PageQuery } from './api.ts';
import type { Page } from './wire.ts';

/** The vendor's other lists take at most this many a page. */
const PAGE_SIZE = 100;
/** A list that changes while it is read is read again; this often. */
const MOST_PASSES = 5;
/** Where a list ends is counted here; this bounds one that claims to be endless. */
const MOST_PAGES = 10_000;

type FetchPage<T> = (query: PageQuery) => Promise<Page<T>>;

/**
 * Pages are counted here: `next` is built from headers of the request and may point anywhere (reliability finding 7).
 * Rejects with `short-read` where the distinct uuids never equal the list's own count.
 *
 * @param what for the message: `the list of zones`
 */
export async function readWholeList<T extends { readonly uuid: string }>(
  what: string,
  fetchPage: FetchPage<T>,
): Promise<readonly T[]> {
  // The first request is as the vendor's page shows it; only a list that proves longer is asked for in large pages.
  const start = await fetchPage({});
  let items = byUuid(start.items);
  let count = countOf(start);
  for (let pass = 1; items.size !== count && pass <= MOST_PASSES; pass++) {
    const first = await fetchPage({ page: 1, page_size: PAGE_SIZE });
    items = byUuid(first.items);
    count = countOf(first);
    await readOn(items, first, fetchPage);
  }
  if (items.size === count) return [...items.values()];
  throw new DnssyncError(`${what} kept changing or came short: ${items.size} of ${count} read`, {
    code: 'short-read',
    hint: 'run again; half a list is never planned from',
  });
}

/** Adds the pages after the first; ends early where the list changes on the way, which its count then shows. */
async function readOn<T extends { readonly uuid: string }>(
  items: Map<string, T>,
  first: Page<T>,
  fetchPage: FetchPage<T>,
): Promise<void> {
  const count = countOf(first);
  const last = Math.min(Math.ceil(count / Math.max(1, first.items.length)) + 2, MOST_PAGES);
  for (let page = 2; page <= last && items.size < count; page++) {
    const next = await pageOrNone(() => fetchPage({ page, page_size: PAGE_SIZE }));
    if (next === undefined || countOf(next) !== count) return;
    for (const item of next.items) items.set(item.uuid, item);
  }
}

/** Django REST Framework answers 404 for a page behind the end, which a list that shrinks has. */
async function pageOrNone<T>(fetchPage: () => Promise<Page<T>>): Promise<Page<T> | undefined> {
  try {
    return await fetchPage();
  } catch (error) {
    if (isDnssyncError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

function byUuid<T extends { readonly uuid: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.uuid, item]));
}

function countOf(page: Page<unknown>): number {
  return page.count ?? page.items.length;
}
