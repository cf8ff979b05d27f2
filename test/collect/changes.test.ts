import { describe, expect, test } from 'vitest';
import { changes } from '../../checker/src/collect/changes/index.ts';
import { isUnwritten } from '../../checker/src/collect/changes/unwritten.ts';
import { history } from '../../checker/src/collect/history.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

const AGENT = '\n\nCo-authored-by: Codex <noreply@openai.com>';

function collect(spec: MemoryRepositorySpec) {
  const context = {
    repository: memoryRepository(spec),
    since: '2026-01-01T00:00:00Z',
    facts: () => history.collect(context),
    notice: () => {},
  } as unknown as CollectContext;
  return changes.collect(context);
}

describe('changes that agents signed', () => {
  test('are measured without what a tool wrote', async () => {
    const collected = await collect({
      commits: [
        { files: { 'a.ts': 'one\ntwo\n' } },
        { message: `Change${AGENT}`, files: { 'a.ts': 'one\n2\n', 'b.ts': 'new\n', 'yarn.lock': 'x\n'.repeat(900) } },
        { message: 'By a person', files: { 'a.ts': 'three\n' } },
      ],
    });
    expect(collected).toMatchObject({
      known: true,
      value: { signed: 1, changes: [{ tools: ['Codex'], files: 2, lines: 3 }] },
    });
  });

  test('leave out merges, reviews, and changes of nothing else', async () => {
    const collected = await collect({
      commits: [
        { label: 'base', files: { a: '1' } },
        { label: 'side', parents: ['base'], files: { b: '1' } },
        { label: 'merge', parents: ['base', 'side'], message: `Merge${AGENT}`, files: { b: '1' } },
        { message: `Update the lock file${AGENT}`, files: { 'package-lock.json': '{}' } },
        {
          message: 'Review\n\nCo-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>',
          files: { c: '1' },
        },
      ],
    });
    expect(collected).toMatchObject({ known: true, value: { signed: 1, changes: [] } });
  });

  test('are withheld where history is', async () => {
    expect(await collect({ commits: [{}], withhold: { history: true } })).toMatchObject({ known: false });
  });
});

test.for<[path: string, unwritten: boolean]>([
  ['Cargo.lock', true],
  ['packages/a/package-lock.json', true],
  ['src/__snapshots__/a.test.ts.snap', true],
  ['vendor/github.com/a/b.go', true],
  ['dist/index.js', true],
  ['api/v1/a.pb.go', true],
  ['.beads/issues.jsonl', true],
  ['src/a.ts', false],
  ['src/vendor.ts', false],
  ['data/rows.jsonl', false],
  ['package.json', false],
])('%s is written by a tool: %s', ([path, unwritten]) => {
  expect(isUnwritten(path)).toBe(unwritten);
});
