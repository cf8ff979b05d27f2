import type { RecordedWorktree, SharedWorktree } from '../../facts/workers.ts';
import type { Evidence } from '../../outcome.ts';

/** Worktrees in which one worker's records began before another's had ended. One pair for each worktree is enough. */
export function sharedAmong(recorded: readonly RecordedWorktree[]): readonly SharedWorktree[] {
  return [...grouped(recorded, ({ worktree }) => worktree)].flatMap(([worktree, records]): SharedWorktree[] => {
    const spans = [...grouped(records, ({ worker }) => worker)].map(spanOf).sort((a, b) => a.from - b.from);
    let before = spans[0];
    for (const next of spans.slice(1)) {
      if (before === undefined || before.to <= next.from) {
        before = next;
        continue;
      }
      const evidence = [before.first, next.first, before.last].map(citationOf);
      return [{ worktree, workers: [before.worker, next.worker], date: before.last.date, evidence }];
    }
    return [];
  });
}

const citationOf = ({ path, line, date, worker = '' }: RecordedWorktree): Evidence => ({
  at: 'file',
  path,
  ...(line === undefined ? {} : { line }),
  note: `${worker}, ${date}`,
});

/** From the first to the last record of one worker in one worktree. */
function spanOf([worker, records]: readonly [string, readonly [RecordedWorktree, ...RecordedWorktree[]]]) {
  const at = ({ date }: RecordedWorktree) => Date.parse(date);
  const first = records.reduce((a, b) => (at(b) < at(a) ? b : a));
  const last = records.reduce((a, b) => (at(b) > at(a) ? b : a));
  return { worker, first, last, from: at(first), to: at(last) };
}

/** By key, without those that have none. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): ReadonlyMap<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = key === undefined ? undefined : groups.get(key);
    if (group !== undefined) group.push(item);
    else if (key !== undefined) groups.set(key, [item]);
  }
  return groups;
}
