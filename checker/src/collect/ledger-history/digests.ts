import type { LedgerGrowth, LedgerLoss } from '../../facts/ledger-history.ts';
import type { PathStep } from '../../repository.ts';
import { nameOf, type Tree } from '../../tree.ts';
import { firstOf, versionsOf } from './report.ts';

const MOST_SHOWN = 20;

/**
 * A folder of verdicts that are named by their digest, as one ledger: files may come, and none may change or go. Object
 * names are enough to see that.
 */
export function digestGrowth(
  folder: string,
  steps: readonly PathStep[],
  tree: Tree,
  isMerge: (commit: string) => boolean,
): LedgerGrowth {
  const deed = ({ path, before, after = '' }: PathStep) => `${before} ${after} ${path}`;
  const lost = steps.filter(({ before, after }) => before !== undefined && before !== after);
  const deeds = new Set(lost.filter(({ commit }) => !isMerge(commit)).map(deed));
  const isBack = ({ path, before }: PathStep) => tree.get(path)?.id === before;
  // What only brings the right content back, or is taken over by a merge, is no loss of its own.
  const wrong = new Set(lost.filter(isBack).map(({ path, after }) => `${after} ${path}`));
  const own = lost.filter(
    (step) => !wrong.has(`${step.before} ${step.path}`) && (!isMerge(step.commit) || !deeds.has(deed(step))),
  );
  const standing = own.filter((step) => !isBack(step));
  const kept = new Set([...standing, ...own].slice(0, MOST_SHOWN));
  const first = own.flatMap((step): LedgerLoss[] => {
    if (!kept.has(step)) return [];
    const { commit, committer, path, after } = step;
    const kind = after === undefined ? 'deleted' : 'rewritten';
    return [{ kind, commit, date: committer.date, undone: isBack(step), detail: `it was ${nameOf(path)}` }];
  });
  return {
    path: folder,
    present: tree.isFolder(folder),
    versions: versionsOf(steps),
    first: firstOf(steps),
    losses: { first, total: own.length, standing: standing.length },
    misdated: { first: [], total: 0 },
  };
}
