import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Repository } from '../repository.ts';
import { looksRemote, openRemote, openRepository } from './git/index.ts';

export interface TargetOptions {
  readonly ref: string | undefined;
  /** The folder against which a relative path is read. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Hears what takes long. */
  readonly onStep: (what: string) => void;
  /** Hears about bounds that were hit. */
  readonly notice: (message: string) => void;
}

/** Opens what was typed: a local path where there is one, else an address to clone. Fails with a TargetError. */
export async function openTarget(
  typed: string,
  { ref, cwd, signal, onStep, notice }: TargetOptions,
): Promise<Repository> {
  const path = resolve(cwd, typed);
  if (existsSync(path) || !looksRemote(typed)) return openRepository(path, { ref, notice });
  onStep(`Cloning ${typed}`);
  return openRemote(typed, { ref, notice, signal });
}
