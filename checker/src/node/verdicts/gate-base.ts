import type { NotShown } from '../../ledger/verification.ts';
import type { Repository } from '../../repository.ts';
import { openRepository, TargetError } from '../git/index.ts';
import { mergeBases } from '../git/merge-bases.ts';
import type { GateRequest } from '../requests.ts';
import { UsageError } from '../usage-error.ts';

export const DEEPEN = 'In GitHub Actions, check out with fetch-depth: 0; elsewhere: git fetch --unshallow';

/** Where the changes of a range begin. */
export interface Base {
  readonly commit: string;
  /** Where it and the judged commit part: what these hold has landed. */
  readonly parts: readonly string[];
}

/** Where the changes begin, or why that cannot be told. Fails with a UsageError where nobody said it. */
export async function baseOf(
  { base, path: typed, ref: end = 'HEAD' }: GateRequest,
  path: string,
  tip: Repository,
): Promise<Base | NotShown> {
  const { commit, shallow, defaultBranch, source } = tip.target;
  if (source !== 'git') throw new UsageError(`gate ${typed}: it needs a clone of the repository, and a path to it`);
  if (base === undefined && defaultBranch === undefined)
    throw new UsageError(
      'gate: say where the changes begin with --base, such as --base origin/main. This clone does not know the default branch of its remote; git remote set-head origin --auto would tell it.',
    );
  if (base !== undefined && /^0{40,}$/.test(base))
    throw new UsageError(
      '--base 0000…: there was no commit before this push of a new branch. Give the commit from which the branch was made',
    );
  const ref = base ?? `refs/remotes/origin/${defaultBranch}`;
  const known = await commitOf(path, ref);
  if (known === undefined && shallow)
    return { because: `${ref} is not in this clone, which is shallow.`, decide: DEEPEN };
  if (known === undefined)
    throw new UsageError(
      base === undefined
        ? `gate: ${ref} is not in this clone: fetch it, or say where the changes begin with --base`
        : base.includes('..')
          ? `--base ${base}: give where the changes begin alone, as in --base ${base.split('..')[0] || 'origin/main'}, and where they end with --ref`
          : `--base ${base}: there is no such branch, tag or commit. In a clone that was made with --single-branch it has to be fetched first.`,
    );
  const parts = await mergeBases(path, known, commit);
  if (parts.length === 0 && shallow)
    return { because: `This clone is shallow, and its history does not reach ${ref}.`, decide: DEEPEN };
  if (base !== undefined && parts.includes(commit)) throw new UsageError(nothingAfter(base, end, known === commit));
  return { commit: base === undefined ? (parts[0] ?? known) : known, parts };
}

/** An empty range that somebody named is a mistake, and an open gate would hide it for ever. */
const nothingAfter = (base: string, end: string, isTip: boolean): string =>
  `--base ${base}: that is ${isTip ? `the commit ${end} itself` : `a commit after ${end}`}, so no change lies between them. ${
    isTip ? '' : `The other way round is --base ${end} --ref ${base}. `
  }In a job on the default branch give the commit before the push: github.event.before in GitHub Actions, CI_COMMIT_BEFORE_SHA in GitLab CI`;

async function commitOf(path: string, ref: string): Promise<string | undefined> {
  try {
    const repository = await openRepository(path, { ref });
    await repository.close();
    return repository.target.commit;
  } catch (error) {
    if (error instanceof TargetError && ['no-such-ref', 'objects-missing'].includes(error.code)) return undefined;
    throw error;
  }
}
