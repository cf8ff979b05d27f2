import { VERDICTS_FOLDER } from '../../../ledger/dialects.ts';
import { type Git, run } from '../../git/command.ts';
import { UsageError } from '../../usage-error.ts';

const MOST_SHOWN = 10;

/**
 * Refuses a work tree that differs from the commit that it is said to show: what was judged there was not the commit.
 * Ledgers and the evidence itself may differ. A subject that is not checked out has no work tree to differ.
 *
 * @param git with the user's configuration, which says what git ignores and how files are stored
 * @param evidence paths from the root
 */
export async function demandClean(commit: string, git: Git, evidence: ReadonlySet<string>): Promise<void> {
  const head = (await run(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).trim();
  if (head !== commit) return;
  const status = await run(git, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames']);
  const changed = status
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.slice(3))
    .filter((path) => !path.startsWith(`${VERDICTS_FOLDER}/`) && !evidence.has(path));
  if (changed.length === 0) return;
  const shown = changed.slice(0, MOST_SHOWN).map((path) => `  ${path}`);
  if (changed.length > MOST_SHOWN) shown.push(`  and ${changed.length - MOST_SHOWN} more`);
  throw new UsageError(
    `The subject ${commit.slice(0, 12)} is checked out, and the work tree is not what it holds:\n${shown.join('\n')}\nCommit, ignore or stash these first; or name evidence among them with --evidence.`,
  );
}
