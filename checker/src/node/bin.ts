import { writeSync } from 'node:fs';
import process from 'node:process';
import { HOME } from '../home.ts';
import { plain } from '../report/plain.ts';
import type { Stream } from './io.ts';
import { main } from './main.ts';

/** Why output was lost. */
const lost = new Set<string>();

const stream = (target: NodeJS.WriteStream): Stream => {
  target.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that stops early (`| head`) is not an error, and changes nothing about what was found.
    if (code !== 'EPIPE') lost.add(code ?? 'error');
  });
  return {
    write: (text) => void target.write(text),
    drained: () =>
      new Promise((resolve) => {
        if (!target.writableNeedDrain || target.destroyed) return resolve();
        target.once('drain', resolve).once('close', resolve);
      }),
    isTerminal: target.isTTY === true,
    columns: target.columns,
  };
};

const stderr = stream(process.stderr);
process.on('exit', () => {
  if (lost.size === 0) return;
  process.exitCode = 3;
  writeSync(2, `agentops-audit: the output could not be written (${[...lost].join(', ')}).\n`);
});
try {
  process.exitCode = await main(process.argv.slice(2), {
    stdout: stream(process.stdout),
    stderr,
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
  });
} catch (error) {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`agentops-audit: this is a bug. Please report it at ${HOME}/issues with these lines:\n`);
  stderr.write(`${detail.split('\n').map(plain).join('\n')}\n`);
  process.exitCode = 3;
}
