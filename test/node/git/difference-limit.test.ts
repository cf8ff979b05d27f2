import { expect, test } from 'vitest';
import { GitFailure } from '../../../checker/src/node/git/command.ts';
import { differences } from '../../../checker/src/node/git/differences.ts';
import { orWithheld } from '../../../checker/src/node/git/withhold.ts';
import { gitRepository } from '../../support/git-repository.ts';

test('differences that are larger than is looked at are withheld, all of them, with the reason', async () => {
  const fixture = gitRepository();
  fixture.commit('Begin', { 'a.txt': 'a\n' });
  const commit = fixture.commit('Grow', { 'a.txt': 'b\n'.repeat(100_000) });
  const edges = [`${commit} ${fixture.git('rev-parse', 'HEAD^')}`];
  const git = { env: process.env, options: ['-C', fixture.path], home: fixture.path };
  expect([...(await differences(git, edges, [])).keys()]).toEqual(edges);
  await expect(differences(git, edges, [], 10_000)).rejects.toThrow(GitFailure);
  expect(await orWithheld(() => differences(git, edges, [], 10_000))).toMatchObject({
    known: false,
    because: expect.stringContaining('git diff-tree printed more than'),
  });
});
