import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { plain } from '../../report/plain.ts';
import type { Repository } from '../../repository.ts';
import { TargetError } from '../git/index.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { openTarget } from '../target.ts';
import { youngGeneration } from '../young-generation.ts';

export interface Asked {
  readonly path: string;
  readonly ref: string | undefined;
  readonly quiet: boolean;
}

/** Opens a repository, hands it to `use` and closes it. 3 where there is none to open. */
export async function withTarget(
  { path, ref, quiet }: Asked,
  io: Io,
  use: (repository: Repository) => Promise<number>,
): Promise<number> {
  // What is made of a record is short-lived, and a ledger may hold a million of them.
  youngGeneration(1);
  const shown = progress(io, quiet);
  let repository: Repository | undefined;
  try {
    repository = await openTarget(path, {
      ref,
      cwd: io.cwd,
      onStep: shown.step,
      notice: (message) => {
        if (!quiet) io.stderr.write(`agentops-audit: ${plain(message)}\n`);
      },
    });
    shown.done();
    return await use(repository);
  } catch (error) {
    shown.done();
    if (!(error instanceof TargetError)) throw error;
    io.stderr.write(`agentops-audit: ${error.message.split('\n').map(plain).join('\n')}\n`);
    return 3;
  } finally {
    await repository?.close();
  }
}

/** True for a path to something that is there and is no folder. */
export async function isFile(path: string, { cwd }: Io): Promise<boolean> {
  const found = await stat(resolve(cwd, path)).catch(() => undefined);
  return found !== undefined && !found.isDirectory();
}
