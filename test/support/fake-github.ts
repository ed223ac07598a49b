/**
 * A strict stand-in for GitHub's API on loopback: REST with 30 a page and Link headers, GraphQL judged by GitHub's own
 * published schema, its limits of size, and refusals on demand. It keeps every request.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema, graphql } from 'graphql';
import { onTestFinished } from 'vitest';

/** GitHub refuses a longer comment or issue. */
const MOST_CHARACTERS = 65_536;
const US = 'github-actions';

export interface FakeComment {
  id: number;
  issue: number;
  author: string;
  editor: string | undefined;
  body: string;
  isMinimized: boolean;
}

export interface FakeIssue {
  number: number;
  author: string;
  editor: string | undefined;
  title: string;
  body: string;
  labels: string[];
  state: 'open' | 'closed';
  closedAt: string | undefined;
}

export interface FakePull {
  number: number;
  headSha: string;
  base: string;
  mergedAt: string | undefined;
  /** The commits that lead to it: its own, and the merge or squash commit. */
  commits: readonly string[];
}

/** A refusal for requests that match, as often as `times` says. */
export interface Refusal {
  readonly method?: string;
  readonly path: RegExp;
  readonly status: number;
  readonly retryAfter?: string;
  times: number;
}

export interface FakeGithub {
  readonly url: string;
  readonly token: string;
  /** What an Action needs of the runner's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly pulls: FakePull[];
  readonly comments: FakeComment[];
  readonly issues: FakeIssue[];
  readonly refusals: Refusal[];
  /** What the token may do, as a job's `permissions:` says it; all where undefined. */
  permissions: Readonly<Record<string, string>> | undefined;
  readonly requests: { readonly method: string; readonly path: string; readonly body: string }[];
  /** Requests that changed something. */
  writes(): readonly string[];
  /** A comment by somebody. */
  comment(issue: number, body: string, author?: string): FakeComment;
}

let schema: GraphQLSchema | undefined;

