import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAll } from './command.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const folders = new Set<string>();

/** A folder of ours that does not outlive this process, however that ends (short of SIGKILL). */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it. Safe to call twice. */
  remove(): Promise<void>;
}

export async function temporaryFolder(root: string = tmpdir()): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(root), 'agentops-audit-'));
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

/** Cleans up, then lets the signal do what it would have done, unless the program handles it itself. */
function onSignal(signal: NodeJS.Signals): void {
  removeAll();
  unwatch();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
