import type { MergedRequest } from '../facts/verdicts.ts';
import type { Commit } from '../repository.ts';

/** The approval of a pull request by somebody else. */
export interface Approval {
  readonly url: string;
  /** When it was merged, ISO 8601. */
  readonly date: string;
}

/** Approvals by the commits that the service says the pull requests became. */
export type Approvals = ReadonlyMap<string, Approval>;

const isApproved = ({ approvers }: MergedRequest) => approvers.some(({ is }) => is === 'other');

export const approvalsOf = (requests: readonly MergedRequest[]): Approvals =>
  new Map(requests.filter(isApproved).map(({ commit, url, date }) => [commit, { url, date }]));

/**
 * Commits that an approved pull request may have brought besides the one that the service names: where it was rebased,
 * that is the last of several in a row. A rebase keeps when a commit was written, and a squash writes a commit anew, so
 * that one of the author dates tells which of them landed. Anybody can write any date, so this shows an approval of none
 * of them: it only leaves them open. Where the service told no date, all are that could be.
 */
export function rebasedWith(
  requests: readonly MergedRequest[],
  commits: ReadonlyMap<string, Pick<Commit, 'parents' | 'author'>>,
): Approvals {
  const found = new Map<string, Approval>();
  const landed = new Set(requests.map(({ commit }) => commit));
  for (const request of requests.filter(isApproved)) {
    const own = new OwnDates(request);
    const named = commits.get(request.commit);
    if (named?.parents.length !== 1 || !own.take(named.author.date, request.authored.length === 0)) continue;
    let [id = ''] = named.parents;
    for (let left = request.commits - 1; left > 0; left -= 1) {
      const commit = commits.get(id);
      if (commit?.parents.length !== 1 || landed.has(id) || !own.take(commit.author.date)) break;
      if (!found.has(id)) found.set(id, { url: request.url, date: request.date });
      [id = ''] = commit.parents;
    }
  }
  return found;
}

/** When the commits of a pull request were written, each to be found once. */
class OwnDates {
  readonly #left = new Map<number, number>();
  #untold: number;

  constructor({ commits, authored }: MergedRequest) {
    for (const date of authored) this.#add(Date.parse(date), 1);
    this.#untold = commits - authored.length;
  }

  /** True when one of its commits was written then, or may have been, as far as the service told. */
  take(date: string, untold = true): boolean {
    const at = Date.parse(date);
    if ((this.#left.get(at) ?? 0) > 0) {
      this.#add(at, -1);
      return true;
    }
    if (!untold || this.#untold <= 0) return false;
    this.#untold -= 1;
    return true;
  }

  #add(at: number, count: number): void {
    this.#left.set(at, (this.#left.get(at) ?? 0) + count);
  }
}
