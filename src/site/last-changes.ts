import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * When each file of the repository last changed: the date of the newest commit that touches it. Empty where there is no
 * git. A file that was never committed is not in it.
 */
export async function lastChanges(root: string, paths: readonly string[]): Promise<Map<string, Date>> {
  const dates = new Map<string, Date>();
  let log: string;
  try {
    // Renames are two changes here, which is all that a date needs.
    const options = ['log', '-z', '--no-renames', '--name-only', '--format=%x01%cI', '--', ...paths];
    ({ stdout: log } = await run('git', options, { cwd: root, maxBuffer: 1 << 28 }));
  } catch {
    return dates;
  }
  for (const commit of log.split('\x01').slice(1)) {
    const [date = '', ...changed] = commit.split(/[\0\n]+/);
    for (const path of changed) if (path !== '' && !dates.has(path)) dates.set(path, new Date(date));
  }
  return dates;
}
