import { ask } from './command.ts';
import { locate } from './locate.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The files that a clone shows a person, beside what is committed. */
export interface WorkTree {
  /** Absolute. */
  readonly root: string;
  /** Tracked paths that this clone leaves out on purpose (sparse checkout), so that their absence says nothing. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * The work tree that a path lies in; undefined in a bare repository. Fails with a TargetError where there is none.
 * @param under the folders and files that are asked about
 */
export async function findWorkTree(path: string, under: readonly string[]): Promise<WorkTree | undefined> {
  const folder = await temporaryFolder();
  try {
    const { git, layout } = await locate(path, folder.path);
    if (layout.workTree === undefined) return undefined;
    const at = { ...git, options: ['-C', layout.workTree, ...git.options.slice(2)] };
    const listed = await ask(at, ['ls-files', '-t', '-z', '--', ...under]);
    const leftOut = (listed ?? '').split('\0').flatMap((line) => (line.startsWith('S ') ? [line.slice(2)] : []));
    return { root: layout.workTree, leftOut: new Set(leftOut) };
  } finally {
    await folder.remove();
  }
}
