import { defineCollector } from '../../collector.ts';
import type { AgentChange } from '../../facts/changes.ts';
import type { HistoryCommit } from '../../facts/history.ts';
import { known } from '../../outcome.ts';
import { isUnwritten } from './unwritten.ts';

/** Sizes are asked of git commit by commit: the newest say enough. */
const MOST_CHANGES = 200;

/** Measures the newest changes that agents signed. */
export const changes = defineCollector({
  kind: 'changes',
  reads: () => false,
  async collect({ repository, asOf, facts }) {
    const history = await facts('history');
    if (!history.known) return history;
    const signed = history.value.commits.filter((commit) => commit.parents.length < 2 && toolsOf(commit).length > 0);
    const newest = signed.slice(0, MOST_CHANGES);
    const sizes = await repository.changeSizes(newest.map(({ id }) => id));
    if (!sizes.known) return sizes;
    const measured = newest.map((commit): AgentChange => {
      const all = sizes.value.get(commit.id) ?? [];
      const written = all.filter(({ path }) => !isUnwritten(path));
      return {
        id: commit.id,
        date: commit.committed,
        tools: toolsOf(commit),
        files: written.length,
        lines: written.reduce((sum, { added, deleted }) => sum + added + deleted, 0),
      };
    });
    return known({
      asOf,
      signed: signed.length,
      changes: measured.filter(({ files }) => files > 0),
      complete: history.value.complete,
    });
  },
});

const toolsOf = ({ agents }: HistoryCommit): readonly string[] =>
  [...new Set(agents.filter(({ role }) => role === 'worker').map(({ tool }) => tool))].sort();
