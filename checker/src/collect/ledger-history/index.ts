import { type CollectContext, defineCollector } from '../../collector.ts';
import type { LedgerGrowth } from '../../facts/ledger-history.ts';
import { isLedgerPlace } from '../../ledger/dialects.ts';
import { groupedBy, growthOf, type History } from '../../ledger/growth.ts';
import { type Bounds, Prefixes } from '../../ledger/prefixes.ts';
import { type Collected, known } from '../../outcome.ts';
import type { Commit, PathCommit, PathStep, Repository } from '../../repository.ts';
import type { Tree } from '../../tree.ts';
import { digestGrowth } from './digests.ts';
import { MisdatedRecords } from './misdated.ts';
import { NamedLosses } from './named-losses.ts';
import { DIGEST_FOLDER, isDigestPlace, isPlace, ROOTS } from './places.ts';
import { ledgerGrowth } from './report.ts';
import { byName, readVersions } from './versions.ts';

/** A ledger of 5 MB with two thousand versions makes 5 GB of them; git hands over about one in a second. */
const BOUNDS: Bounds = { bytes: 16 * 2 ** 30, rounds: 32 };
/** A commit may be older than the ledger that judges it by so much, in milliseconds, and its date be known. */
const BEFORE = 30 * 86_400_000;

/** Compares every committed version of every verdict ledger with the one before it. */
export const ledgerHistory = defineCollector({
  kind: 'ledgerHistory',
  early: true,
  reads: isPlace,

  async collect(context) {
    const { repository } = context;
    const tree = await repository.tree();
    const holds = tree.entries.some(({ path }) => isPlace(path));
    // Nearly no repository has such a ledger, and the walk for names is one that others make too.
    const [names, early] = await Promise.all([
      repository.pathHistory({ paths: ROOTS, detail: 'names' }),
      holds ? repository.pathSteps(ROOTS) : undefined,
    ]);
    // Without a ledger in the tree the rule's answer is the same, whatever history would show.
    if (!holds && !(names.known && names.value.some(touchesLedger))) return known({ ledgers: [] });
    const asked = early ?? (await repository.pathSteps(ROOTS));
    if (!asked.known) return asked;
    const steps = asked.value.filter(({ path }) => isPlace(path));
    return known({ ledgers: await growths(context, tree, steps, names.known ? names.value : []) });
  },
});

const touchesLedger = ({ changes }: PathCommit): boolean =>
  changes.some(({ path, from }) => isPlace(path) || (from !== undefined && isPlace(from)));

async function growths(
  context: CollectContext,
  tree: Tree,
  steps: readonly PathStep[],
  names: readonly PathCommit[],
): Promise<readonly LedgerGrowth[]> {
  if (steps.length === 0) return [];
  const { repository, platform } = context;
  const commits = await commitsOf(repository, steps);
  const merges = new Set(commits.filter(({ parents }) => parents.length > 1).map(({ id }) => id));
  const history: History = {
    steps: steps.filter(({ path }) => isLedgerPlace(path)),
    audited: new Map(
      tree.entries.flatMap(({ path, id }) => (isLedgerPlace(path) && tree.isFile(path) ? [[path, id] as const] : [])),
    ),
    isMerge: (commit) => merges.has(commit),
  };
  const read = readVersions(repository);
  const compared = new Prefixes(read, BOUNDS, byName(repository, platform));
  const grown = await growthOf(history, compared, read);
  const losses = new NamedLosses({ repository, platform, names, isMerge: history.isMerge });
  const misdated = new MisdatedRecords(context, compared, commits);
  const byPath = groupedBy(history.steps, ({ path }) => path);
  const reported: LedgerGrowth[] = [];
  for (const [path, growth] of [...grown].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const of = byPath.get(path) ?? [];
    const now = history.audited.get(path);
    const dates = now === undefined ? undefined : await misdated.of(path, now, of);
    reported.push(ledgerGrowth(path, of, now !== undefined, growth, await losses.of(growth.losses), dates));
  }
  const digests = steps.filter(({ path }) => isDigestPlace(path));
  if (digests.length > 0) reported.push(digestGrowth(DIGEST_FOLDER, digests, tree, history.isMerge));
  return reported.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Commits since shortly before the first ledger; none where they are not to be had. */
async function commitsOf(repository: Repository, steps: readonly PathStep[]): Promise<readonly Commit[]> {
  const first = steps.reduce((least, { committer }) => Math.min(least, Date.parse(committer.date)), Infinity);
  const since = new Date(first - BEFORE).toISOString();
  const commits: Collected<readonly Commit[]> = await repository.commits({ since });
  return commits.known ? commits.value : [];
}
