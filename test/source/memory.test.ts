import { describe, expect, test } from 'vitest';
import type { Repository } from '../../checker/src/repository.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

const SPEC: MemoryRepositorySpec = {
  commits: [
    { label: 'root', files: { 'a.md': 'a\n', 'b.md': 'b\n' } },
    { label: 'one', files: { 'a.md': 'aa\n' } },
    { label: 'two', parents: ['root'], files: { 'b.md': 'bb\n' } },
    { label: 'clean', parents: ['one', 'two'], message: 'Clean', files: { 'b.md': 'bb\n' } },
    { label: 'three', files: { 'c.md': 'c\n' } },
    { parents: ['clean', 'three'], message: 'Own', files: { 'a.md': 'aaa\n' } },
  ],
};

async function idsOf(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const commits = await repository.commits({ since: '1970-01-01' });
  return new Map(commits.known ? commits.value.map(({ id, subject }) => [subject, id]) : []);
}

describe('what memory withholds', () => {
  test('history, as a shallow clone does', async () => {
    const repository = memoryRepository({ ...SPEC, withhold: { history: true } });
    const changes = [{ commit: repository.target.commit }];
    for (const answer of [
      await repository.pathSteps(['a.md']),
      await repository.differences({ changes, exclude: [] }),
      await repository.mergesWithChanges([repository.target.commit]),
    ]) {
      expect(answer).toMatchObject({ known: false, decide: 'git fetch --unshallow' });
    }
  });

  test('contents, as a partial clone does: with them what is told by comparing them', async () => {
    const repository = memoryRepository({ ...SPEC, withhold: { contents: (path) => path === 'a.md' } });
    const ids = await idsOf(repository);
    const [clean = '', own = ''] = ['Clean', 'Own'].map((subject) => ids.get(subject));
    const steps = await repository.pathSteps(['a.md']);
    expect(steps).toMatchObject({ known: true, value: { length: 5 } });
    const states = new Set<string>();
    const blobs = steps.known ? steps.value.flatMap(({ after }) => after ?? []) : [];
    await repository.blobs(blobs, (_id, { state }) => states.add(state));
    expect(states).toEqual(new Set(['missing']));
    const withheld = { known: false, because: expect.stringContaining('a.md') };
    const both = [{ commit: clean }, { commit: own }];
    expect(await repository.differences({ changes: both, exclude: [] })).toMatchObject(withheld);
    expect(await repository.differences({ changes: both, exclude: ['a.md'] })).toMatchObject({ known: true });
    expect(await repository.differences({ changes: [{ commit: clean }], exclude: [] })).toMatchObject({ known: true });
    expect(await repository.mergesWithChanges([clean])).toEqual({ known: true, value: new Set() });
    expect(await repository.mergesWithChanges([clean, own])).toMatchObject(withheld);
  });

  test('nothing, where it is not told to', async () => {
    const repository = memoryRepository(SPEC);
    const ids = await idsOf(repository);
    expect(await repository.mergesWithChanges([...ids.values()])).toEqual({
      known: true,
      value: new Set([ids.get('Own')]),
    });
  });
});

test('different changes have different names, equal ones the same; white space counts in one of them', async () => {
  const change = async (before: string, after: string) => {
    const commits = [{ files: { 'a.md': before } }, { files: { 'a.md': after } }];
    const repository = memoryRepository({ commits });
    const answer = await repository.differences({ changes: [{ commit: repository.target.commit }], exclude: [] });
    return answer.known ? answer.value[0] : undefined;
  };
  const [own, spaced] = [await change('a\n', 'b\n'), await change(' a\n', 'b \n')];
  expect(own).toEqual(await change('a\n', 'b\n'));
  expect(own?.patch).toBe(spaced?.patch);
  expect(own?.difference).not.toBe(spaced?.difference);
  for (const other of [await change('b\n', 'a\n'), await change('a\n', 'a\nb\n')]) {
    expect(own?.patch).not.toBe(other?.patch);
    expect(own?.difference).not.toBe(other?.difference);
  }
  expect(await change('a\n', 'a\n')).toBeUndefined();
});
