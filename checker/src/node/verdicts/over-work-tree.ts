import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NotShown, Uncommitted } from '../../ledger/verification.ts';
import { LFS_POINTER } from '../../lfs-pointer.ts';
import { known } from '../../outcome.ts';
import type { Blob, Content, PathStep, Repository } from '../../repository.ts';
import { decode } from '../../source/decode.ts';
import { Tree, type TreeEntry } from '../../tree.ts';
import type { WorkTree } from '../git/work-tree.ts';
import { openRegular, piecesOf, type WorkTreeEntry, workTreeFiles } from './work-tree-files.ts';

const DEFAULT_LIMIT = 1 << 20;

export interface Overlay {
  readonly repository: Repository;
  /** How the files that were looked at differ from the commit. */
  readonly uncommitted: ReadonlyMap<string, Uncommitted>;
  readonly unread: readonly NotShown[];
}

export interface OverlayOptions {
  /** Folders and files that are looked at. */
  readonly under: readonly string[];
  readonly wanted: (path: string) => boolean;
  /** When the work tree was looked at: ISO 8601. */
  readonly now: string;
}

/**
 * A repository as it would be if some files of the work tree were committed as they stand: one more step on top of its
 * history, by nobody, under the name of zeros that git itself gives what is not committed yet.
 */
export async function overWorkTree(
  repository: Repository,
  { root, leftOut }: WorkTree,
  { under, wanted, now }: OverlayOptions,
): Promise<Overlay> {
  const { commit } = repository.target;
  const base = await repository.tree();
  const { entries, unread } = await workTreeFiles(root, under, wanted, commit.length === 40 ? 'sha1' : 'sha256');
  const inside = (path: string) => under.some((place) => path === place || path.startsWith(`${place}/`));
  const changed = new Map<string, WorkTreeEntry>();
  const present = new Set<string>();
  for (const entry of entries) {
    const path = tracked(entry.path, base);
    present.add(path);
    const before = base.get(path);
    if (before === undefined || !isSame(entry, before)) changed.set(path, { ...entry, path });
  }
  for (const path of await pointers(repository, base, [...changed.keys()])) changed.delete(path);
  const links = entries.filter(({ kind }) => kind === 'symlink');
  const behind = (path: string) => links.some((link) => path.startsWith(`${link.path}/`));
  const gone = base.entries.filter(
    ({ path, kind }) =>
      inside(path) &&
      kind !== 'submodule' &&
      (wanted(path) || behind(path)) &&
      !present.has(path) &&
      !leftOut.has(path),
  );
  if (changed.size === 0 && gone.length === 0) return { repository, uncommitted: new Map(), unread };

  const absent = new Set(gone.map(({ path }) => path));
  const tree = new Tree(
    [
      ...base.entries.filter(({ path }) => !absent.has(path) && !changed.has(path)),
      ...[...changed.values()].map(
        ({ path, id, kind }): TreeEntry => ({
          path,
          id,
          kind: base.get(path)?.kind === 'executable' && kind === 'file' ? 'executable' : kind,
        }),
      ),
    ].sort((a, b) => (a.path < b.path ? -1 : 1)),
    base.cut,
  );
  const nobody = { name: '', email: '', date: now };
  const step = (path: string, after?: string): PathStep => {
    const before = base.get(path);
    return {
      commit: '0'.repeat(commit.length),
      parent: commit,
      author: nobody,
      committer: nobody,
      path,
      ...(before !== undefined && before.kind !== 'symlink' && { before: before.id }),
      ...(after !== undefined && { after }),
    };
  };
  const steps = [
    ...[...changed.values()].map(({ path, id, kind }) => step(path, kind === 'symlink' ? undefined : id)),
    ...gone.map(({ path }) => step(path)),
  ];
  const byId = new Map([...changed.values()].map((entry) => [entry.id, entry]));
  const at = ({ path }: WorkTreeEntry) => join(root, path);

  const contentOf = async (entry: WorkTreeEntry, limit: number): Promise<Content> => {
    if (entry.kind === 'symlink') return { state: 'missing', because: 'is a symbolic link of the work tree' };
    if (entry.size > limit) return { state: 'too-large', size: entry.size, limit };
    const bytes = await bytesOf(at(entry));
    return bytes === undefined ? { state: 'missing', because: 'cannot be read' } : decode(bytes);
  };
  return {
    uncommitted: new Map<string, Uncommitted>([
      ...[...changed.keys()].map((path) => [path, base.get(path) === undefined ? 'added' : 'changed'] as const),
      ...gone.map(({ path }) => [path, 'deleted'] as const),
    ]),
    unread,
    repository: {
      ...repository,
      tree: async () => tree,
      async read(paths, limit = DEFAULT_LIMIT) {
        const asked = [...paths];
        const contents = new Map(
          await repository.read(
            asked.filter((path) => !changed.has(path) && !absent.has(path)),
            limit,
          ),
        );
        for (const path of asked) {
          const entry = changed.get(path);
          if (entry !== undefined) contents.set(path, await contentOf(entry, limit));
          else if (absent.has(path)) contents.set(path, { state: 'missing', because: 'is not in the work tree' });
        }
        return contents;
      },
      stream(path) {
        const entry = changed.get(path);
        if (absent.has(path) || entry?.kind === 'symlink') return refused(path);
        return entry === undefined ? repository.stream(path) : piecesOf(at(entry));
      },
      async pathSteps(paths) {
        const answer = await repository.pathSteps(paths);
        if (!answer.known) return answer;
        const own = steps.filter(({ path }) =>
          paths.some((root) => path === root || path.startsWith(`${root.replace(/\/+$/, '')}/`)),
        );
        return known([...own, ...answer.value]);
      },
      async blobs(ids, onBlob, limit = DEFAULT_LIMIT) {
        let waiting: string[] = [];
        for (const id of ids) {
          const entry = byId.get(id);
          if (entry === undefined) {
            waiting.push(id);
            continue;
          }
          if (waiting.length > 0) await repository.blobs(waiting, onBlob, limit);
          waiting = [];
          onBlob(id, await blobOf(entry, at(entry), limit));
        }
        if (waiting.length > 0) await repository.blobs(waiting, onBlob, limit);
      },
    },
  };
}

