import { Tree, type TreeEntry } from '../../tree.ts';
import { type Git, output } from './command.ts';
import { eachUnit } from './records.ts';

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/**
 * Every path of a commit. No sizes are asked for: they would have to be looked up object by object, and in a partial
 * clone each look-up is a download.
 * @param limit more entries than this are left out, and `cut` is true
 */
export async function listTree(
  git: Git,
  commit: string,
  limit: number,
): Promise<{ readonly tree: Tree; readonly cut: boolean }> {
  const entries: TreeEntry[] = [];
  let cut = false;
  const stream = output(git, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  // One entry: `<mode> <type> <object>\t<path>`
  await eachUnit(stream, (unit) => {
    if (entries.length >= limit) {
      cut = true;
      return;
    }
    const tab = unit.indexOf(9);
    const space = unit.lastIndexOf(32, tab);
    const kind = KINDS[unit.toString('latin1', 0, 6)];
    if (kind === undefined) return;
    entries.push({ path: unit.toString('utf8', tab + 1), id: unit.toString('latin1', space + 1, tab), kind });
  });
  return { tree: new Tree(entries), cut };
}
