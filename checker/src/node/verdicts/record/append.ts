import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LONGEST_LINE } from '../../../ledger/lines.ts';
import type { Sealed } from '../../../ledger/seal.ts';
import type { Platform } from '../../../platform.ts';
import { UsageError } from '../../usage-error.ts';
import { LockTaken, takeLock } from './lock.ts';
import { readTip, type Tip } from './tail.ts';

/** The file that a record goes to, and the folder of its lock. */
export interface Lane {
  /** Root of the work tree. */
  readonly root: string;
  /** Path of the ledger from there. */
  readonly path: string;
  readonly lockFolder: string;
}

export interface Appended extends Sealed {
  /** 1-based line of the record. */
  readonly line: number;
}

const ATTRIBUTES = `# A ledger is verified byte by byte, so git must not convert its line ends.
# Two versions of a lane are never woven together: that would break its chain.
*.jsonl -text -merge
`;

/**
 * Adds one record to a lane. When it returns, the record is on the disk. When it throws, the ledger is as it was;
 * when the process is killed, it is as it was, holds the whole record, or ends in half a line that the next call names.
 *
 * @param make gives the record its place, after the one with this hash
 */
export async function append(
  lane: Lane,
  make: (previous: string | null) => Promise<Sealed>,
  { platform, timeLimit }: { readonly platform: Platform; readonly timeLimit?: number },
): Promise<Appended> {
  const lock = await takeLock(lane.lockFolder, timeLimit).catch((error: unknown) => {
    if (error instanceof LockTaken)
      throw new UsageError(`${lane.path}: another record is being written, and ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(
      `${lane.lockFolder}, where the lock lies, cannot be written (${code}). Check who may write there`,
    );
  });
  try {
    return await appendAlone(lane, make, platform);
  } finally {
    await lock.release();
  }
}

/** The hash that the next record of a lane has to name, without taking the lock. */
export async function peek(lane: Omit<Lane, 'lockFolder'>, platform: Platform): Promise<string | null> {
  return (await inspect(lane)) ? null : (await tipOf(lane, platform)).hash;
}

async function appendAlone(
  lane: Lane,
  make: (previous: string | null) => Promise<Sealed>,
  platform: Platform,
): Promise<Appended> {
  const isNew = await inspect(lane);
  const tip = isNew ? { hash: null, lines: 0, size: 0 } : await tipOf(lane, platform);
  const sealed = await make(tip.hash);
  const bytes = Buffer.from(`${sealed.text}\n`);
  if (bytes.length > LONGEST_LINE)
    throw new UsageError(`The record would be ${bytes.length} bytes long, and ${LONGEST_LINE} is the most: say less`);
  if (isNew) await makeFolder(lane);
  const file = await openLedger(lane, constants.O_CREAT);
  try {
    await write(file, bytes, tip, lane.path);
  } catch (error) {
    // Of a lane that could not be begun nothing is left. Whatever another program put there meanwhile is.
    if (isNew && (await file.stat()).size === 0) await rm(join(lane.root, lane.path), { force: true });
    throw error;
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(dirname(join(lane.root, lane.path)));
  return { ...sealed, line: tip.lines + 1 };
}

async function tipOf(lane: Omit<Lane, 'lockFolder'>, platform: Platform): Promise<Tip> {
  const file = await openLedger(lane);
  try {
    return await readTip(file, { shown: lane.path, absolute: join(lane.root, lane.path) }, platform);
  } finally {
    await file.close();
  }
}

/** Looks at the way to the ledger without following a link. True when there is no ledger yet. */
async function inspect({ root, path }: Omit<Lane, 'lockFolder'>): Promise<boolean> {
  const names = path.split('/');
  for (const depth of names.keys()) {
    const shown = names.slice(0, depth + 1).join('/');
    const facts = await lstat(join(root, shown)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new UsageError(`${shown} cannot be read (${error.code}). Check who may read it`);
    });
    if (facts === undefined) return true;
    const isLast = depth === names.length - 1;
    if (facts.isSymbolicLink())
      throw new UsageError(`${shown} is a symbolic link. A ledger lies in the repository itself: replace the link`);
    if (isLast ? !facts.isFile() : !facts.isDirectory())
      throw new UsageError(`${shown} is not a ${isLast ? 'file' : 'folder'}. Move it away, or name another --lane`);
  }
  return false;
}

async function openLedger({ root, path }: Omit<Lane, 'lockFolder'>, more = 0): Promise<FileHandle> {
  try {
    // No link is followed, and every write goes to the end, whatever happened to the file meanwhile.
    const flags = constants.O_RDWR | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0) | more;
    return await open(join(root, path), flags, 0o644);
  } catch (error) {
    throw new UsageError(
      `${path} cannot be written (${(error as NodeJS.ErrnoException).code}). Check who may write it`,
    );
  }
}

/** In one call, so that it is there in whole or not; and on the disk before anybody is told. */
async function write(file: FileHandle, bytes: Buffer, { size }: Tip, shown: string): Promise<void> {
  if ((await file.stat()).size !== size)
    throw new UsageError(
      `${shown} was changed by another program just now. Nothing was recorded; run the command again`,
    );
  try {
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten !== bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    await file.sync();
  } catch (error) {
    await file.truncate(size).catch(() => {});
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new UsageError(`${shown} cannot be written (${code}), and nothing was recorded. Make room on the disk first`);
  }
}

async function makeFolder({ root, path }: Lane): Promise<void> {
  const folder = dirname(join(root, path));
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `${dirname(path)} cannot be made (${(error as NodeJS.ErrnoException).code}). Check who may write`,
    );
  }
  if (made === undefined) return;
  await writeFile(join(folder, '.gitattributes'), ATTRIBUTES, { flag: 'wx' }).catch(() => {});
  for (let at = folder; at.length >= root.length; at = dirname(at)) await syncFolder(at);
}

/** A new name is on the disk once its folder is. Not every system can be asked for it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY).catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}
