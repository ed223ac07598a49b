import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import page from './vendor-page.json' with { type: 'json' };

interface Case {
  readonly page: string;
  readonly request: { method: string; path: string; token?: string | null; body?: unknown };
  readonly status: number;
  /** The content type; null where there is no body. */
  readonly type: string | null;
  readonly body?: unknown;
}

const tokens = new Map<string, { secret: string; permissions?: string }>(Object.entries(page.tokens));
const kinds = new Map<string, RegExp | 'integer'>([
  ['$uuid', /^[\w-]+$/],
  ['$datetime', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/],
  ['$string', /./],
  ['$integer', 'integer'],
]);

let sandbox: RunningSandbox;
beforeAll(async () => {
  const given = [...tokens.values()].flatMap(({ secret, permissions }) =>
    permissions === undefined ? [] : ['--token', `${secret}=${permissions}`],
  );
  sandbox = await startSandbox(given);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/seed', { zones: page.zones });
});

describe("the vendor's page", () => {
  test.each(page.cases as Case[])('$page', async ({ request, status, type, body }) => {
    const response = await fetch(sandbox.url + request.path, {
      method: request.method,
      redirect: 'manual',
      headers: {
        ...(request.token === null
          ? {}
          : { authorization: `Bearer ${tokens.get(request.token ?? 'all')?.secret}` }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    expect(response.status, text).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    if (body === undefined) expect(text).toBe('');
    else expectShape(JSON.parse(text), body);
  });
});

/** Literal equality, but for the kinds that the data file names. */
function expectShape(actual: unknown, expected: unknown): void {
  const kind = typeof expected === 'string' ? kinds.get(expected) : undefined;
  if (kind === 'integer') expect(actual).toSatisfy(Number.isInteger);
  else if (kind !== undefined) expect(actual).toMatch(kind);
  else if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    for (const [index, one] of expected.entries()) expectShape((actual as unknown[])[index], one);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual as object).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, one] of Object.entries(expected))
      expectShape((actual as Record<string, unknown>)[key], one);
  } else expect(actual).toBe(expected);
}
