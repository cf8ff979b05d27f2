import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './command.ts';
import { isolatedEnvironment } from './environment.ts';
import type { Layout } from './locate.ts';

/**
 * The configuration under which all history and contents are read, the only one that git sees then. What it does not
 * set is git's default. The commit graph is a cache beside the commits: git believes it without a look at them, and a
 * false one could hide history.
 */
const CONFIG = `[core]
\tbare = true
\tbigFileThreshold = 128m
\tlogAllRefUpdates = false
\tcommitGraph = false
[diff]
\trenames = true
\trenameLimit = 1000
\talgorithm = myers
[log]
\tshowSignature = false
\tshowRoot = true
[gc]
\tauto = 0
`;

/**
 * A way to read a repository's objects without its configuration, attributes, hooks, refs, replacements and grafts: an
 * empty repository of ours, with the audited one's object store lent to it. So nothing that the repository says can
 * start a program or change what git prints, and objects that a partial clone lacks are simply missing.
 */
export async function makeLens(layout: Layout, home: string): Promise<Git> {
  const folder = join(home, 'lens.git');
  const format = layout.objectFormat === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${layout.objectFormat}\n`;
  const version = `[core]\n\trepositoryFormatVersion = ${format === '' ? 0 : 1}\n`;
  await mkdir(join(folder, 'refs'), { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n'),
    writeFile(join(folder, 'config'), version + format + CONFIG),
    layout.shallow ? copyFile(join(layout.commonDir, 'shallow'), join(folder, 'shallow')) : undefined,
  ]);
  return {
    env: {
      ...isolatedEnvironment(home),
      GIT_DIR: folder,
      GIT_OBJECT_DIRECTORY: join(layout.commonDir, 'objects'),
    },
    options: ['--no-pager'],
    home,
  };
}
