import type { Cover, CoverageFacts } from '../../facts/coverage.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import type { Approvals } from '../../ledger/approvals.ts';
import type { CommitGraph } from '../../ledger/commit-graph.ts';
import { type CoverageQuestion, coverOf } from '../../ledger/coverage.ts';
import { isLedgerPlace, LEDGER_ROOTS, VERDICTS_FOLDER } from '../../ledger/dialects.ts';
import { differenceKeys, Judgements, keysOf } from '../../ledger/judgements.ts';
import type { Statement } from '../../ledger/statement.ts';
import { type Collected, known } from '../../outcome.ts';
import type { Difference, Repository } from '../../repository.ts';
import { readJudgements } from './read-judgements.ts';
import { type Run, runsOf } from './runs.ts';

/** Of so many commits it is asked what they changed: the changes themselves, and of what merges brought the first. */
const MOST_COMPARED = 10_000;

/** Before any commit: asks a source for the whole history. */
export const BEGINNING = '1970-01-01T00:00:00Z';

export interface CoverageInput {
  /** The commits that need a verdict, newest first. */
  readonly changes: readonly string[];
  /** The history of the audited commit: all of it, where there are verdicts. */
  readonly graph: CommitGraph;
  /** The ledgers and verdict files of the audited commit. */
  readonly ledgers: LedgersFacts;
  /** False when no ledger was ever in the history: then none is looked for in it. */
  readonly held: boolean;
  /** Approved pull requests by the commits that they became, and by those that they may have become as well. */
  readonly approvals?: Approvals;
  readonly rebased?: Approvals;
  /** Commits that need no verdict, because they landed before. */
  readonly settled?: ReadonlySet<string>;
  /** Merges that are known to hold something else than git makes of their parents. */
  readonly byHand?: ReadonlySet<string>;
  /** False for a verdict that shall not count. */
  readonly counts?: (statement: Statement, path: string) => boolean;
  /** Where the count of changes begins; verdicts from before, on what is not in the history, are left in peace. */
  readonly since: string;
}

export interface Coverage extends Pick<CoverageFacts, 'orphans' | 'unnamed'> {
  /** How each change is covered; without those that are trivial. */
  readonly covers: ReadonlyMap<string, Cover>;
  /** What was left out for its number, if so: a sentence. */
  readonly cut?: string;
}

/**
 * Says of each of these changes how it is covered by the verdicts of the audited commit and by approvals. The one place
 * where that is decided, for the audit and for the gate.
 */
export async function coverageOf(repository: Repository, input: CoverageInput): Promise<Collected<Coverage>> {
  const { graph, changes } = input;
  const read = await readJudgements(input.ledgers, repository, graph, input);
  const judgements = new Judgements(graph, read.kept);
  const branches = changes.flatMap((id) => [...graph.brought(id).ids]);
  const all = [...new Set([...changes, ...branches])];

  const bookkeeping = input.held ? await bookkeepingAmong(all, repository) : known(new Set<string>());
  if (!bookkeeping.known) return bookkeeping;
  const merges = new Set(all.filter((id) => (graph.get(id)?.parents.length ?? 0) > 1));
  const question: CoverageQuestion = {
    graph,
    judgements,
    differences: new Map(),
    beyondDifference: new Set(),
    bookkeeping: new Set([...bookkeeping.value, ...(input.settled ?? [])]),
    mixed: merges,
    approvals: input.approvals ?? new Map(),
    rebased: input.rebased ?? new Map(),
  };
  const differences = await differencesFor(all.slice(0, MOST_COMPARED), question, input, repository);
  if (!differences.known) return differences;
  const beyond = await beyondAmong(differences.value, judgements, repository);
  if (!beyond.known) return beyond;
  const judged = { ...question, differences: differences.value, beyondDifference: beyond.value };
  const mixed = await mixedAmong(changes, merges, judged, repository);
  if (!mixed.known) return mixed;

  const covers = coversOf(changes, { ...judged, mixed: new Set([...mixed.value, ...(input.byHand ?? [])]) });
  const cut = read.cut ? 'Not all verdicts were read: they are too many.' : undefined;
  // What was not compared may be refused, or covered.
  const isOpen = judgements.refusesDifferences || [...covers.values()].some(({ by }) => by === 'nothing');
  const compared =
    all.length <= MOST_COMPARED || judgements.differences.size === 0 || !isOpen
      ? undefined
      : `Of ${all.length} commits that landed, in merges too, ${MOST_COMPARED} were compared with verdicts by what they changed.`;
  const ranges = judgements.complete
    ? undefined
    : 'Not all ranges that verdicts name were followed: they are too long.';
  const said = [cut, ranges, compared].filter((each) => each !== undefined).join(' ');
  return known({
    covers,
    orphans: read.orphans(found(differences.value, judgements)),
    unnamed: read.unnamed,
    ...(said !== '' && { cut: said }),
  });
}

/**
 * The merges that changed something by themselves, asked only of those for which it matters: that would be covered by
 * what they brought, or need no verdict. To find out costs git more than all else here.
 */
async function mixedAmong(
  changes: readonly string[],
  merges: ReadonlySet<string>,
  question: CoverageQuestion,
  repository: Repository,
): Promise<Collected<ReadonlySet<string>>> {
  const asked = new Set<string>();
  for (const id of changes) {
    if (!merges.has(id)) continue;
    const cover = coverOf(id, { ...question, mixed: new Set() });
    if (cover?.by === 'nothing' && cover.unshown === undefined && cover.open === undefined) continue;
    for (const each of [id, ...question.graph.brought(id).ids]) if (merges.has(each)) asked.add(each);
  }
  return asked.size === 0 ? known(asked) : repository.mergesWithChanges([...asked]);
}

