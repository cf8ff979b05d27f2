import { BEGINNING } from '../../collect/coverage/coverage-of.ts';
import { eachStatement } from '../../collect/statements.ts';
import type { CoverageFacts } from '../../facts/coverage.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { CommitGraph } from '../../ledger/commit-graph.ts';
import { type Collected, known } from '../../outcome.ts';
import type { Repository } from '../../repository.ts';

const MOST_SHOWN = 20;

/**
 * Verdicts on commits that the history does not hold, under no name, of ledgers that are too long to be held in memory.
 * One that names a patch id is not called so: patch ids of so many changes are not computed.
 */
export async function orphansIn(
  repository: Repository,
  ledgers: LedgersFacts,
): Promise<Collected<CoverageFacts['orphans']>> {
  const history = await repository.commits({ since: BEGINNING });
  if (!history.known) return history;
  const graph = new CommitGraph(history.value);
  const first: CoverageFacts['orphans']['first'][number][] = [];
  let total = 0;
  await eachStatement(ledgers, repository, ({ line, subject: { commit, tree, patch } }, { path }) => {
    if (commit === undefined || patch !== undefined || graph.resolve(commit) !== undefined) return;
    if (tree !== undefined && graph.withTree(tree).length > 0) return;
    total += 1;
    if (first.length < MOST_SHOWN) first.push({ path, line, commit });
  });
  return known({ first, total });
}
