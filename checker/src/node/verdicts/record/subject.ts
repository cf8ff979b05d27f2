import { VERDICTS_FOLDER } from '../../../ledger/dialects.ts';
import type { Difference, Repository } from '../../../repository.ts';
import { ask, type Git } from '../../git/command.ts';
import { checkRef } from '../../git/resolve-commit.ts';
import { UsageError } from '../../usage-error.ts';

/** What was judged, by all names that outlive a rebase or a squash. */
export interface ResolvedSubject {
  readonly commit: string;
  readonly base?: string;
  readonly tree: string;
  readonly patch?: string;
  readonly difference?: string;
}

/** Resolves a commit or a range. Git is asked in the work tree. */
export async function resolveSubject(typed: string, git: Git): Promise<Omit<ResolvedSubject, keyof Difference>> {
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/s.exec(typed) ?? [];
  const commit = await commitOf(dots === undefined ? typed : to || 'HEAD', git);
  const tree = await ask(git, ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`]);
  if (tree === undefined) throw new UsageError(`--subject ${typed}: the tree of ${commit} is not in this clone`);
  if (dots === undefined) return { commit, tree };
  const base = await commitOf(from || 'HEAD', git);
  const common = await ask(git, ['merge-base', base, commit]);
  if (dots === '...') {
    const hint =
      common === undefined ? 'the two have no commit in common' : `give ${common.slice(0, 12)}..${to || 'HEAD'}`;
    throw new UsageError(`--subject ${typed}: git reads three dots in two ways. For all since the two parted, ${hint}`);
  }
  if (base === commit) throw new UsageError(`--subject ${typed}: the range is empty, both ends are ${commit}`);
  if (common !== base) {
    const hint =
      common === undefined
        ? ''
        : common === commit
          ? `. The ends stand the wrong way round: give ${to || 'HEAD'}..${from || 'HEAD'}`
          : `. For all since the two parted, give ${common.slice(0, 12)}..${to || 'HEAD'}`;
    throw new UsageError(
      `--subject ${typed}: ${from || 'HEAD'} is no ancestor of ${to || 'HEAD'}, so there is no "everything after it"${hint}`,
    );
  }
  return { commit, base, tree };
}

/** What a subject made different, without ledgers. `missing` says why there is no name for that. */
export async function differenceOf(
  { commit, base }: Pick<ResolvedSubject, 'commit' | 'base'>,
  repository: Repository,
): Promise<{ readonly difference?: Difference; readonly missing?: string }> {
  const change = { commit, ...(base !== undefined && { base }) };
  const found = await repository.differences({ changes: [change], exclude: [VERDICTS_FOLDER] });
  if (!found.known) return { missing: `${found.because} To name one: ${found.decide}` };
  const [difference] = found.value;
  return difference === undefined ? { missing: 'The subject changes nothing, or ledgers alone.' } : { difference };
}

async function commitOf(typed: string, git: Git): Promise<string> {
  try {
    checkRef(typed, 'This repository');
  } catch {
    throw new UsageError(`--subject ${JSON.stringify(typed)}: is no name of a commit`);
  }
  const id = await ask(git, ['rev-parse', '--verify', '--quiet', `${typed}^{commit}`]);
  if (id !== undefined && /^[0-9a-f]{40,64}$/.test(id)) return id;
  if ((await ask(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])) === undefined)
    throw new UsageError(`--subject ${typed}: the current branch has no commit yet. Commit what was judged first`);
  throw new UsageError(
    `--subject: this repository has no branch, tag or commit named ${typed}. See the latest ones with: git log --oneline`,
  );
}
