import type { FileChangeSize, PathChange, PathCommit, PathHistoryQuery } from '../repository.ts';
import { type ComparedFile, compareFiles, type FileChange } from './memory-changes.ts';
import { comparedFiles, type Stored } from './memory-commits.ts';

export type ById = ReadonlyMap<string, Stored>;
type Compared = ReadonlyMap<string, ComparedFile>;

/** What the commits without merges changed at these paths. */
export function pathHistory(
  reachable: readonly Stored[],
  byId: ById,
  { paths, detail }: PathHistoryQuery,
): readonly PathCommit[] {
  const inside = insideOf(paths);
  return reachable.flatMap((commit) => {
    if (commit.parents.length > 1) return [];
    const [before, after] = sidesOf(commit, byId);
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

const pathChange = ({ path, status, from, blob, lines, submodule }: FileChange, withLines: boolean): PathChange => ({
  path,
  status,
  ...(from !== undefined && { from }),
  ...(blob !== undefined && { blob }),
  ...(withLines && blob !== undefined && lines !== undefined && !submodule && { added: lines.added }),
});

/** The files before and after a commit, against its first parent. */
const sidesOf = (commit: Stored, byId: ById): readonly [Compared, Compared] => [
  comparedFiles(byId.get(commit.parents[0] ?? '')),
  comparedFiles(commit),
];

/** The size of each of these commits against its first parent. */
export function changeSizes(ids: readonly string[], byId: ById): ReadonlyMap<string, readonly FileChangeSize[]> {
  return new Map(
    [...new Set(ids)].flatMap((id) => {
      const commit = byId.get(id);
      if (commit === undefined) return [];
      const changes = compareFiles(...sidesOf(commit, byId)).map(({ path, lines }) => ({
        path,
        added: lines?.added.length ?? 0,
        deleted: lines?.deleted ?? 0,
        binary: lines === undefined,
      }));
      return [[id, changes] as const];
    }),
  );
}

/** The files that each of these commits changed against its first parent, moved ones under both names. */
export const changedPaths = (ids: readonly string[], byId: ById): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...new Set(ids)].flatMap((id) => {
      const commit = byId.get(id);
      return commit === undefined ? [] : [[id, pathsOf(compareFiles(...sidesOf(commit, byId)))] as const];
    }),
  );

/** The files in which two commits differ. */
export const pathsBetween = (base: string, commit: string, byId: ById): readonly string[] =>
  pathsOf(compareFiles(comparedFiles(byId.get(base)), comparedFiles(byId.get(commit))));

const pathsOf = (changes: readonly FileChange[]): readonly string[] =>
  changes.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from])).sort();

/** Whether a path is one of these files, or in one of these folders. */
export function insideOf(paths: readonly string[]): (path: string) => boolean {
  const roots = paths.map((path) => path.replace(/\/+$/, ''));
  return (path) => roots.some((root) => root === '' || path === root || path.startsWith(`${root}/`));
}

/** Those files that a test picks. */
export const only = (files: Compared, test: (path: string) => boolean): Compared =>
  new Map([...files].filter(([path]) => test(path)));
