import { type Git, run } from './command.ts';
import { eachCommit } from './path-history.ts';

const NAMES = ['--no-walk=unsorted', '--ignore-missing', '--stdin', '-m', '--first-parent', '--raw', '--no-renames'];

/** The files that each of these commits changed against its first parent, told by trees alone: no contents are read. */
export async function changedPaths(git: Git, ids: readonly string[]): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  if (ids.length === 0) return found;
  await eachCommit(
    git,
    NAMES,
    [''],
    ([id = ''], changes) => {
      found.set(
        id.slice(1),
        changes.map(({ path }) => path),
      );
    },
    { input: `${ids.join('\n')}\n` },
  );
  return found;
}

/** The files in which these two commits differ, a moved one under both names. */
export async function pathsBetween(git: Git, base: string, commit: string): Promise<readonly string[]> {
  const answer = await run(git, ['diff-tree', '-r', '-z', '--name-only', '--no-renames', base, commit, '--']);
  return answer.split('\0').slice(0, -1);
}
