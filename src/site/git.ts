import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const git = async (root: string, ...args: string[]): Promise<string> =>
  (await run('git', args, { cwd: root, maxBuffer: 1 << 28 })).stdout;

/** What keeps the site from being built of this folder, in one sentence; undefined where nothing does. */
export async function missingRepository(root: string): Promise<string | undefined> {
  const top = await git(root, 'rev-parse', '--show-toplevel').catch(() => '');
  if (top !== '' && (await realpath(top.trim())) === (await realpath(root))) return undefined;
  return 'The site is built in a clone of its repository: it shows when pages changed and what the audit says of it. Clone it with git, and build it there.';
}

/** True where the history ends at a shallow boundary, so that dates taken from it would be wrong. */
export const isShallow = async (root: string): Promise<boolean> =>
  (await git(root, 'rev-parse', '--is-shallow-repository')).trim() === 'true';

/**
 * When each file of the repository last changed: the date of the newest commit that touches it. A file that was never
 * committed is not in it, and none is where history is shallow.
 */
export async function lastChanges(root: string, paths: readonly string[]): Promise<Map<string, Date>> {
  const dates = new Map<string, Date>();
  if (await isShallow(root)) return dates;
  // Renames are two changes here, which is all that a date needs.
  const log = await git(root, 'log', '-z', '--no-renames', '--name-only', '--format=%x01%cI', '--', ...paths);
  for (const commit of log.split('\x01').slice(1)) {
    const [date = '', ...changed] = commit.split(/[\0\n]+/);
    for (const path of changed) if (path !== '' && !dates.has(path)) dates.set(path, new Date(date));
  }
  return dates;
}

/** Tells whether a path is a file or folder of the repository: tracked, or about to be. What is ignored is not. */
export async function repositoryPaths(root: string): Promise<(path: string) => boolean> {
  const files = (await git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')).split('\0');
  const known = new Set(files);
  for (const file of files)
    for (let slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1))
      known.add(file.slice(0, slash));
  return (path) => path === '.' || known.has(path.replace(/\/$/, ''));
}
