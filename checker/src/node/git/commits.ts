import type { Commit } from '../../repository.ts';
import { type Git, output } from './command.ts';
import { commitOf, FIELD_COUNT, LOG } from './commit-fields.ts';
import { NUL, UnitReader } from './records.ts';

/**
 * So many commits in a row that are too old end the walk. `git log --since` stops at the first one, and a single commit
 * made with a wrong clock would hide all that lies behind it.
 */
const OLD_IN_A_ROW = 200;

/** Commits reachable from `head` that are not older than `since`, by committer date, newest first. */
export async function commitsSince(git: Git, head: string, since: string): Promise<readonly Commit[]> {
  const from = Date.parse(since);
  const commits: Commit[] = [];
  let fields: Buffer[] = [];
  let old = 0;
  const reader = new UnitReader(
    () => NUL,
    (unit) => {
      fields.push(unit);
      if (fields.length < FIELD_COUNT) return;
      const commit = commitOf(fields);
      fields = [];
      if (Date.parse(commit.committer.date) < from) old++;
      else {
        old = 0;
        commits.push(commit);
      }
    },
  );
  for await (const chunk of output(git, [...LOG, head, '--'])) {
    reader.push(chunk);
    if (old >= OLD_IN_A_ROW) break;
  }
  return commits;
}
