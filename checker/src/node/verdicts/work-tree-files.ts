import { createHash, type Hash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { NotShown } from '../../ledger/verification.ts';
import type { TreeEntry } from '../../tree.ts';

const MOST_ENTRIES = 10_000;
const DEEPEST = 8;
const CR = 0x0d;
const LF = 0x0a;

/** What lies at some places of a work tree, named as git would name it. */
export interface WorkTreeFiles {
  readonly entries: readonly WorkTreeEntry[];
  readonly unread: readonly NotShown[];
}

export interface WorkTreeEntry extends TreeEntry {
  readonly size: number;
  /** The object name that it has with the line endings of git, where it has others. */
  readonly normalId?: string;
}

/**
 * Lists the files below some folders of a work tree, and names their contents. No link is followed, and nothing but
 * regular files is opened.
 */
export async function workTreeFiles(
  root: string,
  under: readonly string[],
  wanted: (path: string) => boolean,
  algorithm: 'sha1' | 'sha256',
): Promise<WorkTreeFiles> {
  const entries: WorkTreeEntry[] = [];
  const unread: NotShown[] = [];
  const seen = new Set<string>();
  const refuse = (path: string, because: string, decide: string) =>
    unread.push({ because: `${path} of the work tree was not read: ${because}.`, decide });

  const visit = async (path: string, depth: number): Promise<void> => {
    if (seen.has(path) || seen.size > MOST_ENTRIES) return;
    seen.add(path);
    if (seen.size > MOST_ENTRIES) {
      refuse(path, `there are more than ${MOST_ENTRIES} files`, 'Commit them, and verify the commit with --ref HEAD.');
      return;
    }
    const at = join(root, path);
    const found = await lstat(at).catch(() => undefined);
    if (found === undefined) return;
    if (found.isDirectory()) {
      if (depth > DEEPEST) refuse(path, 'it lies too deep', 'Commit it, and verify the commit with --ref HEAD.');
      else for (const name of (await readdir(at).catch(() => [])).sort()) await visit(`${path}/${name}`, depth + 1);
    } else if (found.isSymbolicLink()) {
      const target = Buffer.from(await readlink(at));
      const id = createHash(algorithm).update(`blob ${target.length}\0`).update(target).digest('hex');
      entries.push({ path, id, kind: 'symlink', size: target.length });
      refuse(path, 'it is a symbolic link', 'Put the file or folder itself in its place.');
    } else if (!found.isFile()) {
      refuse(path, 'it is no regular file', 'Put a regular file in its place.');
    } else if (wanted(path)) {
      const named = await nameOf(at, algorithm).catch((error: NodeJS.ErrnoException) => {
        refuse(path, `it cannot be opened (${error.code ?? error.message})`, 'Check who may read it.');
        return undefined;
      });
      if (named !== undefined) entries.push({ path, kind: 'file', ...named });
    }
  };

  for (const place of under) {
    const link = await linkAbove(root, place);
    await visit(link ?? place, 0);
  }
  return { entries, unread };
}

/** A link that stands where the place needs a folder: what lies behind it is not of this repository. */
async function linkAbove(root: string, place: string): Promise<string | undefined> {
  for (let slash = place.indexOf('/'); slash > 0; slash = place.indexOf('/', slash + 1)) {
    const folder = place.slice(0, slash);
    if ((await lstat(join(root, folder)).catch(() => undefined))?.isSymbolicLink()) return folder;
  }
  return undefined;
}

/** What lies at a path is a folder, a pipe, a device: nothing that is read. */
export class NoRegularFileError extends Error {
  override readonly name = 'NoRegularFileError';

  constructor() {
    super('it is no regular file');
  }
}

/**
 * Opens a regular file and nothing else, whatever took its place since it was listed.
 *
 * @throws NoRegularFileError, or the error of the system, which has a `code`.
 */
export async function openRegular(path: string) {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  const { size, isFile } = await handle.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
  if (isFile) return { handle, size };
  await handle.close();
  throw new NoRegularFileError();
}

/** The pieces of a regular file. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const { handle } = await openRegular(path);
  yield* createReadStream(path, { fd: handle, highWaterMark: 1 << 18 });
}

async function nameOf(
  path: string,
  algorithm: 'sha1' | 'sha256',
): Promise<{ readonly id: string; readonly size: number; readonly normalId?: string }> {
  const { handle, size } = await openRegular(path);
  await handle.close();
  const hash = createHash(algorithm).update(`blob ${size}\0`);
  let pairs = 0;
  let last = 0;
  for await (const piece of piecesOf(path)) {
    hash.update(piece);
    pairs += pairsIn(piece, last);
    last = piece.at(-1) ?? last;
  }
  const id = hash.digest('hex');
  if (pairs === 0) return { id, size };
  const normal = createHash(algorithm).update(`blob ${size - pairs}\0`);
  await withoutPairs(path, normal);
  return { id, size, normalId: normal.digest('hex') };
}

function pairsIn(piece: Uint8Array, last: number): number {
  let pairs = last === CR && piece[0] === LF ? 1 : 0;
  for (let at = piece.indexOf(CR); at >= 0; at = piece.indexOf(CR, at + 1)) if (piece[at + 1] === LF) pairs += 1;
  return pairs;
}

/** Hashes a file as git stores it where it turns CRLF into LF. */
async function withoutPairs(path: string, hash: Hash): Promise<void> {
  let held = false;
  for await (const piece of piecesOf(path)) {
    if (held && piece[0] !== LF) hash.update('\r');
    held = piece.at(-1) === CR;
    let from = 0;
    for (let at = piece.indexOf(CR); at >= 0; at = piece.indexOf(CR, at + 1)) {
      if (piece[at + 1] !== LF) continue;
      hash.update(piece.subarray(from, at));
      from = at + 1;
    }
    hash.update(piece.subarray(from, held ? -1 : undefined));
  }
  if (held) hash.update('\r');
}
