import { describe, expect, test } from 'vitest';
import { parseCodeowners, rulesFor } from '../../checker/src/collect/owners/codeowners.ts';
import { owners } from '../../checker/src/collect/owners/index.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { OwnersFacts } from '../../checker/src/facts/owners.ts';
import { type MemoryFile, type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

const context = (files: Record<string, MemoryFile>, spec: Partial<MemoryRepositorySpec> = {}) =>
  ({ repository: memoryRepository({ commits: [{ files }], ...spec }), notice: () => {} }) as unknown as CollectContext;

async function collect(files: Record<string, MemoryFile>, spec?: Partial<MemoryRepositorySpec>): Promise<OwnersFacts> {
  const collected = await owners.collect(context(files, spec));
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

const owns = (pattern: string, path: string) => rulesFor(path, parseCodeowners(`${pattern} @ada`, 'github')).length > 0;

describe('patterns of CODEOWNERS', () => {
  test.for<[pattern: string, yes: string[], no: string[]]>([
    ['*', ['a', 'a/b/c.md'], []],
    ['*.js', ['a.js', 'x/y/a.js'], ['a.ts', 'a.js.map']],
    ['/build/logs/', ['build/logs/a', 'build/logs/x/a'], ['build/logs', 'x/build/logs/a']],
    ['docs/*', ['docs/a.md'], ['docs/sub/a.md', 'x/docs/a.md']],
    ['apps/', ['apps/a', 'x/apps/y/a'], ['apps']],
    ['/docs', ['docs', 'docs/x/a'], ['x/docs', 'docs2']],
    ['**/logs', ['logs/a', 'build/logs/a', 'x/y/logs'], ['xlogs/a']],
    ['/src/**/*.ts', ['src/a.ts', 'src/x/y/a.ts'], ['a.ts', 'src/a.js']],
    ['/a/**', ['a/b', 'a/b/c'], ['a', 'ab/c']],
    ['AGENTS.md', ['AGENTS.md', 'x/AGENTS.md'], ['agents.md']],
    ['/te?t.md', ['test.md'], ['tet.md', 'te/t.md']],
  ])('%s', ([pattern, yes, no]) => {
    expect(yes.filter((path) => !owns(pattern, path))).toEqual([]);
    expect(no.filter((path) => owns(pattern, path))).toEqual([]);
  });

  test('a pattern made to explode is matched like any other', () => {
    expect(owns(`/${'*a'.repeat(200)}b`, 'a'.repeat(4000))).toBe(false);
  });
});

describe('owners', () => {
  test('the last match decides, also when it names nobody', async () => {
    const { gates } = await collect({
      '.github/CODEOWNERS': '* @ada # everything\n/AGENTS.md @org/team grace@example.org\n/CLAUDE.md\n',
      'AGENTS.md': 'x',
      'CLAUDE.md': 'x',
      '.github/workflows/ci.yml': 'x',
    });
    expect(gates).toMatchObject([
      { kind: 'workflow', path: '.github/workflows/ci.yml', line: 1, owners: [{ name: '@ada', kind: 'person' }] },
      { path: 'AGENTS.md', line: 2, owners: [{ kind: 'team' }, { name: 'grace@example.org', kind: 'person' }] },
      { path: 'CLAUDE.md', line: 3, owners: [] },
    ]);
  });

  test('skips the lines that GitHub skips, and says why', async () => {
    const text = '* @ada\n!/AGENTS.md @grace\n/[ab].md @grace\n/AGENTS.md grace\n\\#a @grace\n';
    const { file, gates } = await collect({ CODEOWNERS: text, 'AGENTS.md': 'x' });
    expect(file?.skipped.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(gates).toMatchObject([{ line: 1, owners: [{ name: '@ada' }] }]);
  });

  test.for(['@dependabot[bot]', '@acme-bot', '@claude', '@copilot-swe-agent', 'noreply@anthropic.com'])(
    '%s is no person',
    async (name) => {
      expect((await collect({ CODEOWNERS: `* ${name}`, 'AGENTS.md': 'x' })).gates[0]?.owners).toEqual([
        { name, kind: 'bot' },
      ]);
    },
  );

  test('reads the first file of the forge only', async () => {
    const files = { '.github/CODEOWNERS': '* @ada', CODEOWNERS: '* @grace', 'AGENTS.md': 'x' };
    expect((await collect(files)).file?.path).toBe('.github/CODEOWNERS');
    const { file } = await collect(files, { remote: 'https://gitlab.com/ada/example.git' });
    expect(file).toMatchObject({ path: 'CODEOWNERS', forge: 'gitlab' });
  });

  test('reads sections, their default owners and exclusions on GitLab', async () => {
    const text = [
      '[Everything] @ada',
      '*',
      '!/CLAUDE.md',
      '[CI][2]',
      '/.gitlab-ci.yml @grace',
      '^[Optional] @joan',
      'CLAUDE.md',
    ].join('\n');
    const files = { '.gitlab/CODEOWNERS': text, 'AGENTS.md': 'x', 'CLAUDE.md': 'x', '.gitlab-ci.yml': 'x' };
    const { gates } = await collect(files);
    expect(gates.map(({ path, owners: list }) => [path, list.map(({ name }) => name)])).toEqual([
      ['.gitlab-ci.yml', ['@ada', '@grace']],
      ['AGENTS.md', ['@ada']],
      ['CLAUDE.md', []],
    ]);
  });

  test('a folder of a ledger is as well owned as its worst file', async () => {
    const files = {
      CODEOWNERS: '* @ada\n/docs/provenance/b.jsonl\n',
      'docs/provenance/a.jsonl': '',
      'docs/provenance/b.jsonl': '',
    };
    expect((await collect(files)).gates).toEqual([
      { kind: 'ledger', path: 'docs/provenance/', file: 'docs/provenance/b.jsonl', line: 2, owners: [] },
    ]);
  });

  test.for(['@your-org/your-team', '@username', '@org/team-name', '@your_username', '@acme/your-team-name'])(
    '%s is an owner who is still to be named',
    async (name) => {
      expect((await collect({ CODEOWNERS: `* ${name}`, 'AGENTS.md': 'x' })).gates[0]?.owners).toEqual([]);
    },
  );

  test.for(['@yourke', '@acme/team', '@username2'])('%s may be somebody', async (name) => {
    expect((await collect({ CODEOWNERS: `* ${name}`, 'AGENTS.md': 'x' })).gates[0]?.owners).toHaveLength(1);
  });

  test('knows the address of a bot', async () => {
    const name = '1234+helper[bot]@users.noreply.github.com';
    expect((await collect({ CODEOWNERS: `* ${name}`, 'AGENTS.md': 'x' })).gates[0]?.owners).toEqual([
      { name, kind: 'bot' },
    ]);
  });

  test('does not follow a link', async () => {
    const { file, gates } = await collect({ CODEOWNERS: { symlink: 'OWNERS' }, OWNERS: '* @ada', 'AGENTS.md': 'x' });
    expect(file).toMatchObject({ path: 'CODEOWNERS', ignored: expect.stringContaining('symbolic link') });
    expect(gates[0]?.owners).toEqual([]);
  });

  test('finds gates without a CODEOWNERS file, and none in what others made', async () => {
    const { file, gates } = await collect({
      'AGENTS.md': 'x',
      'node_modules/a/AGENTS.md': 'x',
      'templates/CLAUDE.md': 'x',
    });
    expect(file).toBeUndefined();
    expect(gates.map(({ path }) => path)).toEqual(['AGENTS.md']);
  });

  test('a file that GitHub would not load is told apart from one that is not here', async () => {
    const files = { CODEOWNERS: '* @ada\n'.repeat(500_000), 'AGENTS.md': 'x' };
    expect((await collect(files)).file?.ignored).toMatch(/3 MB/);
    const withheld = await owners.collect(context(files, { withhold: { contents: (path) => path === 'CODEOWNERS' } }));
    expect(withheld).toMatchObject({ known: false });
    expect(await owners.collect(context({ '.gitea/CODEOWNERS': '.* @ada' }))).toMatchObject({ known: false });
  });
});

test('names the first file of a gate that is beyond the bound', async () => {
  const workflows = Array.from({ length: 201 }, (_, i) => `.github/workflows/${String(i).padStart(3, '0')}.yml`);
  const files = Object.fromEntries(workflows.map((path) => [path, 'on: push\n']));
  const { gates, beyond } = await collect({ ...files, CODEOWNERS: '/.github/ @ada\n', 'z/AGENTS.md': 'x' });
  expect([gates.length, beyond]).toEqual([200, '.github/workflows/200.yml']);
  expect((await collect({ CODEOWNERS: '* @ada\n', 'AGENTS.md': 'x' })).beyond).toBeUndefined();
});

test.for<[remote: string, forge: string]>([
  ['https://github.com/acme/gitlab-tools', 'github'],
  ['git@github.com:gitlab/tools.git', 'github'],
  ['/srv/gitlab/tools.git', 'github'],
  ['https://gitlab.com/acme/tools', 'gitlab'],
  ['git@gitlab.example.org:acme/tools.git', 'gitlab'],
  ['ssh://git@gitlab.example.org:2222/acme/tools.git', 'gitlab'],
])('the host of %s decides whose rules hold', async ([remote, forge]) => {
  expect((await collect({ CODEOWNERS: '* @ada\n' }, { remote })).file?.forge).toBe(forge);
});
