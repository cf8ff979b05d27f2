import { ask } from './command.ts';
import { makeLens } from './lens.ts';
import { locate } from './locate.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The commits at which two histories part, best first: what both hold is what these hold. None where they share nothing. */
export async function mergeBases(path: string, one: string, other: string): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  try {
    const { layout } = await locate(path, folder.path);
    const lens = await makeLens(layout, folder.path);
    const found = await ask(lens, ['merge-base', '--all', one, other]);
    return (found ?? '').split('\n').filter((id) => id !== '');
  } finally {
    await folder.remove();
  }
}
