import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { known, withheld } from '../../outcome.ts';
import type { Repository, Target } from '../../repository.ts';
import type { Tree } from '../../tree.ts';
import { changeSizes } from './change-sizes.ts';
import { cloneState } from './clone-state.ts';
import { type Git, run } from './command.ts';
import { isoDate } from './commit-fields.ts';
import { commitsSince } from './commits.ts';
import { Contents } from './contents.ts';
import { describeTarget } from './describe-target.ts';
import { makeLens } from './lens.ts';
import { listTree } from './list-tree.ts';
import { locate, resolveCommit } from './locate.ts';
import { pathHistory } from './path-history.ts';
import { TargetError } from './target-error.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { orWithheld } from './withhold.ts';

export interface OpenOptions {
  /** Branch, tag or commit to audit; default the one that is checked out. */
  readonly ref?: string | undefined;
  /** Hears about bounds that were hit. */
  readonly notice?: (message: string) => void;
  /** Where the temporary folder is made; default the system's. */
  readonly tempRoot?: string | undefined;
}

const MOST_ENTRIES = 1_000_000;
const DEFAULT_READ_LIMIT = 1 << 20;
const UNSHALLOW = 'git fetch --unshallow';

/** Opens the repository that a local path lies in. Fails with a TargetError where there is nothing to audit. */
export async function openRepository(path: string, options: OpenOptions = {}): Promise<Repository> {
  const { ref, notice = () => {} } = options;
  const folder = await temporaryFolder(options.tempRoot);
  try {
    const { git, layout } = await locate(path, folder.path);
    const [commit, naming, lens] = await Promise.all([
      resolveCommit(git, ref, path),
      describeTarget(git, layout, ref),
      makeLens(layout, folder.path),
    ]);
    const [date, tree, boundary] = await Promise.all([
      dateOf(lens, commit),
      treeOf(lens, commit, notice),
      layout.shallow ? boundaryOf(lens, layout.commonDir, commit) : new Set<string>(),
    ]);
    const contents = new Contents(lens, tree, undefined);
    const target: Target = { ...naming, commit, date, source: 'git', shallow: boundary.size > 0 };
    return {
      target,
      tree: async () => tree,
      read: (paths, limit = DEFAULT_READ_LIMIT) => contents.read(paths, limit),
      stream: (path) => contents.stream(path),
      async commits({ since }) {
        const answer = await orWithheld(() => commitsSince(lens, commit, since));
        if (!answer.known || !answer.value.some(({ id }) => boundary.has(id))) return answer;
        return withheld(
          'This clone is shallow, and its history begins inside the window that is asked about.',
          UNSHALLOW,
        );
      },
      async pathHistory(query) {
        if (boundary.size > 0)
          return withheld('This clone is shallow: older changes of these paths are not in it.', UNSHALLOW);
        return orWithheld(() => pathHistory(lens, commit, query));
      },
      async changeSizes(ids) {
        const wanted = ids.filter((id) => /^[0-9a-f]{40,64}$/.test(id));
        if (wanted.some((id) => boundary.has(id))) {
          return withheld('This clone is shallow, and what came before one of these commits is not in it.', UNSHALLOW);
        }
        return orWithheld(() => changeSizes(lens, wanted));
      },
      clone: async () => known(await cloneState(git, layout, commit, tree, notice)),
      async close() {
        contents.close();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function dateOf(lens: Git, commit: string): Promise<string> {
  try {
    return isoDate((await run(lens, ['log', '-1', '--no-show-signature', '--format=%cI', commit, '--'])).trim());
  } catch (error) {
    throw new TargetError('objects-missing', `The commit ${commit} cannot be read. Check the clone with: git fsck`, {
      cause: error,
    });
  }
}

async function treeOf(lens: Git, commit: string, notice: (message: string) => void): Promise<Tree> {
  try {
    const { tree, cut } = await listTree(lens, commit, MOST_ENTRIES);
    if (cut) notice(`Only the first ${MOST_ENTRIES} files of the tree were looked at.`);
    return tree;
  } catch (error) {
    const why = `The list of files of commit ${commit} is not in this clone. Audit a clone made without --filter=tree, or check it with: git fsck`;
    throw new TargetError('objects-missing', why, { cause: error });
  }
}

/** The commits at which the history that is reachable here was cut off. */
async function boundaryOf(lens: Git, commonDir: string, commit: string): Promise<ReadonlySet<string>> {
  const cut = new Set((await readFile(join(commonDir, 'shallow'), 'utf8')).split('\n').map((line) => line.trim()));
  const roots = (await run(lens, ['rev-list', '--max-parents=0', commit, '--'])).split('\n');
  return new Set(roots.filter((id) => id !== '' && cut.has(id)));
}
