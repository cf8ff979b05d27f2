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

/** A judged branch of more commits than this is not found again after a rebase, unless its tree is the same. */
const LONGEST = 10;
const MOST_RUNS = 300;

/** Every run of two to ten changes, none of them covered, newest first. Trivial ones between them belong to it. */
export function runsOf(
  changes: readonly string[],
  graph: CommitGraph,
  coverOf: (id: string) => Cover['by'] | undefined,
): readonly Run[] {
  const runs: Run[] = [];
  const covers = changes.map(coverOf);
  for (const [start, commit] of changes.entries()) {
    if (covers[start] !== 'nothing') continue;
    const ids = [commit];
    for (let at = start + 1; at < changes.length && ids.length < LONGEST; at++) {
      const id = changes[at];
      const cover = covers[at];
      if (id === undefined || (cover !== undefined && cover !== 'nothing')) break;
      if (cover === undefined) continue;
      ids.push(id);
      const base = graph.get(id)?.parents[0];
      if (base === undefined) break;
      if (runs.length >= MOST_RUNS) return runs;
      runs.push({ commit, base, ids: [...ids] });
    }
  }
  return runs;
}
