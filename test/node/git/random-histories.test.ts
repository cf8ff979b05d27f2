import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openRepository } from '../../../checker/src/node/git/index.ts';
import type { Collected } from '../../../checker/src/outcome.ts';
import type { PathStep, Repository } from '../../../checker/src/repository.ts';
import { type MemoryCommit, memoryRepository } from '../../../checker/src/source/memory.ts';
import { differenceByHand as byHand } from '../../support/difference-by-hand.ts';
import { type GitFixture, gitRepository, importCommits } from '../../support/git-repository.ts';
import { randomHistory } from '../../support/random-history.ts';

function given<T>(collected: Collected<T>): T {
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

/** Each random history as a repository of its own, made by git. */
async function eachHistory(
  runs: number,
  check: (fixture: GitFixture, repository: Repository, commits: readonly MemoryCommit[]) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(randomHistory(), async (commits) => {
      const fixture = gitRepository();
      importCommits(fixture, commits);
      const repository = await openRepository(fixture.path);
      try {
        await check(fixture, repository, commits);
      } finally {
        await repository.close();
      }
    }),
    { numRuns: runs, interruptAfterTimeLimit: 60_000 },
  );
}

/** `<commit> [<parent>…]` of everything reachable. */
const graph = (fixture: GitFixture) =>
  fixture
    .git('rev-list', '--parents', 'main')
    .split('\n')
    .map((line) => line.split(' '));

/** Every file of a commit, links and submodules left out. */
function filesOf(fixture: GitFixture, commit: string): ReadonlyMap<string, string> {
  const records = fixture.git('ls-tree', '-r', '-z', commit).split('\0');
  return new Map(
    records.flatMap((record): [string, string][] => {
      const [, mode = '', id = '', path = ''] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(record) ?? [];
      return mode.startsWith('100') ? [[path, id]] : [];
    }),
  );
}

/** By brute force: every edge of history, every path that differs along it. */
function everyStep(fixture: GitFixture, isInside: (path: string) => boolean): readonly string[] {
  return graph(fixture).flatMap(([commit = '', ...parents]) =>
    (parents.length === 0 ? [undefined] : parents).flatMap((parent) => {
      const after = filesOf(fixture, commit);
      const before = parent === undefined ? new Map<string, string>() : filesOf(fixture, parent);
      return [...new Set([...before.keys(), ...after.keys()])]
        .filter((path) => isInside(path) && before.get(path) !== after.get(path))
        .map((path) => [commit, parent, path, before.get(path), after.get(path)].join(' | '));
    }),
  );
}

const told = ({ commit, parent, path, before, after }: PathStep) => [commit, parent, path, before, after].join(' | ');

test('the steps are all edges of history along which a file differs, and no others', { timeout: 120_000 }, () =>
  eachHistory(25, async (fixture, repository) => {
    for (const paths of [['lanes/a.jsonl'], ['lanes', 'notes'], ['']]) {
      const steps = given(await repository.pathSteps(paths));
      const isInside = (path: string) => paths.some((root) => root === '' || `${path}/`.startsWith(`${root}/`));
      expect(steps.map(told).sort()).toEqual([...everyStep(fixture, isInside)].sort());
    }
  }),
);

test('differences have the names that git gives a person', { timeout: 120_000 }, () =>
  eachHistory(12, async (fixture, repository) => {
    const commits = graph(fixture);
    for (const exclude of [[], ['lanes']]) {
      const changes = commits.flatMap(([commit = '']) => [{ commit }, { commit, base: commits[0]?.[0] ?? '' }]);
      const ids = given(await repository.differences({ changes, exclude }));
      const expected = commits.flatMap(([commit = '', parent]) => [
        byHand(fixture, parent, commit, exclude),
        byHand(fixture, commits[0]?.[0], commit, exclude),
      ]);
      expect(ids).toEqual(expected);
    }
  }),
);

test('memory answers as git does', { timeout: 120_000 }, () =>
  eachHistory(25, async (_fixture, git, commits) => {
    const [expected, answer] = await Promise.all(
      [git, memoryRepository({ commits })].map(async (repository) => {
        const log = given(await repository.commits({ since: '1970-01-01' }));
        const subjects = new Map(log.map(({ id, subject }) => [id, subject]));
        const named = (id: string | undefined) => id && subjects.get(id);
        const ids = log.map(({ id }) => id);
        return {
          trees: log.map(({ subject, tree }) => [subject, tree]),
          steps: given(await repository.pathSteps([''])).map((step) => ({
            ...step,
            commit: named(step.commit),
            parent: named(step.parent),
          })),
          patches: given(
            await repository.differences({ changes: ids.map((commit) => ({ commit })), exclude: ['lanes'] }),
          ),
          merges: [...given(await repository.mergesWithChanges(ids))].map(named).sort(),
        };
      }),
    );
    expect(answer).toEqual(expected);
  }),
);
