import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Difference } from '../../checker/src/repository.ts';
import { type GitFixture, hermetic } from './git-repository.ts';

/** What a commit made different, as a person gets it from git in the work tree; undefined where that is nothing. */
export function differenceByHand(
  { path, feed }: GitFixture,
  base: string | undefined,
  commit: string,
  exclude: readonly string[] = ['.agents/verdicts'],
): Difference | undefined {
  const ends = base === undefined ? ['--root', commit] : [base, commit];
  const but = exclude.map((name) => `:(exclude,top)${name}`);
  const args = ['-C', path, 'diff-tree', '--no-commit-id', '-p', '--full-index', '-r', ...ends, '--', '.', ...but];
  const printed = execFileSync('git', args, { env: hermetic(dirname(path)), maxBuffer: 1 << 28 });
  if (printed.length === 0) return undefined;
  const lines = printed.toString('latin1').split('\n');
  const counted = lines
    .filter((line, at) => !line.startsWith('index ') || lines[at + 1]?.startsWith('Binary files '))
    .map((line) => (line.startsWith('@@ ') ? '@@' : line));
  const difference = createHash('sha256').update(counted.join('\n'), 'latin1').digest('hex');
  // git patch-id tells a patch apart by the name before it.
  const input = Buffer.concat([Buffer.from(`${commit}\n`), printed]);
  return { patch: feed(input, 'patch-id', '--stable').split(' ')[0] ?? '', difference };
}
