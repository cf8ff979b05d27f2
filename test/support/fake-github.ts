import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fake answers to one call. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  /** Sends the head and one byte, then nothing. */
  | { readonly trickle: true }
  /** Takes the request and says nothing. */
  | { readonly silent: true }
  /** Closes the connection. */
  | { readonly hangUp: true };

/** Answers by path; the first list entry is used up first, the last one stays. */
export type Replies = Readonly<Record<string, Reply | readonly Reply[]>>;

export interface FakeGitHub {
  readonly url: string;
  /** Every request, as `GET /path?query`, with its authorization header and its body. */
  readonly requests: readonly {
    readonly call: string;
    readonly authorization: string | undefined;
    readonly body: string;
  }[];
  close(): Promise<void>;
}

/** A GitHub of literal answers on a free port of this machine. Unknown paths answer 404, as GitHub does. */
export async function fakeGitHub(replies: Replies): Promise<FakeGitHub> {
  const requests: { call: string; authorization: string | undefined; body: string }[] = [];
  const left = new Map(
    Object.entries(replies).map(([path, reply]) => [path, Array.isArray(reply) ? [...reply] : [reply as Reply]]),
  );
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const seen = { call: `${request.method} ${request.url}`, authorization: request.headers.authorization, body: '' };
    requests.push(seen);
    request.setEncoding('utf8').on('data', (piece: string) => {
      seen.body += piece;
    });
    const queue = left.get(url.pathname + url.search) ?? left.get(url.pathname);
    const reply = queue === undefined ? NOT_FOUND : queue.length > 1 ? queue.shift() : queue[0];
    send(reply ?? NOT_FOUND, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const NOT_FOUND: Reply = { status: 404, json: { message: 'Not Found', status: '404' } };

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if ('silent' in reply) return;
  if ('hangUp' in reply) {
    request.socket.destroy();
    return;
  }
  if ('trickle' in reply) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
    return;
  }
  const [type, body] =
    'json' in reply ? ['application/json; charset=utf-8', JSON.stringify(reply.json)] : ['text/html', reply.text];
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
  response.end(body);
}

/** Paths of the calls about `octo/hello`, for use as keys. */
export const CALLS = {
  repository: '/repos/octo/hello',
  rules: '/repos/octo/hello/rules/branches/main',
  branch: '/repos/octo/hello/branches/main',
  classic: '/repos/octo/hello/branches/main/protection',
  graphql: '/graphql',
} as const;

/** A repository whose branch nothing protects, to be overridden call by call. */
export const UNPROTECTED: Replies = {
  [CALLS.repository]: { json: { full_name: 'octo/hello', default_branch: 'main', permissions: { admin: false } } },
  [CALLS.rules]: { json: [] },
  [CALLS.branch]: { json: { name: 'main', protected: false, protection: { enabled: false } } },
};

/** The body in which the GraphQL API returns merged pull requests. */
export const mergedAnswer = (nodes: readonly unknown[], hasNextPage = false) => ({
  data: { repository: { pullRequests: { pageInfo: { hasNextPage }, nodes } } },
});

/** A merged pull request as the GraphQL API returns it. */
export const mergedNode = (more: Readonly<Record<string, unknown>> = {}) => ({
  url: 'https://github.com/octo/hello/pull/7',
  mergedAt: '2026-03-20T10:00:00Z',
  updatedAt: '2026-03-20T10:00:00Z',
  mergeCommit: { oid: '7'.repeat(40) },
  author: { __typename: 'User', login: 'ada' },
  commits: { totalCount: 1, nodes: [{ commit: { authoredDate: '2026-03-19T10:00:00Z' } }] },
  latestOpinionatedReviews: { nodes: [{ state: 'APPROVED', author: { __typename: 'User', login: 'grace' } }] },
  ...more,
});

/** A rule as the API returns it. */
export const rule = (type: string, parameters?: unknown, ruleset = 7) => ({
  type,
  ...(parameters === undefined ? {} : { parameters }),
  ruleset_source_type: 'Repository',
  ruleset_source: 'octo/hello',
  ruleset_id: ruleset,
});

export const PULL_REQUEST = rule('pull_request', {
  required_approving_review_count: 1,
  require_code_owner_review: false,
});
export const STATUS_CHECKS = rule('required_status_checks', {
  strict_required_status_checks_policy: true,
  required_status_checks: [{ context: 'test', integration_id: 15368 }],
});
