import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAll } from './command.ts';
import { TargetError } from './target-error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const folders = new Set<string>();

/** A folder of ours that does not outlive this process, however that ends (short of SIGKILL). */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it. Safe to call twice. */
  remove(): Promise<void>;
}

export async function temporaryFolder(root: string = tmpdir()): Promise<TemporaryFolder> {
  const path = await realpath(root)
    .then((real) => mkdtemp(join(real, 'agentops-audit-')))
    .catch((error: NodeJS.ErrnoException) => {
      const what = `No temporary folder can be made in ${root} (${error.code}).`;
      throw new TargetError('no-temporary-folder', `${what} Set TMPDIR to a folder that can be written to.`);
    });
  if (folders.size === 0) watch();
  folders.add(path);
  return {
    path,
    async remove() {
      endAll(path);
      // Windows lets go of files a moment after the process that held them ended.
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      folders.delete(path);
      if (folders.size === 0) unwatch();
    },
  };
}

function watch(): void {
  process.on('exit', removeAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unwatch(): void {
  process.off('exit', removeAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function removeAll(): void {
  if (folders.size === 0) return;
  for (const path of folders) endAll(path);
  for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  folders.clear();
}

/** Cleans up, then lets the signal do what it would have done. A program that handles it itself will end in its own way. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  unwatch();
  process.kill(process.pid, signal);
}
