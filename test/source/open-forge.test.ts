import { describe, expect, test } from 'vitest';
import { forgeAccess, forgeFor } from '../../checker/src/node/forge.ts';
import { openForge } from '../../checker/src/source/open-forge.ts';

const TOKEN = 'ghp_markedTOKENmarked';

/** Asks for the default branch and records where the request went, with what authorization. */
async function ask(remote: string | undefined, env: Record<string, string>) {
  const sent: { url: string; authorization: string | null }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push({ url: String(input), authorization: new Headers(init?.headers).get('authorization') });
    return Response.json({ full_name: 'octo/hello', default_branch: 'main' });
  };
  const opened = openForge(remote, forgeAccess(env), { sha256: () => '', fetch });
  if (opened.known) await opened.value.defaultBranch();
  return { opened, sent };
}

describe('where a request and a token go', () => {
  const remote = 'git@github.com:octo/hello.git';

  test.for<[what: string, remote: string, env: Record<string, string>, url: string, withToken: boolean]>([
    ['github.com', remote, { GITHUB_TOKEN: TOKEN }, 'https://api.github.com/repos/octo/hello', true],
    [
      'github.com by GH_TOKEN',
      remote,
      { GITHUB_TOKEN: '', GH_TOKEN: TOKEN },
      'https://api.github.com/repos/octo/hello',
      true,
    ],
    ['github.com without a token', remote, {}, 'https://api.github.com/repos/octo/hello', false],
    [
      'the public API by name',
      remote,
      { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'https://api.github.com/' },
      'https://api.github.com/repos/octo/hello',
      true,
    ],
    [
      'github.com while the API is another server',
      remote,
      { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'https://ghe.example.org/api/v3' },
      'https://api.github.com/repos/octo/hello',
      false,
    ],
    [
      'github.com while the API has an odd port',
      remote,
      { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'https://api.github.com:8443' },
      'https://api.github.com/repos/octo/hello',
      false,
    ],
    [
      'a loopback API',
      remote,
      { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'http://127.0.0.1:8080' },
      'http://127.0.0.1:8080/repos/octo/hello',
      true,
    ],
    [
      'a server of the same host',
      'https://ghe.example.org/octo/hello',
      { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'https://ghe.example.org/api/v3/' },
      'https://ghe.example.org/api/v3/repos/octo/hello',
      true,
    ],
    [
      'a tenant of ghe.com',
      'git@acme.ghe.com:octo/hello',
      { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'https://api.acme.ghe.com' },
      'https://api.acme.ghe.com/repos/octo/hello',
      true,
    ],
  ])('%s', async ([, address, env, url, withToken]) => {
    const { sent } = await ask(address, env);
    expect(sent).toEqual([{ url, authorization: withToken ? `token ${TOKEN}` : null }]);
  });

  test.for<[what: string, remote: string | undefined, env: Record<string, string>, because: RegExp]>([
    ['no remote', undefined, {}, /no remote/],
    ['another forge', 'https://gitlab.com/octo/hello', {}, /does not name a repository on a forge/],
    ['a host that looks alike', 'https://github.com.evil.example/octo/hello', {}, /does not name/],
    ['a host that only the repository names', 'https://ghe.example.org/octo/hello', {}, /does not name/],
    [
      'a host other than that of the API',
      'https://evil.example/octo/hello',
      { GITHUB_API_URL: 'https://ghe.example.org/api/v3' },
      /does not name/,
    ],
    [
      'another forge, the API being loopback',
      'https://evil.example/octo/hello',
      { GITHUB_API_URL: 'http://127.0.0.1:8080' },
      /does not name/,
    ],
    ['a local path', '/srv/git/hello.git', {}, /does not name/],
    [
      'an API in the clear',
      'http://ghe.example.org/octo/hello',
      { GITHUB_API_URL: 'http://ghe.example.org/api/v3' },
      /GITHUB_API_URL/,
    ],
    ['an API that is no address', remote, { GITHUB_API_URL: 'nonsense' }, /GITHUB_API_URL/],
    ['an API with credentials', remote, { GITHUB_API_URL: 'https://a:b@api.github.com' }, /GITHUB_API_URL/],
    ['a token with a newline', remote, { GH_TOKEN: `${TOKEN}\nx: y` }, /^GH_TOKEN holds characters/],
  ])('nothing is asked of %s', async ([, address, env, because]) => {
    const { opened, sent } = await ask(address, {
      GITHUB_TOKEN: '',
      ...(env.GH_TOKEN ? {} : { GITHUB_TOKEN: TOKEN }),
      ...env,
    });
    expect(sent).toEqual([]);
    expect(opened).toMatchObject({
      known: false,
      because: expect.stringMatching(because),
      decide: expect.stringMatching(/\S/),
    });
    expect(JSON.stringify(opened)).not.toContain(TOKEN);
  });
});

test('an offline audit asks nothing and says so', () => {
  const fetch = () => Promise.reject(new Error('asked'));
  expect(
    forgeFor('https://github.com/octo/hello', { env: {}, offline: true, platform: { sha256: () => '', fetch } }),
  ).toEqual({
    known: false,
    because: 'No forge was asked: the audit ran offline.',
    decide: 'Run the audit without --offline.',
  });
});
