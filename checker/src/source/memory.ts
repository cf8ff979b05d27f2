import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Collected, known, withheld } from '../outcome.ts';
import type {
  AddedLine,
  CloneState,
  Commit,
  Content,
  FileChangeSize,
  PathChange,
  PathCommit,
  PathHistoryQuery,
  Person,
  Repository,
} from '../repository.ts';
import { resolvePath, Tree, type TreeEntry } from '../tree.ts';
import { decode } from './decode.ts';

/** A file of a repository held in memory: its text, its bytes, or what else git can track at a path. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly executable: string }
  | { readonly symlink: string }
  | { readonly submodule: string };

export interface MemoryCommit {
  /** Name by which other commits call this one as parent; never shown. */
  readonly label?: string;
  /** Labels of its parents. Default: the commit written before it. */
  readonly parents?: readonly string[];
  /** `Name <address>`; default `Ada <ada@example.org>`. */
  readonly author?: string;
  /** Default: the author. */
  readonly committer?: string;
  /** ISO 8601; a day alone means noon UTC. Default: a day after its parent, or 2026-01-01. */
  readonly date?: string;
  readonly message?: string;
  /** Changes against its first parent; null deletes. */
  readonly files?: Readonly<Record<string, MemoryFile | null>>;
}

export interface MemoryRepositorySpec {
  readonly name?: string;
  readonly branch?: string;
  readonly defaultBranch?: string;
  readonly remote?: string;
  /** Oldest first; the last one is audited. */
  readonly commits: readonly MemoryCommit[];
  /** The state of the clone, where the example is about it. */
  readonly clone?: Partial<CloneState>;
  /** What this source withholds, as a shallow or partial clone would. */
  readonly withhold?: { readonly history?: boolean; readonly contents?: (path: string) => boolean };
}

interface Stored extends Commit {
  readonly files: ReadonlyMap<string, MemoryFile>;
}

const DAY = 86_400_000;
const NO_HISTORY = ['The history is not in this clone.', 'git fetch --unshallow'] as const;

/** A repository made of literal values: for tests, for the doctrine's examples, and for auditing where there is no git. */
export function memoryRepository(spec: MemoryRepositorySpec): Repository {
  const stored = store(spec.commits);
  const head = stored.at(-1);
  if (head === undefined) throw new Error('a memory repository needs at least one commit');
  const reachable = reachableFrom(head, stored);
  const tree = new Tree(
    [...head.files].map(([path, file]) => entry(path, file)).sort((a, b) => compare(a.path, b.path)),
  );
  const historyWithheld = spec.withhold?.history === true;
  const isWithheld = (path: string) => spec.withhold?.contents?.(path) === true;

  const contentOf = (path: string, limit: number, depth = 0): Content => {
    const file = head.files.get(path);
    if (file === undefined) return { state: 'missing', because: 'is not in the tree' };
    if (isWithheld(path)) return { state: 'missing', because: 'is not in this clone' };
    if (isLink(file)) {
      const target = resolvePath(path, file.symlink);
      if (target === undefined || file.symlink.startsWith('/'))
        return { state: 'missing', because: 'is a link out of the tree' };
      return depth >= 8 ? { state: 'missing', because: 'is a loop of links' } : contentOf(target, limit, depth + 1);
    }
    if (isSubmodule(file)) return { state: 'missing', because: 'is a submodule' };
    const bytes = bytesOf(file);
    return bytes.length > limit ? { state: 'too-large', size: bytes.length, limit } : decode(bytes);
  };

  return {
    target: {
      name: spec.name ?? 'example',
      commit: head.id,
      date: head.committer.date,
      branch: spec.branch ?? 'main',
      defaultBranch: spec.defaultBranch ?? spec.branch ?? 'main',
      source: 'memory',
      remote: spec.remote,
      shallow: historyWithheld,
    },
    tree: async () => tree,
    read: async (paths, limit = 1 << 20) => new Map([...paths].map((path) => [path, contentOf(path, limit)])),
    async *stream(path) {
      const file = head.files.get(path);
      if (file === undefined || isLink(file) || isSubmodule(file) || isWithheld(path))
        throw new Error(`${path} cannot be read`);
      yield bytesOf(file);
    },
    async commits({ since }) {
      if (historyWithheld) return withheld(...NO_HISTORY);
      const from = Date.parse(since);
      return known(
        reachable
          .filter(({ committer }) => Date.parse(committer.date) >= from)
          .map(({ files: _files, ...commit }) => commit),
      );
    },
    async pathHistory(query) {
      return historyWithheld ? withheld(...NO_HISTORY) : known(pathHistory(reachable, stored, query));
    },
    async changeSizes(ids) {
      return historyWithheld ? withheld(...NO_HISTORY) : known(sizes(ids, stored));
    },
    async clone(): Promise<Collected<CloneState>> {
      if (spec.clone === undefined)
        return withheld('This source shows no working clone.', 'Run the audit in the clone where the agents work.');
      return known({ worktrees: spec.clone.worktrees ?? [], uncommitted: spec.clone.uncommitted ?? [] });
    },
    close: async () => {},
  };
}

