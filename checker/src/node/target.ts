import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { plain } from '../report/plain.ts';
import type { Repository } from '../repository.ts';
import { looksRemote, openRemote, openRepository, TargetError, withoutCredentials } from './git/index.ts';

export interface TargetOptions {
  readonly ref: string | undefined;
  /** The folder against which a relative path is read. */
  readonly cwd: string;
  /** Hears what takes long. */
  readonly onStep: (what: string) => void;
  /** Hears about bounds that were hit. */
  readonly notice: (message: string) => void;
}

/** Opens what was typed: a local path where there is one, else an address to clone. Fails with a TargetError. */
export async function openTarget(typed: string, { ref, cwd, onStep, notice }: TargetOptions): Promise<Repository> {
  const path = resolve(cwd, typed);
  if (existsSync(path) || !looksRemote(typed)) return openRepository(path, { ref, notice });
  onStep(`Cloning ${plain(withoutCredentials(typed))}`);
  try {
    return await openRemote(typed, { ref, notice });
  } catch (error) {
    // `owner/name` may have been meant as a folder.
    if (!(error instanceof TargetError) || error.code !== 'clone-failed' || typed.includes(':')) throw error;
    throw new TargetError(error.code, `There is no folder ${typed} here, and ${error.message}`, { cause: error });
  }
}