const isSame = (entry: WorkTreeEntry, before: TreeEntry): boolean =>
  (entry.kind === 'symlink') === (before.kind === 'symlink') &&
  (entry.id === before.id || entry.normalId === before.id);

/** macOS may hand out names in another normal form than git stores. */
const tracked = (path: string, tree: Tree): string =>
  !tree.has(path) && tree.has(path.normalize('NFC')) ? path.normalize('NFC') : path;

/** Files of which git holds a pointer of Git LFS: what lies in the work tree is what it points at, not a change. */
async function pointers(repository: Repository, base: Tree, paths: readonly string[]): Promise<readonly string[]> {
  const contents = await repository.read(
    paths.filter((path) => base.isFile(path)),
    1024,
  );
  return [...contents].flatMap(([path, content]) =>
    content.state === 'text' && content.text.startsWith(LFS_POINTER) ? [path] : [],
  );
}

async function blobOf(entry: WorkTreeEntry, path: string, limit: number): Promise<Blob> {
  if (entry.size > limit) return { state: 'too-large', size: entry.size };
  const bytes = await bytesOf(path);
  return bytes === undefined ? { state: 'missing' } : { state: 'bytes', bytes };
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    const { handle } = await openRegular(path);
    try {
      return await readFile(handle);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

// biome-ignore lint/correctness/useYield: it stands for a file that has no bytes to give
async function* refused(path: string): AsyncGenerator<Uint8Array> {
  throw new Error(`${path} is not in the work tree`);
}
