import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claim, highest, setContents } from './generations.ts';
import { type Holder, holderFrom, lives, thisProcess } from './holder.ts';

/**
 * A lock in a folder of its own, which one process at a time holds and which falls free when its holder dies, however
 * it dies. Node offers no lock of the operating system; libraries either bring native code or call a lock stale by its
 * age, which takes it from a slow holder and makes everybody wait for a dead one.
 *
 * **The files.** Each time the lock is taken is a *generation*: a file named by a number, with its holder in it.
 * `floor` names a generation below which nothing counts any more.
 *
 * **Taking it.** From the floor up, find the highest generation. If its holder released it or is dead, create the next
 * one: by link(2), so that it is there with its contents or not at all, and one process alone succeeds. Then read the
 * floor again; if it has reached the new generation, withdraw. Else the lock is held: set the floor to it, and delete
 * what is below.
 *
 * **Releasing it.** Put `free` in the place of the contents, by rename(2). The file stays: the highest generation is
 * never deleted.
 *
 * **Why no two hold it.** A process that creates generation g without having looked at the latest state can do so for
 * one reason only: g was there and has been deleted. Whoever deleted it had set the floor above g before. So the second
 * look at the floor tells. And no generation is followed by another while its holder lives.
 *
 * A holder on another machine, in another container, or before a restart cannot be asked whether it lives. Then the
 * lock is waited for, and in the end the file is named that a person may delete. That is safe when the holder is gone.
 */
export interface Lock {
  release(): Promise<void>;
}

/** The lock was not to be had in time. The message goes on from what was wanted. */
export class LockTaken extends Error {
  override readonly name = 'LockTaken';
}

const TIME_LIMIT = 30_000;
const FREE = 'free\n';

export async function takeLock(folder: string, timeLimit = TIME_LIMIT): Promise<Lock> {
  await mkdir(folder, { recursive: true });
  const me = await thisProcess();
  const started = performance.now();
  for (let pause = 2; ; pause = Math.min(pause * 2, 200)) {
    const { generation, contents } = await highest(folder);
    const obstacle = await obstacleIn(contents, me);
    if (obstacle === undefined) {
      if (await claim(folder, generation + 1, `${JSON.stringify(me)}\n`))
        // Where that fails the lock falls free with this process; what was done under it is done.
        return { release: () => setContents(folder, generation + 1, FREE).catch(() => {}) };
      continue;
    }
    if (performance.now() - started > timeLimit) {
      const file = join(folder, String(generation));
      throw new LockTaken(`${obstacle} after ${Math.round(timeLimit / 1000)} seconds. If it is gone, delete ${file}`);
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}

/** Who keeps the lock from being taken; a clause. */
async function obstacleIn(contents: string | undefined, me: Holder): Promise<string | undefined> {
  if (contents === undefined || contents === FREE) return undefined;
  const holder = holderFrom(contents);
  if (holder === undefined) return 'a process that left no readable name still holds it';
  const answer = await lives(holder, me);
  if (answer === 'no') return undefined;
  const where = answer === 'yes' ? '' : ` on ${holder.host}, which cannot be asked from here whether it lives,`;
  return `process ${holder.pid}${where} still holds it`;
}
