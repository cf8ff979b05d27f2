import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lastChanges, missingRepository, repositoryPaths } from '../../src/site/git.ts';
import { loadPages } from '../../src/site/load-pages.ts';
import { PageError } from '../../src/site/page.ts';

/** Pages of a small repository beside the doctrine of this one. */

let root: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
    cwd: root,
    stdio: 'pipe',
  });
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const page = (title: string, body = 'A text.', more = '') =>
  `---\ntitle: ${title}\ndescription: A page that says something, in one sentence of some length.\n${more}---\n\n${body}\n`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agentops-pages-'));
  git('init', '--quiet');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What is wrong with the page at `path`, whether it is thrown or told. Links of generated pages are not looked at here. */
async function problemsOf(path: string, text: string): Promise<readonly string[]> {
  write(path, text);
  const problems = await loadPages(root).then(
    (loaded) => loaded.problems,
    (error: unknown) => {
      if (error instanceof PageError) return error.problems;
      throw error;
    },
  );
  return problems
    .filter((problem) => problem.path === path)
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a page', () => {
  const cases: readonly (readonly [what: string, path: string, text: string, said: RegExp])[] = [
    ['without a title', 'src/content/docs/a.md', 'A text.\n', /^1:1 has no title/],
    ['whose title is a list', 'src/content/docs/a.md', page('[a, b]'), /^2:8 title: must be a text/],
    ['with a misspelt field', 'src/content/docs/a.md', page('A', '', 'descripton: x\n'), /unknown field "descripton"/],
    [
      'with a short description',
      'src/content/docs/a.md',
      '---\ntitle: A\ndescription: x\n---\n',
      /^3:14 description: must have at least 40 characters/,
    ],
    ['with an alias', 'src/content/docs/a.md', '---\ntitle: &x A\ndescription: *x\n---\n', /^2:1 uses YAML aliases/],
    ['in broken YAML', 'src/content/docs/a.md', '---\ntitle: "A\n---\n', /is not valid YAML/],
    ['of another kind', 'src/content/docs/a.mdx', 'A text.', /^1:1 is not read: name it \.md/],
    [
      'in the place of the landing page',
      'src/content/docs/index.md',
      page('A'),
      /\/index\/, which the landing page has/,
    ],
    [
      'at the address of a redirect',
      'src/content/docs/install.md',
      page('A'),
      /\/install\/, which a redirect to .* has/,
    ],
    ['at the address of a generated one', 'src/content/docs/tool/cli.md', page('A'), /^$/],
    [
      'with a table that there is not',
      'src/content/docs/a.md',
      page('A', '<!-- table: x -->'),
      /^6:1 asks for a table .* write <!-- table: rules by level -->/,
    ],
    [
      'with a table in another form',
      'src/content/docs/a.md',
      page('A', '<!--table rules by level-->'),
      /^6:1 asks for a table/,
    ],
    ['with a dead link', 'src/content/docs/a.md', page('A', 'See [b](/b/).'), /^6:5 links to \/b\/, which is no page/],
    [
      'with a link to an ignored file',
      'src/content/docs/a.md',
      page('A', '[x](../../../dist/x)'),
      /^6:1 links to dist\/x, which is not in the repository/,
    ],
  ];
  test.for(cases)('%s is told by file and line', async ([, path, text, said]) => {
    write('.gitignore', 'dist/\n');
    write('dist/x', '');
    const problems = await problemsOf(path, text);
    if (said.source === '^$') expect(problems).toEqual([]);
    else expect(problems.join('\n')).toMatch(said);
  });

  test('that another has the address of is told, whichever was read first', async () => {
    write('src/content/docs/tool/cli.md', page('A'));
    const { problems } = await loadPages(root);
    expect(problems.map(({ message }) => message)).toContain(
      'has the address /tool/cli/, which src/content/docs/tool/cli.md has already: rename one of them',
    );
  });
});

describe('the repository', () => {
  test('is missing where there is no git, and where git finds another one above', async () => {
    write('inner/a.md', 'A');
    expect(await missingRepository(root)).toBeUndefined();
    expect(await missingRepository(join(root, 'inner'))).toMatch(/Clone it with git/);
    expect(await missingRepository(tmpdir())).toMatch(/Clone it with git/);
  });

  test('knows its files and folders, and not what it ignores', async () => {
    write('.gitignore', 'dist/\n');
    write('dist/x', '');
    write('docs/a.md', 'A');
    const has = await repositoryPaths(root);
    expect([has('docs/a.md'), has('docs'), has('docs/'), has('dist/x'), has('b')]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('dates a file by the newest commit that touches it, and by none where history is shallow', async () => {
    write('a.md', 'A');
    write('b.md', 'B');
    git('add', '-A');
    git('commit', '--quiet', '--message', 'Add both', '--date', '2026-01-01T12:00:00Z');
    write('b.md', 'C');
    git('commit', '--quiet', '--all', '--message', 'Change one');
    const dates = await lastChanges(root, ['a.md', 'b.md', 'c.md']);
    expect([...dates.keys()].sort()).toEqual(['a.md', 'b.md']);

    const shallow = join(root, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, shallow]);
    expect((await lastChanges(shallow, ['a.md'])).size).toBe(0);
  });
});

test('this repository has no page with a problem', async () => {
  const { problems } = await loadPages(join(import.meta.dirname, '../..'));
  expect(problems.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([]);
});
