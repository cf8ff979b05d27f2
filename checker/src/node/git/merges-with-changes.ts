import { type Git, output } from './command.ts';
import { DIFF, MARK } from './commit-fields.ts';
import { NEWLINE, UnitReader } from './records.ts';

/** Merges named on standard input; what is no merge, or is not here, is left out. */
const MERGES = [
  'log',
  '--no-walk=unsorted',
  '--ignore-missing',
  '--stdin',
  '--min-parents=2',
  '--format=%x01%H',
] as const;

/** Git's dense combined diff: what is like one of the parents is left out of it, hunk by hunk. */
const DENSE = ['--cc', '--patch', '--unified=0', '--no-color', '--diff-algorithm=myers'] as const;

const HEADER = Buffer.from('diff --');

/**
 * The merges whose dense combined diff is not empty. A file that one side moved and another changed is compared with
 * the file that it was, so that merging them is no change.
 */
export async function mergesWithChanges(git: Git, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  if (ids.length === 0) return changed;
  let merge = '';
  const reader = new UnitReader(
    () => NEWLINE,
    (line) => {
      if (line[0] === MARK) merge = line.toString('latin1', 1);
      // A line of content starts with a column for each parent, never with a letter.
      else if (line.subarray(0, HEADER.length).equals(HEADER)) changed.add(merge);
    },
  );
  const input = `${ids.join('\n')}\n`;
  for await (const chunk of output(git, [...MERGES, ...DIFF, ...DENSE, '--'], { input })) reader.push(chunk);
  return changed;
}
