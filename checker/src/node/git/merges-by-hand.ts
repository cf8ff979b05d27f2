import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphCommit } from '../../ledger/commit-graph.ts';
import { type Collected, known, withheld } from '../../outcome.ts';
import { type Git, GitFailure, run } from './command.ts';
import { makeLens } from './lens.ts';
import { locate } from './locate.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The first version of git that merges without a work tree. */
const MERGES_BY_ITSELF = [2, 38] as const;

/** Each takes git some ten milliseconds. */
const MOST = 2_000;

/** Who makes the commits between the parents of an octopus; nobody sees them. */
const NOBODY = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
  [`GIT_${role}_NAME`, 'nobody'],
  [`GIT_${role}_EMAIL`, 'nobody'],
  [`GIT_${role}_DATE`, '2026-01-01T00:00:00Z'],
]);

/**
 * Those of these merges that hold something else than git makes of their parents: with conflicts that somebody resolved,
 * with lines of their own, and with changes of one side that were dropped, which no diff to the parents tells from others.
 *
 * What git makes is written into a folder of ours, never into the repository.
 */
export async function mergesByHand(
  path: string,
  merges: readonly GraphCommit[],
): Promise<Collected<ReadonlySet<string>>> {
  const found = new Set<string>();
  if (merges.length === 0) return known(found);
  if (merges.length > MOST)
    return withheld(
      `Of ${merges.length} merges none was made again.`,
      'Gate fewer changes at once, with a later --base.',
    );
  const folder = await temporaryFolder();
  try {
    const { layout } = await locate(path, folder.path);
    const lens = await makeLens(layout, folder.path);
    const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(await run(lens, ['--version'])) ?? [];
    const [oldest, least] = MERGES_BY_ITSELF;
    if (Number(major) < oldest || (Number(major) === oldest && Number(minor) < least))
      return withheld(
        'Whether merges dropped changes of one side was not compared: that takes a newer git.',
        `Use git ${oldest}.${least} or newer.`,
      );
    const git = await overlaid(lens);
    for (const merge of merges) if ((await resultOf(git, merge.parents)) !== merge.tree) found.add(merge.id);
    return known(found);
  } catch (error) {
    if (!(error instanceof GitFailure) || error.kind === 'cancelled') throw error;
    return withheld(
      `What git makes of a merge could not be found out. ${error.message}`,
      'Use a complete clone, made without --filter.',
    );
  } finally {
    await folder.remove();
  }
}

/** The same objects, and a folder of ours for new ones. */
async function overlaid(lens: Git): Promise<Git> {
  const objects = join(lens.home, 'objects');
  await mkdir(objects);
  const { GIT_OBJECT_DIRECTORY: lent } = lens.env;
  return {
    ...lens,
    env: {
      ...lens.env,
      ...Object.fromEntries(NOBODY),
      GIT_OBJECT_DIRECTORY: objects,
      // A list whose first character is a quote is read as one quoted path.
      GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(lent),
    },
  };
}

/** The tree that git makes of these commits, merged one after the other; undefined where it finds a conflict. */
async function resultOf(git: Git, parents: readonly string[]): Promise<string | undefined> {
  const [first, ...others] = parents;
  let [commit, tree] = [first, ''];
  for (const [at, other] of others.entries()) {
    if (commit === undefined) return undefined;
    try {
      const args = ['merge-tree', '--write-tree', '--allow-unrelated-histories', '--no-messages', commit, other];
      tree = (await run(git, args)).trim();
    } catch (error) {
      if (error instanceof GitFailure && error.exitCode === 1) return undefined;
      throw error;
    }
    const isLast = at === others.length - 1;
    if (!isLast) commit = (await run(git, ['commit-tree', tree, '-p', commit, '-p', other, '-m', 'Merge'])).trim();
  }
  return tree;
}
