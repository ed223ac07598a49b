/** The client of GitHub's API: the few calls that comments, issues and merged pull requests need. */
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { at } from './at.ts';

export interface GithubOptions {
  /** `https://api.github.com`; an Enterprise server has its own. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Resolves after so many seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
}

/** GitHub said no, or nothing that can be used. */
export class GithubError extends Error {
  /** The HTTP status; undefined where no answer came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.name = 'GithubError';
    this.status = status;
  }
}

/** A comment or an issue as far as we look at it. */
export interface Post {
  /** Of the REST API: a comment's id, an issue's number. */
  readonly id: number;
  readonly body: string;
  readonly url: string;
  /** Whether the holder of the token wrote it: anyone can plant a marker. */
  readonly isOurs: boolean;
  /** Whether somebody else has edited it since: REST does not show that. */
  readonly isEdited: boolean;
}

export interface Comment extends Post {
  readonly isMinimized: boolean;
}

export interface Issue extends Post {
  readonly isOpen: boolean;
  /** ISO 8601, of a closed one. */
  readonly closedAt?: string;
}

export interface MergedPull {
  readonly number: number;
  readonly headSha: string;
}

export interface Github {
  /** All comments of a pull request or an issue, oldest first. */
  comments(number: number): Promise<readonly Comment[]>;
  addComment(number: number, body: string): Promise<{ readonly url: string }>;
  editComment(id: number, body: string): Promise<{ readonly url: string }>;
  /** The pull requests that were merged into a branch with this commit. */
  mergedPulls(sha: string, branch: string): Promise<readonly MergedPull[]>;
  pull(number: number): Promise<{ readonly headSha: string }>;
  /** All issues with a label, newest first. */
  issues(label: string): Promise<readonly Issue[]>;
  createIssue(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }): Promise<Issue>;
  editIssue(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'open' | 'closed' },
  ): Promise<void>;
}

const TRIES = 3;
/** Seconds. A comment is not worth more of a job's time. */
const LONGEST_WAIT = 30;
const TIMEOUT = 20;
const MOST_PAGES = 100;

const POST_FIELDS = 'databaseId body url viewerDidAuthor author{login} editor{login}';

export const QUERIES = {
  comments: `query($owner:String!,$repo:String!,$number:Int!,$after:String){repository(owner:$owner,name:$repo){issueOrPullRequest(number:$number){...on PullRequest{comments(first:100,after:$after){nodes{${POST_FIELDS} isMinimized} pageInfo{hasNextPage endCursor}}}...on Issue{comments(first:100,after:$after){nodes{${POST_FIELDS} isMinimized} pageInfo{hasNextPage endCursor}}}}}}`,
  issues: `query($owner:String!,$repo:String!,$label:String!,$after:String){repository(owner:$owner,name:$repo){issues(first:100,after:$after,labels:[$label],orderBy:{field:CREATED_AT,direction:DESC}){nodes{number body url viewerDidAuthor author{login} editor{login} state closedAt} pageInfo{hasNextPage endCursor}}}}`,
} as const;

/** Every method rejects with a {@link GithubError} and nothing else. */
export function github(options: GithubOptions): Github {
  const { owner, repo } = options;
  const root = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
  const dispatcher = new EnvHttpProxyAgent();
  const rest = (method: string, path: string, body?: unknown): Promise<Answer> =>
    request(options, dispatcher, { method, url: `${options.apiUrl}${path}`, body });

  /** All nodes of a connection, over all its pages. */
  const all = async (
    query: string,
    variables: object,
    path: readonly string[],
  ): Promise<readonly unknown[]> => {
    const nodes: unknown[] = [];
    let after: unknown = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const body = { query, variables: { owner, repo, ...variables, after } };
      const { json } = await request(options, dispatcher, {
        method: 'POST',
        url: options.graphqlUrl,
        body,
        isRead: true,
      });
      const connection = at(json, 'data', 'repository', ...path);
      const found = at(connection, 'nodes');
      if (!Array.isArray(found)) throw new GithubError(graphqlProblem(json), 200);
      nodes.push(...found);
      if (at(connection, 'pageInfo', 'hasNextPage') !== true) return nodes;
      after = at(connection, 'pageInfo', 'endCursor');
    }
    throw new GithubError(`more than ${MOST_PAGES} pages of comments or issues`);
  };

  return {
    async comments(number) {
      const nodes = await all(QUERIES.comments, { number }, ['issueOrPullRequest', 'comments']);
      return nodes.flatMap((node) => {
        const post = readPost(node, 'databaseId');
        return post === undefined ? [] : [{ ...post, isMinimized: at(node, 'isMinimized') === true }];
      });
    },
    async addComment(number, body) {
      return written(await rest('POST', `${root}/issues/${number}/comments`, { body }));
    },
    async editComment(id, body) {
      return written(await rest('PATCH', `${root}/issues/comments/${id}`, { body }));
    },
    async mergedPulls(sha, branch) {
      const pulls: MergedPull[] = [];
      let path: string | undefined = `${root}/commits/${encodeURIComponent(sha)}/pulls?per_page=100`;
      for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
        const answer: Answer = await rest('GET', path);
        if (!Array.isArray(answer.json))
          throw new GithubError('the list of pull requests is no list', answer.status);
        for (const pull of answer.json as unknown[]) {
          const number = at(pull, 'number');
          const headSha = at(pull, 'head', 'sha');
          const isMerged = typeof at(pull, 'merged_at') === 'string' && at(pull, 'base', 'ref') === branch;
          if (isMerged && typeof number === 'number' && typeof headSha === 'string')
            pulls.push({ number, headSha });
        }
        path = nextPage(answer.link, options.apiUrl);
      }
      return pulls;
    },
    async pull(number) {
      const { json, status } = await rest('GET', `${root}/pulls/${number}`);
      const headSha = at(json, 'head', 'sha');
      if (typeof headSha !== 'string') throw new GithubError('the pull request has no head', status);
      return { headSha };
    },
    async issues(label) {
      const nodes = await all(QUERIES.issues, { label }, ['issues']);
      return nodes.flatMap((node) => {
        const post = readPost(node, 'number');
        const closedAt = at(node, 'closedAt');
        if (post === undefined) return [];
        const isOpen = at(node, 'state') === 'OPEN';
        return [{ ...post, isOpen, ...(typeof closedAt === 'string' ? { closedAt } : {}) }];
      });
    },
    async createIssue(issue) {
      const { json, status } = await rest('POST', `${root}/issues`, issue);
      const id = at(json, 'number');
      if (typeof id !== 'number') throw new GithubError('the new issue has no number', status);
      return { id, body: issue.body, url: urlOf(json), isOurs: true, isEdited: false, isOpen: true };
    },
    async editIssue(number, change) {
      await rest('PATCH', `${root}/issues/${number}`, change);
    },
  };
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  /** A POST that writes nothing. */
  readonly isRead?: boolean;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly link: string;
}

