import { ask, type Git } from './command.ts';
import { TargetError } from './target-error.ts';

/** Refuses what cannot name a commit before git sees it: an option, nothing, or control characters. */
export function checkRef(ref: string | undefined, where: string): void {
  if (ref !== undefined && !/^[^-\x00-\x1f\x7f][^\x00-\x1f\x7f]*$/.test(ref))
    throw noSuchRef(JSON.stringify(ref), where);
}

/** The commit that a ref names, in full, or the error that says there is none. */
export async function resolveCommit(git: Git, ref: string | undefined, where: string): Promise<string> {
  const id = await ask(git, ['rev-parse', '--verify', '--quiet', `${ref ?? 'HEAD'}^{commit}`]);
  if (id !== undefined && /^[0-9a-f]{40,64}$/.test(id)) return id;
  if (ref !== undefined) throw noSuchRef(ref, where);
  const other = await ask(git, [
    'for-each-ref',
    '--count=1',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/remotes',
  ]);
  if (other) {
    throw new TargetError(
      'empty',
      `The current branch of ${where} has no commit yet, but ${other} does. Pass --ref ${other}.`,
    );
  }
  throw new TargetError(
    'empty',
    `The repository at ${where} has no commit yet. Commit something first; only commits are audited.`,
  );
}

const noSuchRef = (ref: string, where: string) =>
  new TargetError(
    'no-such-ref',
    `${where} has no branch, tag or commit named ${ref}. See the names with: git branch -a`,
  );
