import { expect, test } from 'vitest';
import { listTree } from '../../../checker/src/node/git/list-tree.ts';
import { gitRepository, hermetic, temporaryFolder } from '../../support/git-repository.ts';

test('a tree that holds more than the limit says that it is cut', async () => {
  const fixture = gitRepository();
  const commit = fixture.commit('Begin', { 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' });
  const home = temporaryFolder();
  const git = { env: hermetic(home), options: ['-C', fixture.path], home };
  const list = async (limit: number) => {
    const { tree, cut } = await listTree(git, commit, limit);
    return [tree.entries.length, tree.cut, cut];
  };
  expect(await list(2)).toEqual([2, true, true]);
  expect(await list(3)).toEqual([3, false, false]);
});
