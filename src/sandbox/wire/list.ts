/** Lists in both forms: the bare array of the page's examples, and Django REST Framework's PageNumberPagination. */
import { type Answer, jsonAnswer, type Request } from '../http/message.ts';
import { Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';

/** The vendor's client asks for at most this many. */
const mostPerPage = 100;

/**
 * @param items all that the request asks for, in order
 * @param shape makes of one item what the page shows; called for the items of the answer only
 */
export function listAnswer<T>(
  items: readonly T[],
  shape: (item: T) => unknown,
  request: Request,
  settings: Settings,
): Answer {
  if (settings.list === 'bare') return jsonAnswer(200, items.map(shape));
  const size = pageSize(request.query.get('page_size'), settings.page_size);
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = positive(request.query.get('page') ?? '1');
  if (page === undefined || page > pages) throw Problem.notFound('Invalid page.');
  return jsonAnswer(200, {
    count: items.length,
    next: page < pages ? pageLink(request, page + 1) : null,
    previous: page > 1 ? pageLink(request, page - 1) : null,
    results: items.slice((page - 1) * size, page * size).map(shape),
  });
}

/** A page size that is none is passed over, one that is too large is cut. */
function pageSize(given: string | null, standard: number): number {
  const asked = given === null ? undefined : positive(given);
  return asked === undefined ? standard : Math.min(asked, Math.max(mostPerPage, standard));
}

function positive(text: string): number | undefined {
  return /^0*[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

/** The first page has no number in its link. */
function pageLink(request: Request, page: number): string {
  const query = new URLSearchParams(request.query);
  if (page === 1) query.delete('page');
  else query.set('page', String(page));
  const text = query.toString();
  return `${request.origin}${request.path}${text === '' ? '' : `?${text}`}`;
}
