import { basename, dirname } from 'node:path';
import type { Target } from '../../repository.ts';
import { nameOfAddress, withoutCredentials } from './address.ts';
import { ask, type Git } from './command.ts';
import type { Layout } from './locate.ts';

/**
 * What the repository itself says about its name, remote and branches; read from its own configuration only.
 * @param isFresh a bare clone just made: its HEAD is the remote's
 */
export async function describeTarget(
  git: Git,
  layout: Layout,
  ref: string | undefined,
  isFresh: boolean,
): Promise<Pick<Target, 'name' | 'remote' | 'branch' | 'defaultBranch'>> {
  const [addresses, fullRef, head] = await Promise.all([
    ask(git, ['config', '--local', '--no-includes', '--null', '--get-all', 'remote.origin.url']),
    ask(git, ['rev-parse', '--symbolic-full-name', ref ?? 'HEAD']),
    ask(git, ['symbolic-ref', '--quiet', isFresh ? 'HEAD' : 'refs/remotes/origin/HEAD']),
  ]);
  // Of several, git fetches from the first.
  const [address = ''] = addresses?.split('\0') ?? [];
  return {
    name: nameOfAddress(address) ?? nameOfFolder(layout),
    remote: address === '' ? undefined : withoutCredentials(address),
    branch: branchOf(fullRef),
    defaultBranch: branchOf(head),
  };
}

const branchOf = (ref: string | undefined) => /^refs\/(?:heads|remotes\/origin)\/(.+)$/.exec(ref ?? '')?.[1];

function nameOfFolder({ workTree, gitDir, commonDir }: Layout): string {
  if (workTree !== undefined && gitDir === commonDir) return basename(workTree);
  // A linked work tree is called after the repository, not after its own folder.
  const folder = basename(commonDir) === '.git' ? dirname(commonDir) : commonDir;
  return basename(folder).replace(/\.git$/, '') || basename(folder);
}
