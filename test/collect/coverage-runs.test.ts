import { expect, test } from 'vitest';
import { runsOf } from '../../checker/src/collect/coverage/runs.ts';
import type { Cover } from '../../checker/src/facts/coverage.ts';
import { CommitGraph } from '../../checker/src/ledger/commit-graph.ts';

const name = (number: number) => number.toString(16).padStart(40, '0');

type By = Cover['by'] | undefined;

/** The first and the last change of each run, of changes that are numbered from 1 and covered like this, oldest first. */
function runs(covers: readonly By[]): readonly string[] {
  const ids = covers.map((_, at) => name(at + 1));
  const parents = [[], ...covers.map((_, at) => [name(at)])];
  const graph = new CommitGraph(parents.map((each, at) => ({ id: name(at), tree: name(at), parents: each })));
  const by = new Map(ids.map((id, at) => [id, covers[at]]));
  return runsOf(ids.toReversed(), graph, (id) => by.get(id)).map((run) => {
    expect(run.ids[0]).toBe(run.commit);
    expect(graph.get(run.ids.at(-1) ?? '')?.parents).toEqual([run.base]);
    return `${Number.parseInt(run.base, 16) + 1}-${Number.parseInt(run.commit, 16)}`;
  });
}

const nothing = (count: number): readonly By[] => Array.from({ length: count }, () => 'nothing');

test('every part of what no verdict covers is a run, with trivial changes in it', () => {
  expect(runs(nothing(3))).toEqual(['2-3', '1-3', '1-2']);
  expect(runs(['nothing', 'commit', 'nothing', undefined, 'nothing'])).toEqual(['3-5']);
});

test('a long branch is one as a whole, where covered changes or none adjoin it', () => {
  const long = runs(nothing(11));
  expect(long).toContain('1-11');
  expect(long).not.toContain('1-12');
  expect(runs([...nothing(1), 'commit', ...nothing(12), undefined, 'range', ...nothing(1)])).toContain('3-14');
  const parts = runs(nothing(12));
  expect(parts).toContain('1-12');
  expect(parts).not.toContain('1-11');
  expect(parts).not.toContain('2-12');
});

test('so is none of more than a hundred', () => {
  expect(runs(nothing(100))).toContain('1-100');
  expect(runs(nothing(101)).filter((run) => run.endsWith('-101'))).toHaveLength(9);
});
