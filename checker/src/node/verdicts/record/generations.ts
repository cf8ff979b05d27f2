import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

/** The files of a lock; see lock.ts for what they mean and why this is enough. */

/** The highest generation, with its contents; none where a person deleted it. */
export async function highest(
  folder: string,
): Promise<{ readonly generation: number; readonly contents: string | undefined }> {
  for (;;) {
    const floor = await floorOf(folder);
    let generation = floor;
    let contents = await contentsOf(folder, floor);
    // Gone because the floor has risen; or, where it has not, because a person deleted it.
    if (contents === undefined && (await floorOf(folder)) !== floor) continue;
    for (;;) {
      const next = await contentsOf(folder, generation + 1);
      if (next === undefined) return { generation, contents };
      generation += 1;
      contents = next;
    }
  }
}

/**
 * Takes a generation, if nobody has and it is still the next one.
 * @param contents names its holder
 */
export async function claim(folder: string, generation: number, contents: string): Promise<boolean> {
  const file = join(folder, String(generation));
  if (!(await createOnce(folder, file, contents))) return false;
  if ((await floorOf(folder)) >= generation) {
    await rm(file, { force: true });
    return false;
  }
  await replace(folder, join(folder, 'floor'), `${generation}\n`);
  await tidy(folder, generation);
  return true;
}

/** Changes what a generation holds, at once. */
export const setContents = (folder: string, generation: number, contents: string): Promise<void> =>
  replace(folder, join(folder, String(generation)), contents);

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
