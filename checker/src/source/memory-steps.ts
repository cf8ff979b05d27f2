import type { PathStep } from '../repository.ts';
import type { TreeEntry } from '../tree.ts';

/** A commit as steps need it. */
export interface SteppedCommit extends Pick<PathStep, 'author' | 'committer'> {
  readonly id: string;
  readonly parents: readonly string[];
}

/**
 * Every edge, from a commit to each of its parents, along which a file at one of the paths differs.
 * @param entriesOf the entries of a commit under the paths
 */
export function stepsOf(
  commits: readonly SteppedCommit[],
  entriesOf: (id: string) => ReadonlyMap<string, TreeEntry>,
): readonly PathStep[] {
  return commits.flatMap(({ id, parents, author, committer }) => {
    const now = entriesOf(id);
    const edges = parents.length === 0 ? [undefined] : [...new Set(parents)];
    return edges.flatMap((parent) => {
      const then = parent === undefined ? new Map<string, TreeEntry>() : entriesOf(parent);
      return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((path): readonly PathStep[] => {
        const [before, after] = [fileAt(then, path), fileAt(now, path)];
        if (before === after) return [];
        return [
          {
            commit: id,
            ...(parent !== undefined && { parent }),
            author,
            committer,
            path,
            ...(before !== undefined && { before }),
            ...(after !== undefined && { after }),
          },
        ];
      });
    });
  });
}

function fileAt(entries: ReadonlyMap<string, TreeEntry>, path: string): string | undefined {
  const entry = entries.get(path);
  return entry?.kind === 'file' || entry?.kind === 'executable' ? entry.id : undefined;
}
