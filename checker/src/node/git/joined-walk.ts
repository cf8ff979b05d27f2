import { setImmediate } from 'node:timers/promises';
import type { Collected } from '../../outcome.ts';
import { known } from '../../outcome.ts';
import type { PathCommit, PathHistoryQuery } from '../../repository.ts';
import { insideOf, rootsOf } from './path-history.ts';

type Answer = Collected<readonly PathCommit[]>;
type Ask = (query: PathHistoryQuery) => Promise<Answer>;

/**
 * Answers questions for names that are asked in one turn from one walk over history, which costs git hardly more than
 * the largest of them. Where the common walk is withheld, each is asked for itself: another's paths are not to blame.
 */
export function joinedWalk(ask: Ask): Ask {
  let turn: { readonly roots: Set<string>; readonly answer: Promise<Answer> } | undefined;
  return async (query) => {
    if (query.detail !== 'names') return ask(query);
    const own = rootsOf(query.paths);
    if (turn === undefined) {
      const roots = new Set<string>();
      const start = async () => {
        await setImmediate();
        turn = undefined;
        return ask({ paths: [...roots], detail: 'names' });
      };
      turn = { roots, answer: start() };
    }
    const { roots } = turn;
    for (const root of own) roots.add(root);
    const answer = await turn.answer;
    if (roots.size === own.length) return answer;
    return answer.known ? known(touching(answer.value, own)) : ask(query);
  };
}

/** The commits that changed something under these roots, and of each what it changed there. */
function touching(history: readonly PathCommit[], roots: readonly string[]): readonly PathCommit[] {
  const isInside = insideOf(roots);
  return history.flatMap((commit) => {
    const changes = commit.changes.filter(({ path, from }) => isInside(path) || (from !== undefined && isInside(from)));
    return changes.length === 0 ? [] : [{ ...commit, changes }];
  });
}
