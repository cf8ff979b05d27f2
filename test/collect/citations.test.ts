import { describe, expect, test } from 'vitest';
import { citations } from '../../checker/src/collect/citations/index.ts';
import { learnings } from '../../checker/src/collect/learnings/index.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { CitationsFacts } from '../../checker/src/facts/citations.ts';
import { type MemoryCommit, type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

async function collect(
  commits: readonly MemoryCommit[],
  spec: Partial<MemoryRepositorySpec> = {},
): Promise<CitationsFacts> {
  const repository = memoryRepository({ commits, ...spec });
  const context = {
    repository,
    asOf: repository.target.date,
    since: '2026-01-01T00:00:00Z',
    notice: () => {},
    facts: () => learnings.collect(context as unknown as CollectContext),
  };
  const collected = await citations.collect(context as unknown as CollectContext);
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

const LEARNINGS = {
  'learnings.md': '## Pin actions (2026-01-02)\n\na\n\n## Mind the cache (2026-01-02)\n\nb\n',
  '.agents/learnings/retry.md': '---\nid: learn-retry\n---\n# Retry\n\ntext of a few words\n',
};
const log = (...rows: (object | string)[]) =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
const lessons = async (...rows: (object | string)[]) =>
  (
    await collect([
      { date: '2026-01-05', files: LEARNINGS },
      { date: '2026-03-01', files: { '.agents/citations.jsonl': log(...rows) } },
    ])
  ).lessons;
const TIME = '2026-02-01T10:00:00Z';

describe('the neutral log', () => {
  test.for<[learning: string, at: string]>([
    ['learn-retry', '.agents/learnings/retry.md:4'],
    ['retry', '.agents/learnings/retry.md:4'],
    ['.agents/learnings/retry.md', '.agents/learnings/retry.md:4'],
    ['./.agents/learnings/retry.md', '.agents/learnings/retry.md:4'],
    ['/Users/ada/engine/.agents/learnings/retry.md', '.agents/learnings/retry.md:4'],
    ['C:\\work\\.agents\\learnings\\retry.md', '.agents/learnings/retry.md:4'],
    ['learnings.md#Mind the cache', 'learnings.md:5'],
    ['learnings.md#mind-the-cache-2026-01-02', 'learnings.md:5'],
    ['learnings.md', 'learnings.md:1'],
  ])('%s names an entry', async ([learning, at]) => {
    const found = await lessons({ time: TIME, learning, use: 'used' });
    expect(found.map(({ path, line }) => `${path}:${line}`)).toEqual([at]);
  });

  test.for(['learn-other', 'learnings.md#Gone', 'docs/learnings.md', '/Users/ada/retry.md'])(
    '%s names none',
    async (learning) => {
      const { logs } = await collect([
        {
          files: {
            ...LEARNINGS,
            '.agents/citations.jsonl': log({ time: '2025-12-31T00:00:00Z', learning, use: 'used' }),
          },
        },
      ]);
      expect(logs).toEqual([{ path: '.agents/citations.jsonl', rows: 1, unmatched: 1, unusable: 0 }]);
    },
  );

  test('the latest citation of each kind is kept, with its line', async () => {
    const row = (time: string, use: string) => ({ time, learning: 'learn-retry', use });
    expect(
      await lessons(
        row('2026-02-02T00:00:00Z', 'retrieved'),
        row(TIME, 'retrieved'),
        row(TIME, 'used'),
        row(TIME, 'refuted'),
      ),
    ).toEqual([
      {
        path: '.agents/learnings/retry.md',
        line: 4,
        retrieved: { time: '2026-02-02T00:00:00.000Z', at: { path: '.agents/citations.jsonl', line: 1 } },
        used: { time: '2026-02-01T10:00:00.000Z', at: { path: '.agents/citations.jsonl', line: 3 } },
        refuted: { time: '2026-02-01T10:00:00.000Z', at: { path: '.agents/citations.jsonl', line: 4 } },
      },
    ]);
  });

  test('rows without a time, of the future, of an unknown use, or broken cannot be used', async () => {
    const learning = 'learn-retry';
    const rows = log(
      '{',
      { learning, use: 'used' },
      { time: '2026-02-01T10:00:00', learning, use: 'used' },
      { time: '2099-01-01T00:00:00Z', learning, use: 'used' },
      { time: TIME, learning, use: 'seen' },
      '',
    );
    const { logs, lessons } = await collect([
      { date: '2026-03-01', files: { ...LEARNINGS, '.agents/citations.jsonl': rows } },
    ]);
    expect(logs).toEqual([{ path: '.agents/citations.jsonl', rows: 5, unmatched: 0, unusable: 5 }]);
    expect(lessons).toEqual([]);
  });
});

test('the log of the reference implementation', async () => {
  const path = '/Users/ada/x/.agents/learnings/retry.md';
  const row = (citation_type: string, cited_at = TIME) => ({
    artifact_path: path,
    cited_at,
    citation_type,
    feedback_at: '0001-01-01T00:00:00Z',
  });
  const rows = log(
    row('pull'),
    row('applied'),
    row('harmful'),
    row('used', '0001-01-01T00:00:00Z'),
    row('skill-loaded'),
  );
  const { lessons, logs } = await collect([
    { date: '2026-03-01', files: { ...LEARNINGS, '.agents/ao/citations.jsonl': rows } },
  ]);
  expect(lessons).toMatchObject([
    { retrieved: { at: { line: 1 } }, used: { at: { line: 2 } }, refuted: { at: { line: 3 } } },
  ]);
  expect(logs).toMatchObject([{ rows: 5, unmatched: 0, unusable: 2 }]);
});

describe('trailers of commits', () => {
  test('a commit uses the lesson that its trailer names, but not the one it introduces', async () => {
    const used = await collect([
      { date: '2026-01-05', files: LEARNINGS, message: 'Learn\n\nLearning: learn-retry' },
      {
        date: '2026-02-01',
        message: 'Fix\n\nBody.\n\nLearning: learnings.md#Pin actions\nSigned-off-by: Ada <ada@example.org>',
      },
      { date: '2026-02-02', message: 'Write\n\nLearning: that tests matter' },
    ]);
    expect(used.lessons).toEqual([
      { path: 'learnings.md', line: 1, used: { time: '2026-02-01T12:00:00.000Z', at: { commit: expect.any(String) } } },
    ]);
  });

  test('what is withheld is said', async () => {
    const files = {
      ...LEARNINGS,
      '.agents/citations.jsonl': log({ time: TIME, learning: 'learn-retry', use: 'used' }),
    };
    expect((await collect([{ files }], { withhold: { history: true } })).commitsWithheld).toMatchObject({
      decide: 'git fetch --unshallow',
    });
    const { unread, logs } = await collect([{ files }], { withhold: { contents: (path) => path.endsWith('.jsonl') } });
    expect({ unread, logs }).toEqual({
      unread: [{ path: '.agents/citations.jsonl', because: 'could not be read' }],
      logs: [],
    });
  });
});