/** Starts one for this test; it ends with it. */
export async function fakeGithub({
  token = 'ghs_0123456789abcdefFAKE',
  repository = 'acme/dns',
} = {}): Promise<FakeGithub> {
  schema ??= buildSchema(published.idl, { assumeValidSDL: true, assumeValid: true });
  let nextId = 1001;
  const state: Omit<FakeGithub, 'url' | 'env'> = {
    token,
    pulls: [],
    comments: [],
    issues: [],
    refusals: [],
    permissions: undefined,
    requests: [],
    writes: () =>
      state.requests
        .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/graphql'))
        .map(({ method, path }) => `${method} ${path}`),
    comment(issue, body, author = US) {
      const comment = { id: nextId++, issue, author, editor: undefined, body, isMinimized: false };
      state.comments.push(comment);
      return comment;
    },
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const { method = '', url: path = '', headers } = request;
    state.requests.push({ method, path, body });
    const send = (status: number, json: unknown, extra: Record<string, string> = {}): undefined => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...extra });
      response.end(JSON.stringify(json));
    };
    if (headers['user-agent'] === undefined)
      return send(403, { message: 'Request forbidden by administrative rules.' });
    if (headers.authorization !== `Bearer ${token}`) return send(401, { message: 'Bad credentials' });
    const refusal = state.refusals.find(
      (one) => one.times > 0 && one.path.test(path) && (one.method ?? method) === method,
    );
    if (refusal !== undefined) {
      refusal.times--;
      const message =
        refusal.status === 403 ? 'Resource not accessible by integration' : `refused (${refusal.status})`;
      return send(
        refusal.status,
        { message },
        refusal.retryAfter === undefined ? {} : { 'retry-after': refusal.retryAfter },
      );
    }
    if (state.permissions !== undefined && !mayDo(state.permissions, method, path, body))
      return send(403, { message: 'Resource not accessible by integration' });
    if (method === 'POST' && path === '/graphql') return send(200, await query(JSON.parse(body)));
    const root = `/repos/${repository}`;
    const url = new URL(path, 'http://127.0.0.1');
    if (!url.pathname.startsWith(`${root}/`)) return send(404, { message: 'Not Found' });
    route(method, url, url.pathname.slice(root.length), body === '' ? undefined : JSON.parse(body), send);
  }

  async function query({ query: source, variables }: { query: string; variables: Record<string, unknown> }) {
    const rootValue = {
      repository: ({ owner, name }: { owner: string; name: string }) =>
        `${owner}/${name}` !== repository
          ? null
          : {
              issueOrPullRequest: ({ number }: { number: number }) => {
                const isPull = state.pulls.some((pull) => pull.number === number);
                if (!isPull && !state.issues.some((issue) => issue.number === number)) return null;
                return {
                  __typename: isPull ? 'PullRequest' : 'Issue',
                  comments: connection(
                    state.comments.filter(({ issue }) => issue === number).map(commentNode),
                  ),
                };
              },
              issues: ({ labels, ...page }: { labels?: string[] } & Page) =>
                connection(
                  state.issues
                    .filter((issue) => labels?.some((label) => issue.labels.includes(label)) ?? true)
                    .map(issueNode)
                    .reverse(),
                )(page),
            },
    };
    return graphql({ schema: schema as GraphQLSchema, source, rootValue, variableValues: variables });
  }

  const who = (login: string) => ({ __typename: login === US ? 'Bot' : 'User', login });
  const commentNode = (one: FakeComment) => ({
    databaseId: one.id,
    body: one.body,
    url: `https://github.test/${repository}/pull/${one.issue}#issuecomment-${one.id}`,
    viewerDidAuthor: one.author === US,
    isMinimized: one.isMinimized,
    author: who(one.author),
    editor: one.editor === undefined ? null : who(one.editor),
  });
  const issueNode = (one: FakeIssue) => ({
    number: one.number,
    body: one.body,
    url: `https://github.test/${repository}/issues/${one.number}`,
    viewerDidAuthor: one.author === US,
    author: who(one.author),
    editor: one.editor === undefined ? null : who(one.editor),
    state: one.state.toUpperCase(),
    closedAt: one.closedAt ?? null,
  });

  type Send = (status: number, json: unknown, extra?: Record<string, string>) => undefined;

  function route(
    method: string,
    url: URL,
    path: string,
    body: Record<string, unknown> | undefined,
    send: Send,
  ): undefined {
    const text = body?.body;
    if (typeof text === 'string' && [...text].length > MOST_CHARACTERS)
      return send(422, {
        message: 'Validation Failed',
        errors: [{ code: 'custom', message: 'body is too long (maximum is 65536 characters)' }],
      });
    const commentsOf = /^\/issues\/(\d+)\/comments$/.exec(path);
    if (method === 'POST' && commentsOf) {
      const number = Number(commentsOf[1]);
      if (!known(number)) return send(404, { message: 'Not Found' });
      if (typeof text !== 'string' || text.trim() === '') return send(422, { message: 'Validation Failed' });
      const made = state.comment(number, text);
      return send(201, { id: made.id, body: text, html_url: commentNode(made).url });
    }
    const comment = /^\/issues\/comments\/(\d+)$/.exec(path);
    if (method === 'PATCH' && comment) {
      const found = state.comments.find(({ id }) => id === Number(comment[1]));
      if (found === undefined || typeof text !== 'string') return send(404, { message: 'Not Found' });
      found.body = text;
      found.editor = US;
      return send(200, { id: found.id, body: text, html_url: commentNode(found).url });
    }
    const pullsOf = /^\/commits\/([0-9a-f]+)\/pulls$/.exec(path);
    if (method === 'GET' && pullsOf) {
      const found = state.pulls.filter(({ commits }) => commits.includes(pullsOf[1] ?? ''));
      if (found.length === 0 && !/^[0-9a-f]{40}$/.test(pullsOf[1] ?? ''))
        return send(422, { message: 'No commit found for SHA' });
      return paged(url, found.map(pullJson), send);
    }
    const pull = /^\/pulls\/(\d+)$/.exec(path);
    if (method === 'GET' && pull) {
      const found = state.pulls.find(({ number }) => number === Number(pull[1]));
      return found === undefined ? send(404, { message: 'Not Found' }) : send(200, pullJson(found));
    }
    if (method === 'POST' && path === '/issues') {
      if (typeof body?.title !== 'string' || body.title === '')
        return send(422, { message: 'Validation Failed' });
      const number = nextId++;
      state.issues.push({
        number,
        author: US,
        editor: undefined,
        title: body.title,
        body: typeof text === 'string' ? text : '',
        labels: Array.isArray(body.labels) ? body.labels.map(String) : [],
        state: 'open',
        closedAt: undefined,
      });
      return send(201, { number, html_url: `https://github.test/${repository}/issues/${number}` });
    }
    const issue = /^\/issues\/(\d+)$/.exec(path);
    if (method === 'PATCH' && issue) {
      const found = state.issues.find(({ number }) => number === Number(issue[1]));
      if (found === undefined) return send(404, { message: 'Not Found' });
      if (typeof text === 'string') [found.body, found.editor] = [text, US];
      if (typeof body?.title === 'string') found.title = body.title;
      if (body?.state === 'open' || body?.state === 'closed') {
        found.state = body.state;
        found.closedAt = body.state === 'closed' ? new Date().toISOString() : undefined;
      }
      return send(200, { number: found.number, html_url: issueNode(found).url });
    }
    return send(404, { message: 'Not Found' });
  }

  const known = (number: number): boolean =>
    state.pulls.some((pull) => pull.number === number) ||
    state.issues.some((issue) => issue.number === number);
  const pullJson = (pull: FakePull) => ({
    number: pull.number,
    state: pull.mergedAt === undefined ? 'open' : 'closed',
    merged_at: pull.mergedAt ?? null,
    // As it is with a rebase or a queue: whoever looks here finds nothing.
    merge_commit_sha: null,
    head: { sha: pull.headSha, ref: 'topic' },
    base: { ref: pull.base },
  });

  function paged(url: URL, items: readonly unknown[], send: Send): undefined {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const hasMore = items.length > page * size;
    const link = `<${base}${next.pathname}${next.search}>; rel="next", <${base}${next.pathname}>; rel="last"`;
    return send(200, items.slice((page - 1) * size, page * size), hasMore ? { link } : {});
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // What a failed test leaves open must not hold the run.
  server.unref();
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    url: base,
    env: {
      GITHUB_API_URL: base,
      GITHUB_GRAPHQL_URL: `${base}/graphql`,
      GITHUB_SERVER_URL: 'https://github.test',
      GITHUB_REPOSITORY: repository,
      'INPUT_GITHUB-TOKEN': token,
    },
  });
}

