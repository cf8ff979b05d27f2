import type { Commit } from '../../repository.ts';
import { type Git, output } from './command.ts';
import { commitOf, FIELD_COUNT, LOG } from './commit-fields.ts';
import { textsOf } from './records.ts';

/**
 * So many commits in a row that are too old end the walk. `git log --since` stops at the first one, and a single commit
 * made with a wrong clock would hide all that lies behind it.
 */
const OLD_IN_A_ROW = 200;

/** Commits reachable from `head` that are not older than `since`, by committer date, newest first. */
export async function commitsSince(git: Git, head: string, since: string): Promise<readonly Commit[]> {
  const from = Date.parse(since);
  const commits: Commit[] = [];
  let fields: string[] = [];
  let old = 0;
  for await (const texts of textsOf(output(git, [...LOG, head, '--']))) {
    for (const text of texts) {
      fields.push(text);
      if (fields.length < FIELD_COUNT) continue;
      const commit = commitOf(fields);
      fields = [];
      if (Date.parse(commit.committer.date) < from) old++;
      else {
        old = 0;
        commits.push(commit);
      }
    }
    if (old >= OLD_IN_A_ROW) break;
  }
  return commits;
}
