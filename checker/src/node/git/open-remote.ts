import { join } from 'node:path';
import type { Repository } from '../../repository.ts';
import { type Git, GitFailure, run } from './command.ts';
import type { Bring } from './contents.ts';
import { networkEnvironment, networkOptions } from './environment.ts';
import { type OpenOptions, openIn, withFolder } from './git-repository.ts';
import { type RemoteAddress, remoteAddress } from './remote-address.ts';
import { TargetError } from './target-error.ts';

export interface RemoteOptions extends OpenOptions {
  /** Ends a clone that is under way; what it has made is removed. */
  readonly signal?: AbortSignal | undefined;
}

const TRANSFER_TIME = 15 * 60_000;

/**
 * Clones a remote repository into a temporary folder that closing removes: all of its history, and of the contents only
 * those that are asked for, fetched in as few calls as possible.
 */
export async function openRemote(address: string, options: RemoteOptions = {}): Promise<Repository> {
  const remote = remoteAddress(address);
  return withFolder(options, async (folder) => {
    const git: Git = {
      env: await networkEnvironment(folder.path),
      options: networkOptions(folder.path),
      home: folder.path,
    };
    const path = join(folder.path, 'clone.git');
    await clone(git, remote, path, options);
    const bring = bringer({ ...git, options: ['-C', path, ...git.options] }, remote, options);
    return openIn(folder, path, options, { name: remote.name, bring });
  });
}

async function clone(git: Git, remote: RemoteAddress, path: string, { ref, signal }: RemoteOptions): Promise<void> {
  // Only a ref that was asked for needs more than the default branch.
  const scope = ref === undefined ? ['--single-branch', '--no-tags'] : [];
  const args = ['clone', '--bare', '--quiet', '--filter=blob:none', '--template=', ...scope, '--', remote.url, path];
  try {
    await run(git, args, { timeLimit: TRANSFER_TIME, signal, ownGroup: true });
  } catch (error) {
    throw error instanceof GitFailure ? explain(error, remote) : error;
  }
}

function explain(failure: GitFailure, remote: RemoteAddress): TargetError {
  const { shown } = remote;
  if (failure.kind === 'not-found')
    return new TargetError('git-missing', 'git was not found. Install git and make sure it is on the PATH.');
  if (failure.kind === 'cancelled') return new TargetError('cancelled', `The clone of ${shown} was cancelled.`);
  const said = reason(failure, remote);
  const advice = /could not resolve|unable to access|connection|timed out/i.test(said)
    ? 'Check the address and the network.'
    : 'Check the address; if it needs a login, sign in with git first, or clone it yourself and pass the folder.';
  return new TargetError('clone-failed', `${shown} could not be cloned. ${said} ${advice}`);
}

/** What git said last, on one line and without credentials. */
function reason({ kind, message, stderr }: GitFailure, { url, shown }: RemoteAddress): string {
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const line = kind === 'exit' ? (lines.find((text) => /^(fatal|error|ERROR)/.test(text)) ?? lines.at(-1)) : message;
  const plain = (line ?? 'git gave no reason')
    .replaceAll(url, shown)
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/gi, '$1')
    .replace(/[\x00-\x1f\x7f-\x9f]/g, ' ')
    .slice(0, 300)
    .trim();
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}

/**
 * Fetches objects by name, the way git itself does for a partial clone. What is asked for while a fetch runs waits for
 * the next one, so that many readers cost few calls.
 */
function bringer(git: Git, remote: RemoteAddress, { signal, notice = () => {} }: RemoteOptions): Bring {
  let waiting = new Set<string>();
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  let hasFailed = false;

  const fetchAll = async () => {
    const ids = [...waiting];
    waiting = new Set();
    next = undefined;
    const args = [
      ...['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', 'origin', '--quiet', '--no-tags', '--no-write-fetch-head'],
      ...['--recurse-submodules=no', '--no-auto-maintenance', '--filter=blob:none', '--stdin'],
    ];
    try {
      await run(git, args, { input: `${ids.join('\n')}\n`, timeLimit: TRANSFER_TIME, signal, ownGroup: true });
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      // The files stay missing, which each reader is told; why is said once.
      if (!hasFailed) notice(`Some contents could not be fetched from ${remote.shown}. ${reason(error, remote)}`);
      hasFailed = true;
    }
  };

  return (ids) => {
    for (const id of ids) waiting.add(id);
    next ??= last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve))).then(fetchAll);
    return next;
  };
}
