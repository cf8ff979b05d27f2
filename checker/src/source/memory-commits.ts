import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Commit, Person } from '../repository.ts';
import type { TreeEntry } from '../tree.ts';
import type { ComparedFile } from './memory-changes.ts';
import { bytesOf, entryOf, type MemoryFile } from './memory-files.ts';
import { treeId } from './memory-tree.ts';

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

/** A commit with every file of its tree. */
export interface Stored extends Commit {
  readonly files: ReadonlyMap<string, MemoryFile>;
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

const DAY = 86_400_000;

/** Makes commits of what is written, each with all its files. */
export function storeCommits(commits: readonly MemoryCommit[]): readonly Stored[] {
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
    const entries = new Map([...files].map(([path, file]) => [path, entryOf(path, file)]));
    const seed = JSON.stringify([
      stored.length,
      subject,
      body,
      author,
      [...entries.values()].map(({ path, id }) => [path, id]),
    ]);
    const made: Stored = {
      id: bytesToHex(sha1(utf8ToBytes(seed))),
      tree: treeId(entries.values()),
      parents: parents.map(({ id }) => id),
      author,
      committer: commit.committer === undefined ? author : person(commit.committer, date),
      subject,
      body,
      files,
      entries,
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

/** What a commit stands on, in the order of `git log`: of the commits whose child was seen, always the youngest next. */
export function reachableFrom(head: Stored, byId: ReadonlyMap<string, Stored>): readonly Stored[] {
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

const compared = new WeakMap<Stored, ReadonlyMap<string, ComparedFile>>();

/** The files of a commit as they are compared; none of no commit. */
export function comparedFiles(commit: Stored | undefined): ReadonlyMap<string, ComparedFile> {
  if (commit === undefined) return new Map();
  const files =
    compared.get(commit) ??
    new Map(
      [...commit.files].map(([path, file]) => [
        path,
        { entry: commit.entries.get(path) ?? entryOf(path, file), bytes: bytesOf(file) },
      ]),
    );
  compared.set(commit, files);
  return files;
}
