import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Git, output, run } from '../../../checker/src/node/git/command.ts';
import { temporaryFolder } from '../../support/git-repository.ts';

/** A program in git's place. */
function git(script: string): Git {
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { env: { PATH: `${bin}:${process.env.PATH}` }, options: [], home: bin };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function ended(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
}

test('a process that takes too long is ended', async () => {
  await expect(run(git('exec sleep 60'), ['log'], { timeLimit: 100 })).rejects.toMatchObject({
    kind: 'time',
    message: expect.stringContaining('git log took longer'),
  });
});

test('a process that prints too much is ended', async () => {
  await expect(run(git('exec yes'), ['log'], { outputLimit: 100_000 })).rejects.toMatchObject({ kind: 'size' });
});

test('a cancelled run ends its process and what that started', async () => {
  const controller = new AbortController();
  const pieces = output(git('sleep 60 & echo $!; wait'), ['clone'], { signal: controller.signal, ownGroup: true });
  const { value } = await pieces.next();
  const helper = Number(String(value));
  expect(isAlive(helper)).toBe(true);
  controller.abort();
  await expect(pieces.next()).rejects.toMatchObject({ kind: 'cancelled' });
  await ended(helper);
  await expect(run(git('echo'), ['log'], { signal: controller.signal })).rejects.toMatchObject({ kind: 'cancelled' });
});

test('leaving the loop early ends the process', async () => {
  let pid = 0;
  for await (const piece of output(git('echo $$; exec yes'), ['log'])) {
    pid = Number.parseInt(piece.toString(), 10);
    break;
  }
  expect(pid).toBeGreaterThan(0);
  await ended(pid);
});

test('a failure holds the exit code and what git said', async () => {
  await expect(run(git('echo "fatal: no luck" >&2; exit 128'), ['log'])).rejects.toMatchObject({
    kind: 'exit',
    exitCode: 128,
    message: 'git log failed: no luck',
  });
});

test('a reader that is slow is not outrun', async () => {
  const pieces = output(git('exec yes'), ['log']);
  onTestFinished(async () => {
    await pieces.return(undefined);
  });
  await pieces.next();
  const before = process.memoryUsage().arrayBuffers;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 << 20);
});
