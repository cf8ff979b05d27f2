import type { PathStep } from '../repository.ts';
import type { Stored } from './memory-commits.ts';
import { type ById, insideOf } from './memory-history.ts';

/** Every edge, from a commit to each of its parents, along which a file at one of the paths differs. */
export function pathSteps(reachable: readonly Stored[], byId: ById, paths: readonly string[]): readonly PathStep[] {
  const isInside = insideOf(paths);
  return reachable.flatMap((commit) => {
    const { id, parents, author, committer } = commit;
    const edges = parents.length === 0 ? [undefined] : [...new Set(parents)];
    return edges.flatMap((parent) => {
      const old = byId.get(parent ?? '');
      const touched = [...new Set([...(old?.entries.keys() ?? []), ...commit.entries.keys()])].filter(isInside);
      return touched.sort().flatMap((path): readonly PathStep[] => {
        const [before, after] = [fileAt(old, path), fileAt(commit, path)];
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

function fileAt(commit: Stored | undefined, path: string): string | undefined {
  const entry = commit?.entries.get(path);
  return entry?.kind === 'file' || entry?.kind === 'executable' ? entry.id : undefined;
}