function store(commits: readonly MemoryCommit[]): readonly Stored[] {
  const stored: Stored[] = [];
  const labels = new Map<string, Stored>();
  for (const commit of commits) {
    const previous = stored.at(-1);
    const parents =
      commit.parents?.map((label) => labels.get(label) ?? missingParent(label)) ?? (previous ? [previous] : []);
    const files = new Map(parents[0]?.files);
    for (const [path, file] of Object.entries(commit.files ?? {})) {
      if (file === null) files.delete(path);
      else files.set(path, file);
    }
    const date = dateOf(commit.date, parents[0]);
    const author = person(commit.author ?? 'Ada <ada@example.org>', date);
    const [subject = '', ...rest] = (commit.message ?? 'Change the files').split('\n');
    const seed = JSON.stringify([
      stored.length,
      subject,
      rest,
      author,
      [...files].map(([path, file]) => [path, entry(path, file).id]),
    ]);
    const made: Stored = {
      id: bytesToHex(sha1(utf8ToBytes(seed))),
      parents: parents.map(({ id }) => id),
      author,
      committer: commit.committer === undefined ? author : person(commit.committer, date),
      subject,
      body: rest.join('\n').trim(),
      files,
    };
    stored.push(made);
    if (commit.label !== undefined) labels.set(commit.label, made);
  }
  return stored;
}

const missingParent = (label: string): never => {
  throw new Error(`no earlier commit is labelled "${label}"`);
};