/** What GitHub's documentation says each call needs, in a private repository. */
function mayDo(
  permissions: Readonly<Record<string, string>>,
  method: string,
  path: string,
  body: string,
): boolean {
  const may = (area: string, level: 'read' | 'write'): boolean =>
    permissions[area] === 'write' || (level === 'read' && permissions[area] === 'read');
  if (path === '/graphql')
    return body.includes('issueOrPullRequest') ? may('pull-requests', 'read') : may('issues', 'read');
  if (method === 'GET') return may('pull-requests', 'read');
  const isOfPulls = /\/issues\/(comments\/)?\d+(\/comments)?$/.test(path) && /comments/.test(path);
  return may('issues', 'write') || (isOfPulls && may('pull-requests', 'write'));
}

interface Page {
  readonly first?: number;
  readonly after?: string | null;
}

/** GitHub gives at most 100 nodes and insists on `first` or `last`. */
function connection(nodes: readonly unknown[]) {
  return ({ first, after }: Page) => {
    if (first === undefined || first < 1 || first > 100) throw new Error('`first` must be from 1 to 100');
    const start = after === null || after === undefined ? 0 : Number(atob(after));
    const end = Math.min(nodes.length, start + first);
    return {
      nodes: nodes.slice(start, end),
      pageInfo: { hasNextPage: end < nodes.length, endCursor: btoa(String(end)) },
    };
  };
}
