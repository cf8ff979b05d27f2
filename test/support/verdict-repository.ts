import { type GitFixture, gitRepository } from './git-repository.ts';
import { chained, jsonl, type Members, verdict } from './verdicts.ts';

export const LANE = '.agents/verdicts/main.jsonl';

/** A pass on a commit by somebody else, as a record without its place in a chain. */
export const passOn = (commit: string, members: Members = {}): Members =>
  verdict({ subject: { commit }, time: '2026-01-01T11:30:00Z', ...members });

/** Three commits, each with a pass that a fourth one brought. Every commit is dated 2026-01-01T12:00:00+01:00. */
export function judgedRepository(): { readonly fixture: GitFixture; readonly commits: readonly string[] } {
  const fixture = gitRepository();
  const commits = ['one', 'two', 'three'].map((name) =>
    fixture.commit(`Add ${name}`, { [`${name}.txt`]: `${name}\n` }),
  );
  fixture.commit('Record the verdicts', { [LANE]: ledgerOn(commits) });
  return { fixture, commits };
}

/** A lane with a pass on each of these commits. */
export const ledgerOn = (commits: readonly string[]): string => jsonl(chained(commits.map((commit) => passOn(commit))));
