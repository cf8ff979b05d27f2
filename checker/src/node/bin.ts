import process from 'node:process';
import { HOME } from '../home.ts';
import type { Stream } from './io.ts';
import { main } from './main.ts';

const stream = (target: NodeJS.WriteStream): Stream => ({
  write: (text) => void target.write(text),
  isTerminal: target.isTTY === true,
  columns: target.columns,
});

/** A reader that stops early (`| head`) is not an error. */
process.stdout.on('error', (error) => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  process.exit(0);
});

const interrupted = new AbortController();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(code);
    process.exitCode = code;
    interrupted.abort();
  });
}

try {
  const code = await main(process.argv.slice(2), {
    stdout: stream(process.stdout),
    stderr: stream(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    signal: interrupted.signal,
  });
  if (!interrupted.signal.aborted) process.exitCode = code;
} catch (error) {
  if (!interrupted.signal.aborted) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `agentops-audit: this is a bug. Please report it at ${HOME}/issues with these lines:\n${detail}\n`,
    );
    process.exitCode = 3;
  }
}
