import { expect, test } from 'vitest';
import { history } from '../../checker/src/collect/history.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

const collect = (spec: MemoryRepositorySpec) => {
  const context = { repository: memoryRepository(spec), since: '2026-02-01T00:00:00Z', notice: () => {} };
  return history.collect(context as unknown as CollectContext);
};

test('reduces the commits of the window to who signed them', async () => {
  const collected = await collect({
    commits: [
      { date: '2026-01-31', message: 'Before the window' },
      { date: '2026-02-02', message: 'By an agent\n\nCo-authored-by: Codex <noreply@openai.com>' },
      { date: '2026-02-03', author: 'Test User <test@example.com>', message: 'By a test' },
      { date: '2026-02-04', message: 'By a person' },
    ],
  });
  expect(collected).toMatchObject({
    known: true,
    value: {
      complete: true,
      commits: [{ agents: [] }, { agents: [] }, { agents: [{ tool: 'Codex', role: 'worker' }] }],
    },
  });
});

test('is withheld where history is', async () => {
  expect(await collect({ commits: [{}], withhold: { history: true } })).toMatchObject({ known: false });
});
