import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
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
      if (await claim(folder, generation + 1, me)) return { release: () => release(folder, generation + 1) };
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
async function obstacleIn(contents: string, me: Holder): Promise<string | undefined> {
  if (contents === FREE) return undefined;
  const holder = holderFrom(contents);
  if (holder === undefined) return 'a process that left no readable name still holds it';
  const answer = await lives(holder, me);
  if (answer === 'no') return undefined;
  const where = answer === 'yes' ? '' : ` on ${holder.host}, which cannot be asked from here whether it lives,`;
  return `process ${holder.pid}${where} still holds it`;
}

async function highest(folder: string): Promise<{ readonly generation: number; readonly contents: string }> {
  for (;;) {
    const floor = await floorOf(folder);
    let generation = floor;
    let contents = await contentsOf(folder, floor);
    if (contents === undefined) {
      // Gone because the floor has risen; or, where it has not, because a person deleted it.
      if ((await floorOf(folder)) !== floor) continue;
      contents = FREE;
    }
    for (;;) {
      const next = await contentsOf(folder, generation + 1);
      if (next === undefined) return { generation, contents };
      generation += 1;
      contents = next;
    }
  }
}

async function claim(folder: string, generation: number, me: Holder): Promise<boolean> {
  const file = join(folder, String(generation));
  if (!(await createOnce(folder, file, `${JSON.stringify(me)}\n`))) return false;
  if ((await floorOf(folder)) >= generation) {
    await rm(file, { force: true });
    return false;
  }
  await replace(folder, join(folder, 'floor'), `${generation}\n`);
  await tidy(folder, generation);
  return true;
}

async function release(folder: string, generation: number): Promise<void> {
  await replace(folder, join(folder, String(generation)), FREE);
}

/** Creates a file with its contents at once. False when there is one, or the way to it was tidied away. */
async function createOnce(folder: string, file: string, contents: string): Promise<boolean> {
  const temporary = await temporaryFile(folder, contents);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    // A file system without hard links. Until it has its contents, others see a holder that they cannot read.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    return createSlowly(file, contents);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createSlowly(file: string, contents: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(contents).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function replace(folder: string, file: string, contents: string): Promise<void> {
  await rename(await temporaryFile(folder, contents), file);
}

let made = 0;

async function temporaryFile(folder: string, contents: string): Promise<string> {
  made += 1;
  const path = join(folder, `${process.pid}-${made}-${Math.random().toString(36).slice(2)}.tmp`);
  const handle = await open(path, 'wx');
  await handle.writeFile(contents).finally(() => handle.close());
  return path;
}

const HOUR = 3_600_000;

/** Deletes what no longer counts, and what processes that were killed left half done. */
async function tidy(folder: string, generation: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const isOld = /^\d+$/.test(name)
      ? Number(name) < generation
      : name.endsWith('.tmp') && Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Number.NaN) > HOUR;
    if (isOld) await rm(file, { force: true });
  }
}

async function floorOf(folder: string): Promise<number> {
  const number = Number((await textOf(join(folder, 'floor'))) ?? '0');
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

const contentsOf = (folder: string, generation: number) => textOf(join(folder, String(generation)));

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
