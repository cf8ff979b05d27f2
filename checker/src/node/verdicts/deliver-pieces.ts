import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

const PIECE = 1 << 16;

/** Writes what is too long to be held at once, as fast as its reader takes it. */
export async function deliverPieces(
  pieces: AsyncIterable<string>,
  { output }: { readonly output: string | undefined },
  { stdout, cwd }: Io,
): Promise<void> {
  const file = output === undefined ? undefined : await opened(output, cwd);
  let waiting = '';
  const flush = async () => {
    if (file !== undefined) await file.write(waiting);
    else stdout.write(waiting);
    waiting = '';
    if (file === undefined) await stdout.drained?.();
  };
  try {
    for await (const piece of pieces) {
      waiting += piece;
      if (waiting.length >= PIECE) await flush();
    }
    if (waiting !== '') await flush();
  } finally {
    await file?.close();
  }
}

async function opened(output: string, cwd: string): Promise<FileHandle> {
  try {
    return await open(resolve(cwd, output), 'w');
  } catch (error) {
    throw new UsageError(
      `--output ${output}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'}): name a file in a folder that exists`,
    );
  }
}
