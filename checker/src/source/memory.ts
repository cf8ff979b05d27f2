import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Collected, known, withheld } from '../outcome.ts';
import type {
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
import { type ComparedFile, compareFiles, type FileChange } from './memory-changes.ts';
import { changesItself } from './memory-merges.ts';
import { stablePatchId } from './memory-patch-id.ts';
import { stepsOf } from './memory-steps.ts';
import { objectId, treeId } from './memory-tree.ts';

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

  /** The file behind a path, or why there is none. */
  const follow = (path: string, depth = 0): { readonly bytes: Uint8Array } | { readonly because: string } => {
    const at = head.files.has(path) ? path : linkAbove(path, head.files);
    const file = at === undefined ? undefined : head.files.get(at);
    if (at === undefined || file === undefined)
      return { because: tree.isFolder(path) ? 'is a folder' : 'is not in the tree' };
    if (isWithheld(at)) return { because: 'is not in this clone' };
    if (isSubmodule(file)) return { because: 'is a submodule' };
    if (!isLink(file)) return { bytes: bytesOf(file) };
    const target = file.symlink.startsWith('/') ? undefined : resolvePath(at, file.symlink);
    if (target === undefined) return { because: 'is a link out of the tree' };
    return depth >= 8 ? { because: 'is a loop of links' } : follow(target + path.slice(at.length), depth + 1);
  };
  const contentOf = (path: string, limit: number): Content => {
    const file = follow(path);
    if ('because' in file) return { state: 'missing', because: file.because };
    const { bytes } = file;
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
      const file = follow(path);
      if ('because' in file) throw new Error(`${path} ${file.because}`);
      yield file.bytes;
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
    async pathSteps(paths) {
      if (historyWithheld) return withheld(...NO_HISTORY);
      const isInside = insideOf(paths);
      const entriesOf = (id: string) =>
        new Map(
          [...filesOf(id, stored)]
            .filter(([path]) => isInside(path))
            .map(([path, file]) => [path, entry(path, file)] as const),
        );
      return known(stepsOf(reachable, entriesOf));
    },
    async blobs(ids, onBlob, limit = 64 << 20) {
      const held = heldBlobs(stored, isWithheld);
      for (const id of ids) {
        const bytes = held.get(id);
        if (bytes === undefined) onBlob(id, { state: 'missing' });
        else if (bytes.length > limit) onBlob(id, { state: 'too-large', size: bytes.length });
        else onBlob(id, { state: 'bytes', bytes });
      }
    },
    async patchIds({ changes, exclude }) {
      if (historyWithheld) return withheld(...NO_HISTORY);
      const isExcluded = insideOf(exclude);
      const sideOf = (id: string | undefined) =>
        only(compared(filesOf(id, stored)), (path) => exclude.length === 0 || !isExcluded(path));
      return known(
        changes.map(({ commit: id, base }) => {
          const commit = stored.find((one) => one.id === id);
          if (commit === undefined || (base !== undefined && !stored.some((one) => one.id === base))) return undefined;
          return stablePatchId(sideOf(base ?? commit.parents[0]), sideOf(id));
        }),
      );
    },
    async mergesWithChanges(ids) {
      if (historyWithheld) return withheld(...NO_HISTORY);
      const merges = stored.filter(({ id, parents }) => parents.length > 1 && ids.includes(id));
      const changed = merges.filter(({ files, parents }) =>
        changesItself(
          compared(files),
          parents.map((parent) => compared(filesOf(parent, stored))),
        ),
      );
      return known(new Set(changed.map(({ id }) => id)));
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
    const { subject, body } = messageOf(commit.message ?? 'Change the files');
    const entries = [...files].map(([path, file]) => entry(path, file));
    const seed = JSON.stringify([stored.length, subject, body, author, entries.map(({ path, id }) => [path, id])]);
    const made: Stored = {
      id: bytesToHex(sha1(utf8ToBytes(seed))),
      tree: treeId(entries),
      parents: parents.map(({ id }) => id),
      author,
      committer: commit.committer === undefined ? author : person(commit.committer, date),
      subject,
      body,
      files,
    };
    stored.push(made);
    if (commit.label !== undefined) labels.set(commit.label, made);
  }
  return stored;
}

/** As git tells them apart: the first paragraph is the subject, on one line; what follows it is the body. */
function messageOf(message: string): { readonly subject: string; readonly body: string } {
  const [first = '', ...rest] = message.replace(/^\s*\n/, '').split(/\n[^\S\n]*\n/);
  return { subject: first.trimEnd().replaceAll('\n', ' '), body: rest.join('\n\n').replace(/^\n+/, '').trimEnd() };
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

/** In the order of `git log`: of the commits whose child was seen, always the youngest next. */
function reachableFrom(head: Stored, all: readonly Stored[]): readonly Stored[] {
  const byId = new Map(all.map((commit) => [commit.id, commit]));
  const seen = new Set([head.id]);
  const queue = [head];
  const order: Stored[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    order.push(next);
    for (const id of next.parents) {
      const parent = byId.get(id);
      if (parent === undefined || seen.has(id)) continue;
      seen.add(id);
      const date = Date.parse(parent.committer.date);
      const at = queue.findIndex(({ committer }) => Date.parse(committer.date) < date);
      queue.splice(at === -1 ? queue.length : at, 0, parent);
    }
  }
  return order;
}

function pathHistory(
  reachable: readonly Stored[],
  all: readonly Stored[],
  { paths, detail }: PathHistoryQuery,
): readonly PathCommit[] {
  const inside = insideOf(paths);
  return reachable.flatMap((commit) => {
    if (commit.parents.length > 1) return [];
    const [before, after] = sidesOf(commit, all);
    const changes =
      detail === 'names'
        ? compareFiles(before, after).filter(({ path, from }) => inside(path) || (from !== undefined && inside(from)))
        : compareFiles(only(before, inside), only(after, inside));
    if (changes.length === 0) return [];
    const { id, author, committer, subject } = commit;
    return [
      { id, author, committer, subject, changes: changes.map((change) => pathChange(change, detail === 'lines')) },
    ];
  });
}

/** Whether a path is one of these files, or in one of these folders. */
function insideOf(paths: readonly string[]): (path: string) => boolean {
  const roots = paths.map((path) => path.replace(/\/+$/, ''));
  return (path) => roots.some((root) => root === '' || path === root || path.startsWith(`${root}/`));
}

const filesOf = (id: string | undefined, all: readonly Stored[]): ReadonlyMap<string, MemoryFile> =>
  all.find((commit) => commit.id === id)?.files ?? new Map();

/** The contents of every commit, without those that stand at a withheld path in any of them. */
function heldBlobs(all: readonly Stored[], isWithheld: (path: string) => boolean): ReadonlyMap<string, Uint8Array> {
  const held = new Map<string, Uint8Array>();
  const kept = new Set<string>();
  for (const { files } of all) {
    for (const [path, file] of files) {
      if (isSubmodule(file)) continue;
      const { id } = entry(path, file);
      if (isWithheld(path)) kept.add(id);
      else held.set(id, bytesOf(file));
    }
  }
  for (const id of kept) held.delete(id);
  return held;
}

const pathChange = ({ path, status, from, blob, lines, submodule }: FileChange, withLines: boolean): PathChange => ({
  path,
  status,
  ...(from !== undefined && { from }),
  ...(blob !== undefined && { blob }),
  ...(withLines && blob !== undefined && lines !== undefined && !submodule && { added: lines.added }),
});

/** The files before and after a commit, against its first parent. What it did not touch is not hashed twice. */
function sidesOf(commit: Stored, all: readonly Stored[]): readonly [Compared, Compared] {
  const parent = all.find(({ id }) => id === commit.parents[0]);
  const before = compared(parent?.files ?? new Map());
  const after = [...commit.files].map(([path, file]): [string, ComparedFile] => {
    const same = parent?.files.get(path) === file ? before.get(path) : undefined;
    return [path, same ?? { entry: entry(path, file), bytes: bytesOf(file) }];
  });
  return [before, new Map(after)];
}

type Compared = ReadonlyMap<string, ComparedFile>;

const compared = (files: ReadonlyMap<string, MemoryFile>): Compared =>
  new Map([...files].map(([path, file]) => [path, { entry: entry(path, file), bytes: bytesOf(file) }]));

const only = (files: Compared, test: (path: string) => boolean): Compared =>
  new Map([...files].filter(([path]) => test(path)));

function sizes(ids: readonly string[], all: readonly Stored[]): ReadonlyMap<string, readonly FileChangeSize[]> {
  const wanted = new Set(ids);
  return new Map(
    all
      .filter(({ id }) => wanted.has(id))
      .map((commit) => [
        commit.id,
        compareFiles(...sidesOf(commit, all)).map(({ path, lines }) => ({
          path,
          added: lines?.added.length ?? 0,
          deleted: lines?.deleted ?? 0,
          binary: lines === undefined,
        })),
      ]),
  );
}

/** A tracked link that stands where the path needs a folder. */
function linkAbove(path: string, files: ReadonlyMap<string, MemoryFile>): string | undefined {
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const file = files.get(path.slice(0, slash));
    if (file !== undefined) return isLink(file) ? path.slice(0, slash) : undefined;
  }
  return undefined;
}

const isLink = (file: MemoryFile): file is { symlink: string } => typeof file === 'object' && 'symlink' in file;
const isSubmodule = (file: MemoryFile): file is { submodule: string } =>
  typeof file === 'object' && 'submodule' in file;

function bytesOf(file: MemoryFile): Uint8Array {
  if (file instanceof Uint8Array) return file;
  if (typeof file === 'string') return utf8ToBytes(file);
  return utf8ToBytes('executable' in file ? file.executable : 'symlink' in file ? file.symlink : file.submodule);
}

/** Blobs get the object name that git gives them. */
function entry(path: string, file: MemoryFile): TreeEntry {
  if (isSubmodule(file)) return { path, id: file.submodule, kind: 'submodule' };
  const bytes = bytesOf(file);
  const id = objectId('blob', bytes);
  if (isLink(file)) return { path, id, kind: 'symlink' };
  return { path, id, kind: typeof file === 'object' && 'executable' in file ? 'executable' : 'file' };
}

/** Git's order: by bytes, a folder as if its name ended in `/`. Paths here are compared whole, which is the same. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
