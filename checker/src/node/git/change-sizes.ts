import type { FileChangeSize } from '../../repository.ts';
import { type Git, output } from './command.ts';
import { DIFF, MARK } from './commit-fields.ts';
import { eachUnit } from './records.ts';

/** Sizes of the commits named on standard input, each against its first parent. */
export const SIZES = [
  'log',
  '--no-walk=unsorted',
  '--ignore-missing',
  '--stdin',
  '-m',
  '--first-parent',
  '-z',
  '--numstat',
  '--format=%x01%H',
  ...DIFF,
] as const;

/**
 * Files and lines that each commit changed against its first parent, in one call. A renamed file counts what changed in
 * it. Files above 128 MiB count as binary.
 */
export async function changeSizes(git: Git, ids: readonly string[]): Promise<Map<string, readonly FileChangeSize[]>> {
  const sizes = new Map<string, FileChangeSize[]>();
  if (ids.length === 0) return sizes;
  let changes: FileChangeSize[] = [];
  // A renamed file takes three units: its counts, the old path and the new one.
  let renamed: Omit<FileChangeSize, 'path'> | undefined;
  let paths = 0;
  await eachUnit(output(git, SIZES, { input: `${ids.join('\n')}\n` }), (unit) => {
    if (renamed !== undefined) {
      if (++paths < 2) return;
      changes.push({ path: unit.toString('utf8'), ...renamed });
      renamed = undefined;
      paths = 0;
    } else if (unit[0] === MARK) {
      changes = [];
      sizes.set(unit.toString('latin1', 1), changes);
    } else if (unit.length > 0) {
      // `<added>\t<deleted>\t<path>`; the first one of a commit follows a newline, and `-` counts stand for binary.
      const first = unit.indexOf(9);
      const second = unit.indexOf(9, first + 1);
      const counts = unit.toString('latin1', 0, second).trim().split('\t');
      const binary = counts[0] === '-';
      const size = { added: binary ? 0 : Number(counts[0]), deleted: binary ? 0 : Number(counts[1]), binary };
      if (second === unit.length - 1) renamed = size;
      else changes.push({ path: unit.toString('utf8', second + 1), ...size });
    }
  });
  return sizes;
}
