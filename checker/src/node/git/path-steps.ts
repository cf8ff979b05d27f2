import type { PathStep } from '../../repository.ts';
import { type Git, output } from './command.ts';
import { commitOf, EDGES, LOG } from './commit-fields.ts';
import { type OnCommit, readHistory } from './history-reader.ts';
import { insideOf, pathspecsOf, rootsOf } from './path-history.ts';

/** Modes of what is a file: all but links, submodules and nothing. */
const FILE = /^100/;

/**
 * Every edge of history, from a parent to a commit, along which a file at one of the paths differs. git prints a merge
 * once for each of its parents without saying which: the edges are found first, and each is then compared by itself.
 */
export async function pathSteps(git: Git, head: string, paths: readonly string[]): Promise<readonly PathStep[]> {
  const roots = rootsOf(paths);
  if (roots.length === 0) return [];
  const pathspecs = pathspecsOf(roots);
  const edges = await edgesOf(git, head, pathspecs);
  const steps: PathStep[] = [];
  if (edges.length === 0) return steps;
  const isInside = insideOf(roots);
  const input = `${edges.join('\n')}\n`;
  const take: OnCommit = (fields, raw) => {
    const { id: commit, parents, author, committer } = commitOf(fields);
    const [parent] = parents;
    for (const { path, oldMode, mode, oldBlob, blob } of raw) {
      const before = FILE.test(oldMode) ? oldBlob : undefined;
      const after = FILE.test(mode) ? blob : undefined;
      if (before === after || !isInside(path)) continue;
      steps.push({
        commit,
        ...(parent !== undefined && { parent }),
        author,
        committer,
        path,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      });
    }
  };
  await readHistory(git, [...EDGES, '--', ...pathspecs], take, { input });
  return steps;
}

/** `<commit> <parent>`, newest first, of all commits that differ from a parent; a commit alone that has none. */
async function edgesOf(git: Git, head: string, pathspecs: readonly string[]): Promise<readonly string[]> {
  const edges: string[] = [];
  let rest = '';
  const args = [...LOG, '--no-patch', '-z', '--format=%H %P', '--full-history', head, '--', ...pathspecs];
  for await (const chunk of output(git, args)) {
    const lines = (rest + chunk.toString('latin1')).split('\0');
    rest = lines.pop() ?? '';
    for (const line of lines) edges.push(...edgesIn(line));
  }
  return [...edges, ...edgesIn(rest)];
}

function edgesIn(line: string): readonly string[] {
  const [commit = '', ...parents] = line.split(' ').filter((name) => name !== '');
  if (commit === '') return [];
  return parents.length === 0 ? [commit] : [...new Set(parents)].map((parent) => `${commit} ${parent}`);
}