async function request(options: GithubOptions, dispatcher: Dispatcher, call: Call): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const { answer, problem, retryAfter } = await send(options.token, dispatcher, call);
    if (answer !== undefined) return answer;
    const wait = retryAfter ?? 2 ** (attempt - 1);
    const mayRepeat = retryAfter !== undefined || call.method !== 'POST' || call.isRead === true;
    const isPassing = problem.status === undefined || problem.status >= 500 || retryAfter !== undefined;
    if (!mayRepeat || !isPassing || attempt >= TRIES || wait > LONGEST_WAIT) throw problem;
    await options.sleep(wait);
  }
}

type Sent =
  | { readonly answer: Answer; readonly problem?: never; readonly retryAfter?: never }
  /** `retryAfter` only where GitHub refused for now, so that nothing was done. */
  | { readonly answer?: never; readonly problem: GithubError; readonly retryAfter?: number | undefined };

async function send(token: string, dispatcher: Dispatcher, { method, url, body }: Call): Promise<Sent> {
  const init = {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'dnssync',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT * 1000),
    dispatcher,
  };
  let response: Response;
  let text: string;
  try {
    // Node's own fetch does not hear the proxy variables (before 24), undici's agent does.
    response = await fetch(url, init as unknown as RequestInit);
    text = await response.text();
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return {
      problem: new GithubError(isLate ? `GitHub gave no answer in ${TIMEOUT} s` : 'GitHub cannot be reached'),
    };
  }
  const json = jsonOf(text);
  const { status, headers } = response;
  if (response.ok) return { answer: { status, json, link: headers.get('link') ?? '' } };
  const message = at(json, 'message');
  const said = typeof message === 'string' ? message : 'no explanation';
  const problem = new GithubError(`GitHub answered ${status}: ${said.slice(0, 200)}`, status);
  // Its limits answer 403 as well as 429; only with Retry-After is a 403 one of them.
  const asked = Number(headers.get('retry-after') ?? Number.NaN);
  const isLimit = status === 429 || (status === 403 && Number.isFinite(asked));
  return isLimit ? { problem, retryAfter: Number.isFinite(asked) ? Math.max(1, asked) : 5 } : { problem };
}

function readPost(node: unknown, idField: string): Post | undefined {
  const id = at(node, idField);
  const body = at(node, 'body');
  if (typeof id !== 'number' || typeof body !== 'string') return undefined;
  const editor = at(node, 'editor', 'login');
  return {
    id,
    body,
    url: urlOf(node),
    isOurs: at(node, 'viewerDidAuthor') === true,
    isEdited: typeof editor === 'string' && editor !== at(node, 'author', 'login'),
  };
}

function written({ json }: Answer): { url: string } {
  return { url: urlOf(json) };
}

function urlOf(json: unknown): string {
  const url = at(json, 'html_url') ?? at(json, 'url');
  return typeof url === 'string' ? url : '';
}

/** The next page, of the same API only: a link must not carry the token elsewhere. */
function nextPage(link: string, apiUrl: string): string | undefined {
  const next = /<([^<>]+)>;[^,]*\brel="next"/.exec(link)?.[1];
  return next?.startsWith(`${apiUrl}/`) ? next.slice(apiUrl.length) : undefined;
}

function graphqlProblem(json: unknown): string {
  const errors = at(json, 'errors');
  const message = at(Array.isArray(errors) ? errors[0] : undefined, 'message');
  return `GitHub's answer has no list${typeof message === 'string' ? `: ${message.slice(0, 200)}` : ''}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