function dateOf(date: string | undefined, parent: Stored | undefined): string {
  if (date !== undefined) return /^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}T12:00:00+00:00` : date;
  const after = parent === undefined ? Date.UTC(2026, 0, 1, 12) : Date.parse(parent.committer.date) + DAY;
  return new Date(after).toISOString().replace(/\.\d+Z$/, '+00:00');
}

function person(text: string, date: string): Person {
  const [, name = text, email = ''] = /^(.*?)\s*<(.*)>$/.exec(text) ?? [];
  return { name, email, date };
}

function reachableFrom(head: Stored, all: readonly Stored[]): readonly Stored[] {
  const ids = new Set([head.id]);
  for (const commit of all.toReversed()) if (ids.has(commit.id)) for (const parent of commit.parents) ids.add(parent);
  return all.filter(({ id }) => ids.has(id)).toReversed();
}

function pathHistory(
  reachable: readonly Stored[],
  all: readonly Stored[],
  { paths, detail }: PathHistoryQuery,
): readonly PathCommit[] {
  const inside = (path: string) => paths.some((root) => root === '' || path === root || path.startsWith(`${root}/`));
  return reachable.flatMap((commit) => {
    if (commit.parents.length > 1) return [];
    const changes = changesOf(commit, all).filter(
      ({ path, from }) => inside(path) || (from !== undefined && inside(from)),
    );
    if (changes.length === 0) return [];
    const { id, author, committer, subject } = commit;
    return [
      {
        id,
        author,
        committer,
        subject,
        changes: detail === 'names' ? changes.map(({ added: _added, ...rest }) => rest) : changes,
      },
    ];
  });
}

function changesOf(commit: Stored, all: readonly Stored[]): readonly PathChange[] {
  const before = all.find(({ id }) => id === commit.parents[0])?.files ?? new Map<string, MemoryFile>();
  const changes: PathChange[] = [];
  const gone = new Map(
    [...before].filter(([path]) => !commit.files.has(path)).map(([path, file]) => [entry(path, file).id, path]),
  );
  for (const [path, file] of commit.files) {
    const blob = entry(path, file).id;
    const old = before.get(path);
    if (old !== undefined && entry(path, old).id === blob) continue;
    const from = old === undefined ? gone.get(blob) : undefined;
    if (from !== undefined) {
      gone.delete(blob);
      changes.push({ path, status: 'renamed', from, blob, added: [] });
    } else {
      changes.push({ path, status: old === undefined ? 'added' : 'modified', blob, added: addedLines(old, file) });
    }
  }
  for (const path of gone.values()) changes.push({ path, status: 'deleted' });
  return changes;
}

function addedLines(old: MemoryFile | undefined, file: MemoryFile): readonly AddedLine[] {
  const left = new Map<string, number>();
  for (const line of old === undefined ? [] : linesOf(old)) left.set(line, (left.get(line) ?? 0) + 1);
  return linesOf(file).flatMap((text, index) => {
    const count = left.get(text) ?? 0;
    if (count === 0) return [{ line: index + 1, text }];
    left.set(text, count - 1);
    return [];
  });
}

function sizes(ids: readonly string[], all: readonly Stored[]): ReadonlyMap<string, readonly FileChangeSize[]> {
  const wanted = new Set(ids);
  return new Map(
    all
      .filter(({ id }) => wanted.has(id))
      .map((commit) => {
        const before = all.find(({ id }) => id === commit.parents[0])?.files;
        return [
          commit.id,
          changesOf(commit, all).map(({ path, status }) => {
            const [old, now] = [before?.get(path), commit.files.get(path)];
            const added = now === undefined || status === 'renamed' ? 0 : addedLines(old, now).length;
            const deleted =
              old === undefined ? 0 : now === undefined ? linesOf(old).length : addedLines(now, old).length;
            return { path, added, deleted, binary: false };
          }),
        ];
      }),
  );
}

const isLink = (file: MemoryFile): file is { symlink: string } => typeof file === 'object' && 'symlink' in file;
const isSubmodule = (file: MemoryFile): file is { submodule: string } =>
  typeof file === 'object' && 'submodule' in file;

function bytesOf(file: MemoryFile): Uint8Array {
  if (file instanceof Uint8Array) return file;
  if (typeof file === 'string') return utf8ToBytes(file);
  return utf8ToBytes('executable' in file ? file.executable : 'symlink' in file ? file.symlink : file.submodule);
}

function linesOf(file: MemoryFile): readonly string[] {
  const text = new TextDecoder().decode(bytesOf(file));
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** Blobs get the object name that git gives them. */
function entry(path: string, file: MemoryFile): TreeEntry {
  if (isSubmodule(file)) return { path, id: file.submodule, kind: 'submodule' };
  const bytes = bytesOf(file);
  const id = bytesToHex(sha1(concatBytes(utf8ToBytes(`blob ${bytes.length}\0`), bytes)));
  if (isLink(file)) return { path, id, kind: 'symlink' };
  return { path, id, kind: typeof file === 'object' && 'executable' in file ? 'executable' : 'file' };
}

/** Git's order: by bytes, a folder as if its name ended in `/`. Paths here are compared whole, which is the same. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
