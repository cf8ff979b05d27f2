import { Tree, type TreeEntry } from '../../tree.ts';
import { type Git, output } from './command.ts';
import { textsOf } from './records.ts';

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
  for await (const records of textsOf(output(git, ['ls-tree', '-r', '-z', '--full-tree', commit]))) {
    for (const record of records) {
      // `<mode> <type> <object>\t<path>`
      const tab = record.indexOf('\t');
      const kind = KINDS[record.slice(0, 6)];
      if (kind !== undefined) {
        entries.push({ path: record.slice(tab + 1), id: record.slice(record.lastIndexOf(' ', tab) + 1, tab), kind });
      }
    }
    if (entries.length > limit) {
      entries.length = limit;
      cut = true;
      break;
    }
  }
  return { tree: new Tree(entries, cut), cut };
}
