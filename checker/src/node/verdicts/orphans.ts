import { BEGINNING } from '../../collect/coverage/coverage-of.ts';
import { eachStatement } from '../../collect/statements.ts';
import type { CoverageFacts } from '../../facts/coverage.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { CommitGraph } from '../../ledger/commit-graph.ts';
import { differenceKeys } from '../../ledger/judgements.ts';
import { type Collected, known } from '../../outcome.ts';
import type { Repository } from '../../repository.ts';

const MOST_SHOWN = 20;

/**
 * Verdicts on commits that the history does not hold, under no name, of ledgers that are too long to be held in memory.
 * One that names what was changed is not called so: for so many changes that is not computed.
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
  await eachStatement(ledgers, repository, ({ line, subject }, { path }) => {
    const { commit, tree } = subject;
    if (commit === undefined || differenceKeys(subject).length > 0 || graph.resolve(commit) !== undefined) return;
    if (tree !== undefined && graph.withTree(tree).length > 0) return;
    total += 1;
    if (first.length < MOST_SHOWN) first.push({ path, line, commit });
  });
  return known({ first, total });
}
