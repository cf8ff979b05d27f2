import { describe, expect, test } from 'vitest';
import { workflows } from '../../checker/src/collect/workflows/index.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { WorkflowsFacts } from '../../checker/src/facts/workflows.ts';
import { type MemoryFile, memoryRepository } from '../../checker/src/source/memory.ts';

async function collect(files: Record<string, MemoryFile>, withheld?: string): Promise<WorkflowsFacts> {
  const repository = memoryRepository({
    commits: [{ files }],
    withhold: { contents: (path) => path === withheld },
  });
  const collected = await workflows.collect({ repository } as unknown as CollectContext);
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

const one = async (text: string) => {
  const { workflows: list, unreadable } = await collect({ '.github/workflows/ci.yml': text });
  return { workflow: list[0], unreadable };
};

describe('workflows', () => {
  test.for<[form: string, on: string, events: string[]]>([
    ['a string', 'on: push', ['push']],
    ['a list', 'on: [push, pull_request]', ['push', 'pull_request']],
    ['a map', 'on:\n  push:\n  pull_request:\n    branches: [main]', ['push', 'pull_request']],
    ['a quoted key', '"on": push', ['push']],
  ])('reads triggers written as %s', async ([, on, events]) => {
    const { workflow } = await one(`${on}\njobs: {}\n`);
    expect(workflow?.triggers.map(({ event }) => event)).toEqual(events);
  });

  test.for<[remote: string | undefined, host: string | undefined]>([
    ['https://codeberg.org/ada/engine.git', 'codeberg.org'],
    ['git@codeberg.org:ada/engine.git', 'codeberg.org'],
    ['https://github.com/codeberg.org/engine', undefined],
    ['https://codeberg.org.example.org/ada/engine', undefined],
    [undefined, undefined],
  ])('knows of %s whether it runs Forgejo', async ([remote, host]) => {
    const repository = memoryRepository({ commits: [{ files: {} }], ...(remote !== undefined && { remote }) });
    const collected = await workflows.collect({ repository } as unknown as CollectContext);
    expect(collected.known && collected.value.forgejoHost).toBe(host);
  });

  test('reads filters of a trigger, and keeps what is not written apart from what is empty', async () => {
    const { workflow } = await one('on:\n  push:\n    branches: main\n    paths-ignore: [docs/**]\njobs: {}\n');
    expect(workflow?.triggers).toEqual([
      expect.objectContaining({
        line: 2,
        branches: ['main'],
        pathsIgnore: ['docs/**'],
        paths: undefined,
        tags: undefined,
      }),
    ]);
  });

  test('reads jobs and steps with their lines', async () => {
    const { workflow } = await one(
      [
        'on: push',
        'permissions: read-all',
        'jobs:',
        '  test:',
        '    if: ${{ false }}',
        '    permissions: {}',
        '    steps:',
        '      - uses: actions/checkout@v7',
        '        with:',
        '          ref: 1.10',
        '      - run: |',
        '          npm ci',
        '          npm test',
        '        continue-on-error: true',
      ].join('\n'),
    );
    expect(workflow?.permissions).toEqual({ line: 2, kind: 'read-all', scopes: [] });
    expect(workflow?.jobs[0]).toMatchObject({
      id: 'test',
      line: 4,
      disabled: true,
      if: { text: '${{ false }}', line: 5 },
      permissions: { line: 6, kind: 'none' },
      steps: [
        { line: 8, uses: { text: 'actions/checkout@v7', line: 8 }, with: [{ name: 'ref', value: '1.10', line: 10 }] },
        {
          line: 11,
          run: { text: 'npm ci\nnpm test\n', line: 12, aligned: true },
          continueOnError: { text: 'true', line: 14 },
        },
      ],
    });
  });

  test('follows anchors and merge keys; a key of its own wins', async () => {
    const { workflow } = await one(
      [
        'on: push',
        'jobs:',
        '  a: &a',
        '    permissions: &p { contents: read }',
        '    runs-on: ubuntu-latest',
        '  b:',
        '    <<: *a',
        '    runs-on: windows-latest',
        '  c:',
        '    permissions: *p',
      ].join('\n'),
    );
    const read = { kind: 'scopes', scopes: [{ name: 'contents', value: 'read' }] };
    expect(workflow?.jobs).toMatchObject([
      { id: 'a', permissions: read },
      { id: 'b', permissions: read, runsOn: ['windows-latest'] },
      { id: 'c', permissions: read },
    ]);
  });

  test.for<[why: string, text: string, line: number, because: RegExp]>([
    ['broken YAML', 'on: push\njobs:\n  a: [\n', 4, /not valid YAML/],
    ['a tab', 'on: push\njobs:\n\ta: 1\n', 3, /not valid YAML/],
    ['a key written twice', 'on: push\njobs: {}\non: pull_request\n', 3, /not valid YAML/],
    ['a list at the top', '- on: push\n', 1, /not a map/],
    ['jobs that are a list', 'on: push\njobs:\n  - a\n', 3, /not a map/],
    ['permissions that are a word', 'on: push\npermissions: write\njobs: {}\n', 2, /neither a map/],
  ])('says which line makes a workflow unreadable: %s', async ([, text, line, because]) => {
    const { workflow, unreadable } = await one(text);
    expect(workflow).toBeUndefined();
    expect(unreadable).toEqual([{ path: '.github/workflows/ci.yml', line, because: expect.stringMatching(because) }]);
  });

  test('bounds what aliases stand for', async () => {
    const bomb = [
      'on: push',
      'x0: &x0 { run: echo }',
      `x1: &x1 [${Array(200).fill('*x0').join(', ')}]`,
      'jobs:',
      ...Array.from({ length: 250 }, (_, i) => `  j${i}: { steps: *x1 }`),
    ].join('\n');
    expect((await one(bomb)).unreadable).toEqual([
      expect.objectContaining({ because: expect.stringContaining('alias') }),
    ]);
    const nested = `on: push\njobs: ${'['.repeat(100_000)}`;
    expect((await one(nested)).unreadable).toHaveLength(1);
  });

  test('knows only files directly in the folders of GitHub, Gitea and Forgejo', async () => {
    const text = 'on: push\njobs: {}\n';
    const { workflows: list } = await collect({
      '.github/workflows/a.yml': text,
      '.forgejo/workflows/b.yaml': text,
      '.gitea/workflows/c.yml': text,
      '.github/workflows/sub/d.yml': text,
      '.github/workflows/e.md': text,
      'f.yml': text,
    });
    expect(list.map(({ path }) => path)).toEqual([
      '.forgejo/workflows/b.yaml',
      '.gitea/workflows/c.yml',
      '.github/workflows/a.yml',
    ]);
  });

  test('says which workflow could not be read', async () => {
    const files = { '.github/workflows/a.yml': 'on: push', '.github/workflows/b.yml': new Uint8Array([0, 1]) };
    expect((await collect(files, '.github/workflows/a.yml')).unreadable).toEqual([
      { path: '.github/workflows/a.yml', line: 1, because: 'is not in this clone' },
      { path: '.github/workflows/b.yml', line: 1, because: 'is not text' },
    ]);
  });
});
