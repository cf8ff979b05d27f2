import { BEGINNING, type Coverage, coverageOf } from '../../collect/coverage/coverage-of.ts';
import type { LedgerHistoryFacts } from '../../facts/ledger-history.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import type { CommitGraph } from '../../ledger/commit-graph.ts';
import type { Collected } from '../../outcome.ts';
import type { Commit, Repository } from '../../repository.ts';
import type { Base } from './gate-base.ts';
import type { Counts } from './signed-passes.ts';

/** The merges among the changes, but for those that left what had landed as it was. */
export function mergesIn(commits: readonly Commit[], ids: ReadonlySet<string>, { parts }: Base, graph: CommitGraph) {
  const isAllThatLanded = (id: string) => !ids.has(id) && parts.every((part) => graph.contains(id, part));
  return commits.filter(
    ({ id, tree, parents }) =>
      ids.has(id) &&
      parents.length > 1 &&
      !parents.some((parent) => graph.get(parent)?.tree === tree && isAllThatLanded(parent)),
  );
}

/** A change itself; for a merge that nothing covers, what it brought and nobody judged: there the verdicts are missing. */
export function owing(
  id: string,
  graph: CommitGraph,
  ids: ReadonlySet<string>,
  covers: Coverage['covers'],
): readonly string[] {
  const isOpen = (each: string) => covers.get(each)?.by === 'nothing';
  const brought = isOpen(id) ? [...graph.brought(id).ids].filter((each) => ids.has(each) && isOpen(each)) : [];
  const single = brought.filter((each) => (graph.get(each)?.parents.length ?? 0) < 2);
  return single.length === 0 ? [id] : single;
}

/** How the changes of a range are covered by verdicts. */
export async function covered(
  repository: Repository,
  graph: CommitGraph,
  ids: ReadonlySet<string>,
  commits: readonly Commit[],
  ledgers: LedgersFacts,
  growth: Collected<LedgerHistoryFacts>,
  byHand: ReadonlySet<string>,
  counts: Counts | undefined,
): Promise<Collected<Coverage>> {
  const changes = commits.filter(({ id }) => ids.has(id));
  const brought = changes.flatMap(({ id }) => [...graph.brought(id).ids]);
  const oldest = Math.min(...changes.map(({ committer }) => Date.parse(committer.date)));
  return coverageOf(repository, {
    changes: changes.map(({ id }) => id),
    graph,
    ledgers,
    held: ledgers.ledgers.length > 0 || (growth.known && growth.value.ledgers.length > 0),
    since: Number.isFinite(oldest) ? new Date(oldest).toISOString() : BEGINNING,
    settled: new Set(brought.filter((id) => !ids.has(id))),
    byHand,
    ...(counts !== undefined && { counts }),
  });
}
