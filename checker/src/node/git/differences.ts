import type { Difference, DifferenceQuery } from '../../repository.ts';
import { type Git, output, run } from './command.ts';
import { DIFF, LOG, MARK } from './commit-fields.ts';
import type { Contents } from './contents.ts';
import { DifferenceDigest } from './difference-digest.ts';
import { isObjectName } from './object-name.ts';
import { NEWLINE } from './records.ts';

/** Patches pass through and are not kept, so their bound is one of time rather than of memory. */
const PATCH_LIMIT = 4 * 2 ** 30;

/** All that decides how a patch looks is fixed, at the values that git has by itself. */
const PATCHES = [
  'diff-tree',
  '--stdin',
  '--root',
  '-r',
  '--format=%x01%H %P',
  '--no-notes',
  '--no-color',
  ...DIFF,
  '--no-renames',
  '--patch',
  '--full-index',
  '--unified=3',
  '--inter-hunk-context=0',
  '--no-function-context',
  '--indent-heuristic',
  '--diff-algorithm=myers',
  '--src-prefix=a/',
  '--dst-prefix=b/',
] as const;

/** An edge of history, or any two commits: `<commit> <base>`, or a commit and a space where it has no parent. */
export type Edge = string;

/**
 * The edge of each change in question; undefined where one of its ends is not in this clone. Commits are never brought
 * from elsewhere.
 */
export async function edgesOf(
  git: Git,
  changes: DifferenceQuery['changes'],
  objects: Pick<Contents, 'infos'>,
): Promise<readonly (Edge | undefined)[]> {
  const names = changes.flatMap(({ commit, base }) => (base === undefined ? [commit] : [commit, base]));
  const infos = await objects.infos(names.filter(isObjectName), 0);
  const isCommit = (name: string) => infos.get(name)?.type === 'commit';
  const alone = changes.filter(({ commit, base }) => base === undefined && isCommit(commit));
  const parents = await firstParents(git, [...new Set(alone.map(({ commit }) => commit))]);
  return changes.map(({ commit, base }) => {
    if (!isCommit(commit) || (base !== undefined && !isCommit(base))) return undefined;
    return `${commit} ${base ?? parents.get(commit) ?? ''}`;
  });
}

async function firstParents(git: Git, commits: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (commits.length === 0) return new Map();
  const args = [...LOG, '--no-patch', '--format=%H %P', '--no-walk=unsorted', '--stdin'];
  const lines = (await run(git, args, { input: `${commits.join('\n')}\n` })).split('\0');
  return new Map(
    lines.flatMap((line) => {
      const [commit = '', parent = ''] = line.split(' ');
      return parent === '' ? [] : [[commit, parent]];
    }),
  );
}

/**
 * Names of what changed along edges: stable patch ids as git computes them (`git diff-tree --patch --full-index`, `git
 * patch-id --stable`), and digests of the same patches. git prints each once, and none is kept.
 */
export async function differences(
  git: Git,
  edges: readonly Edge[],
  exclude: readonly string[],
  outputLimit = PATCH_LIMIT,
): Promise<ReadonlyMap<Edge, Difference>> {
  const distinct = [...new Set(edges)];
  if (distinct.length === 0) return new Map();
  const numbers = new Map(distinct.map((edge, index) => [edge, index + 1]));
  const input = `${distinct.map((edge) => edge.trim()).join('\n')}\n`;
  const patches = output(withMagic(git), [...PATCHES, '--', ...allWithout(exclude)], {
    input,
    outputLimit,
  });
  const digests = new Map<Edge, string>();
  const take = (edge: Edge, digest: string) => digests.set(edge, digest);
  const printed = await run(git, ['patch-id', '--stable'], { input: numbered(patches, numbers, take) });
  const found = new Map<Edge, Difference>();
  for (const line of printed.split('\n')) {
    const [patch = '', number = ''] = line.split(' ');
    const edge = distinct[Number(number) - 1];
    const difference = digests.get(edge ?? '');
    if (edge !== undefined && difference !== undefined) found.set(edge, { patch, difference });
  }
  return found;
}

/** The same git, taking paths with magic: without it nothing can be left out. */
export function withMagic(git: Git): Git {
  const { GIT_LITERAL_PATHSPECS: _literal, ...env } = git.env;
  return { ...git, env };
}

/** All but these files and folders. */
export const allWithout = (exclude: readonly string[]): readonly string[] =>
  exclude.length === 0 ? [] : [':(top)', ...exclude.map((path) => `:(top,exclude,literal)${path.replace(/\/+$/, '')}`)];

/**
 * git tells patches apart by the object name that stands before each, which for two changes with the same end is the
 * same: the number of the edge takes its place. No line of a patch starts with the mark.
 * @param onDigest hears the digest of each patch that is not empty, once it has passed
 */
async function* numbered(
  patches: AsyncIterable<Buffer>,
  numbers: ReadonlyMap<Edge, number>,
  onDigest: (edge: Edge, digest: string) => void,
): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let last = NEWLINE;
  let edge = '';
  let digest = new DifferenceDigest();
  const end = () => {
    const found = digest.end();
    if (found !== undefined) onDigest(edge, found);
    digest = new DifferenceDigest();
  };
  for await (const chunk of patches) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let [from, to] = [0, bytes.length];
    for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, at + 1)) {
      if ((at === 0 ? last : bytes[at - 1]) !== NEWLINE) continue;
      const lineEnd = bytes.indexOf(NEWLINE, at);
      if (lineEnd === -1) {
        to = at;
        break;
      }
      if (at > from) {
        digest.write(bytes.subarray(from, at));
        yield bytes.subarray(from, at);
      }
      end();
      edge = bytes.toString('latin1', at + 1, lineEnd);
      yield Buffer.from(String(numbers.get(edge) ?? 0).padStart(edge.indexOf(' '), '0'));
      from = lineEnd;
    }
    if (to > from) {
      digest.write(bytes.subarray(from, to));
      yield bytes.subarray(from, to);
    }
    held = bytes.subarray(to);
    last = bytes[to - 1] ?? last;
  }
  end();
}
