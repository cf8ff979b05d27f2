import type { HistoryCommit } from '../../facts/history.ts';
import type { Concurrency } from '../../facts/workers.ts';

const SEVEN_DAYS = 7 * 86_400_000;
const MOST = 50;
/** Workers that are remembered at a time, so that a history of made-up names costs no more. */
const MOST_WORKERS = 100;

/** The signs that agents worked at the same time, newest first. Reviewers have no workspace and are left out. */
export function concurrencyIn(commits: readonly HistoryCommit[]): readonly Concurrency[] {
  const signed = commits.filter(({ parents }) => parents.length < 2).flatMap((commit) => workOf(commit) ?? []);
  const byId = new Map(signed.map((work) => [work.commit.id, work]));
  return [...overlaps(branchesOf(commits, byId)), ...sideBySide(signed)]
    .sort((a, b) => Date.parse(b.date) - Date.parse(a.date))
    .slice(0, MOST);
}

/** One commit that agents signed as workers. */
interface Work {
  readonly commit: HistoryCommit;
  readonly at: number;
  readonly tools: readonly string[];
  readonly worker: string | undefined;
}

function workOf(commit: HistoryCommit): Work | undefined {
  const workers = commit.agents.filter(({ role }) => role === 'worker');
  if (workers.length === 0) return undefined;
  const tools = [...new Set(workers.map(({ tool }) => tool))].sort();
  return { commit, at: Date.parse(commit.date), tools, worker: workers.find(({ worker }) => worker)?.worker };
}

interface Branch {
  /** The merge that brought it in. */
  readonly merge: HistoryCommit;
  readonly first: Work;
  readonly last: Work;
}

/** The branches that the audited line merged, oldest merge first, each with the work that only it brought. */
function branchesOf(commits: readonly HistoryCommit[], work: ReadonlyMap<string, Work>): readonly Branch[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const line: HistoryCommit[] = [];
  for (let at = commits[0]; at !== undefined; at = byId.get(at.parents[0] ?? '')) line.push(at);
  const seen = new Set<string>(line.map(({ id }) => id));
  return line.toReversed().flatMap((merge) => {
    const brought: Work[] = [];
    const open = merge.parents.slice(1);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const commit = byId.get(id);
      if (commit === undefined || seen.has(id)) continue;
      seen.add(id);
      const found = work.get(id);
      if (found !== undefined) brought.push(found);
      open.push(...commit.parents);
    }
    brought.sort((a, b) => a.at - b.at);
    const [first, last] = [brought[0], brought.at(-1)];
    return first === undefined || last === undefined ? [] : [{ merge, first, last }];
  });
}

/** For each branch the next one that began before its last commit was made: one pair a branch is enough to show it. */
function overlaps(branches: readonly Branch[]): readonly Concurrency[] {
  const ordered = branches.toSorted((a, b) => a.first.at - b.first.at);
  return ordered.flatMap((branch, index): Concurrency[] => {
    const next = ordered[index + 1];
    if (next === undefined || next.first.at > branch.last.at) return [];
    return [
      {
        sign: 'branches',
        what: `the branches of two merges, signed by ${branch.last.tools.join(', ')} and ${next.first.tools.join(', ')}, overlap`,
        date: next.first.commit.date,
        commits: [branch.merge.id, next.merge.id],
      },
    ];
  });
}

/** For each pair of tools, or of workers that a supervisor named, the newest commits within seven days of each other. */
function sideBySide(signed: readonly Work[]): readonly Concurrency[] {
  const found = new Map<string, Concurrency>();
  const latest = new Map<string, Work>();
  for (const work of signed.toSorted((a, b) => a.at - b.at)) {
    for (const other of latest.values()) {
      const pair = work.at - other.at > SEVEN_DAYS ? undefined : pairOf(other, work);
      if (pair !== undefined) {
        const [sign, ...names] = pair;
        const what =
          sign === 'tools'
            ? `${names.join(' and ')} signed commits within seven days`
            : `the workers ${names.join(' and ')} signed commits within seven days`;
        found.set(JSON.stringify([sign, ...names.toSorted()]), {
          sign,
          what,
          date: work.commit.date,
          commits: [other.commit.id, work.commit.id],
        });
      }
    }
    const key = work.worker ?? work.tools.join();
    // Set anew, so that the first key is the one not seen for longest.
    latest.delete(key);
    latest.set(key, work);
    const [oldest] = latest.keys();
    if (oldest !== undefined && latest.size > MOST_WORKERS) latest.delete(oldest);
  }
  return [...found.values()];
}

/** Two commits are by different workers when their names differ, or when no tool signed both. */
function pairOf(a: Work, b: Work): readonly ['tools' | 'workers', string, string] | undefined {
  if (a.worker !== undefined && b.worker !== undefined) {
    return a.worker === b.worker ? undefined : ['workers', a.worker, b.worker];
  }
  return a.tools.some((tool) => b.tools.includes(tool))
    ? undefined
    : ['tools', a.tools.join(' with '), b.tools.join(' with ')];
}
