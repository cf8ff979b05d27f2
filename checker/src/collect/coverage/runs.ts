import type { Cover } from '../../facts/coverage.ts';
import type { CommitGraph } from '../../ledger/commit-graph.ts';

/** Changes that landed one after the other, taken as one change. */
export interface Run {
  /** Its last commit. */
  readonly commit: string;
  /** The commit before its first. */
  readonly base: string;
  readonly ids: readonly string[];
}

/** A part of what landed that is longer than this is not tried. */
const LONGEST = 10;
/** All that landed between two changes that are covered is tried as a whole up to this: a long branch, rebased. */
const LONGEST_WHOLE = 100;
const MOST_RUNS = 300;

/**
 * Every run of two to ten changes, none of them covered, newest first, and the longer ones that nothing uncovered
 * adjoins. Trivial ones between them belong to it.
 */
export function runsOf(
  changes: readonly string[],
  graph: CommitGraph,
  coverOf: (id: string) => Cover['by'] | undefined,
): readonly Run[] {
  const runs: Run[] = [];
  const covers = changes.map(coverOf);
  let isWithin = false;
  for (const [start, commit] of changes.entries()) {
    if (covers[start] !== undefined && covers[start] !== 'nothing') isWithin = false;
    if (covers[start] !== 'nothing') continue;
    const longest = isWithin ? LONGEST : LONGEST_WHOLE + 1;
    isWithin = true;
    const ids = [commit];
    let whole: Run | undefined;
    for (let at = start + 1; at < changes.length && ids.length < longest; at++) {
      const id = changes[at];
      const cover = covers[at];
      if (id === undefined || (cover !== undefined && cover !== 'nothing')) break;
      if (cover === undefined) continue;
      ids.push(id);
      const base = graph.get(id)?.parents[0];
      whole = undefined;
      if (base === undefined) break;
      if (runs.length >= MOST_RUNS) return runs;
      if (ids.length <= LONGEST) runs.push({ commit, base, ids: [...ids] });
      else if (ids.length <= LONGEST_WHOLE) whole = { commit, base, ids };
    }
    if (whole !== undefined) runs.push(whole);
  }
  return runs;
}