const coversOf = (ids: readonly string[], question: CoverageQuestion): ReadonlyMap<string, Cover> =>
  new Map(
    ids.flatMap((id) => {
      const cover = coverOf(id, question);
      return cover === undefined ? [] : [[id, cover] as const];
    }),
  );

/** A ledger, or the file that `verdict record` puts beside the first lane so that git keeps its bytes. */
const isBookkeeping = (path: string) => isLedgerPlace(path) || path === `${VERDICTS_FOLDER}/.gitattributes`;

/** Of these commits those that changed nothing but verdict ledgers. A file that was moved there came from elsewhere. */
async function bookkeepingAmong(
  ids: readonly string[],
  repository: Repository,
): Promise<Collected<ReadonlySet<string>>> {
  const history = await repository.pathHistory({ paths: LEDGER_ROOTS, detail: 'names' });
  if (!history.known) return history;
  const asked = new Set(ids);
  const touched = history.value.flatMap(({ id }) => (asked.has(id) ? [id] : []));
  const paths = await repository.changedPaths(touched);
  if (!paths.known) return paths;
  return known(new Set(touched.filter((id) => paths.value.get(id)?.every(isBookkeeping) ?? false)));
}

/**
 * Of the commits whose difference some verdict names, those that changed a file in the folder of the lanes which is no
 * lane. What lies in that folder is no part of a difference, so that a verdict can land with its change; a script may
 * lie there.
 */
async function beyondAmong(
  differences: Differences,
  judgements: Judgements,
  repository: Repository,
): Promise<Collected<ReadonlySet<string>>> {
  const isNamed = (own: Difference) => differenceKeys(own).some((key) => judgements.under(key).length > 0);
  const met = [...differences].flatMap(([id, own]) => (own.some(isNamed) ? [id] : []));
  if (met.length === 0) return known(new Set());
  const paths = await repository.changedPaths(met);
  if (!paths.known) return paths;
  const isBeside = (path: string) => path.startsWith(`${VERDICTS_FOLDER}/`) && !isBookkeeping(path);
  return known(new Set(met.filter((id) => paths.value.get(id)?.some(isBeside) ?? true)));
}

type Differences = CoverageQuestion['differences'];

/**
 * What those changed that no verdict covers by their commits, asked only where some verdict names a difference. Where
 * verdicts are left whose difference no change made, changes in a row are tried too: a branch that was judged as a whole
 * and then rebased.
 */
async function differencesFor(
  ids: readonly string[],
  question: CoverageQuestion,
  { changes, graph }: CoverageInput,
  repository: Repository,
): Promise<Collected<Differences>> {
  const { judgements } = question;
  const none: Differences = new Map();
  if (judgements.differences.size === 0) return known(none);
  // A refusal may know a covered change by its difference alone.
  const open = judgements.refusesDifferences ? ids : ids.filter((id) => mayBeNamed(id, question));
  const exclude = [VERDICTS_FOLDER];
  const own = await repository.differences({ changes: open.map((commit) => ({ commit })), exclude });
  if (!own.known) return own;
  const differences = new Map<string, readonly Difference[]>();
  for (const [at, id] of open.entries()) {
    const difference = own.value[at];
    if (difference !== undefined) differences.set(id, [difference]);
  }
  // The same tree is no sign that a change was found: a rebase that only writes the commits anew leaves it as it was.
  const met = new Set([...changedKeys(differences), ...judgements.landedDifferences]);
  if ([...judgements.differences].every((key) => met.has(key))) return known(differences);

  const runs = runsOf(changes, graph, (id) => coverOf(id, { ...question, differences })?.by);
  if (runs.length === 0) return known(differences);
  const whole = await repository.differences({ changes: runs.map(({ commit, base }) => ({ commit, base })), exclude });
  if (!whole.known) return whole;
  for (const [at, run] of runs.entries()) {
    const difference = whole.value[at];
    if (difference === undefined || !differenceKeys(difference).some((key) => judgements.under(key).length > 0))
      continue;
    const isSeen = await isWhollySeen(run, repository);
    if (!isSeen.known) return isSeen;
    if (!isSeen.value) continue;
    for (const id of run.ids) differences.set(id, [...(differences.get(id) ?? []), difference]);
  }
  return known(differences);
}

/**
 * True when every file that a run touched is in what it changed as a whole. One that came and went in between was in no
 * difference that a judge saw.
 */
async function isWhollySeen({ base, commit, ids }: Run, repository: Repository): Promise<Collected<boolean>> {
  const [whole, parts] = await Promise.all([repository.pathsBetween(base, commit), repository.changedPaths(ids)]);
  if (!whole.known) return whole;
  if (!parts.known) return parts;
  const seen = new Set(whole.value);
  return known(ids.every((id) => parts.value.get(id)?.every((path) => seen.has(path) || isBookkeeping(path)) ?? false));
}

/** Nothing covers it, or a range does where a verdict names its tree and perhaps what it changed. */
function mayBeNamed(id: string, question: CoverageQuestion): boolean {
  const cover = coverOf(id, question);
  if (cover?.by !== 'range') return cover?.by === 'nothing';
  const { tree } = question.graph.get(id) ?? {};
  return tree !== undefined && keysOf({ tree }).some((key) => question.judgements.under(key).length > 0);
}

/** Keys of what changes did, and of what is named together with something that is in the history. */
const found = (differences: Differences, judgements: Judgements): ReadonlySet<string> =>
  new Set([...changedKeys(differences), ...judgements.placedDifferences]);

const changedKeys = (differences: Differences): readonly string[] =>
  [...differences.values()].flat().flatMap(differenceKeys);
