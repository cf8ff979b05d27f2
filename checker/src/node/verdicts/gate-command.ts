import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BEGINNING, type Coverage, coverageOf } from '../../collect/coverage/coverage-of.ts';
import type { LedgerHistoryFacts } from '../../facts/ledger-history.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { CommitGraph } from '../../ledger/commit-graph.ts';
import { type GateAnswer, resultOf } from '../../ledger/gate.ts';
import { ALLOWED_SIGNERS } from '../../ledger/signatures.ts';
import type { NotShown } from '../../ledger/verification.ts';
import type { Collected } from '../../outcome.ts';
import { renderGate, renderGateJson } from '../../report/gate.ts';
import { plain } from '../../report/plain.ts';
import type { Commit, Repository } from '../../repository.ts';
import { openRepository } from '../git/index.ts';
import { mergesByHand } from '../git/merges-by-hand.ts';
import type { Io } from '../io.ts';
import { deliver, textOptions } from '../output.ts';
import { nodePlatform } from '../platform.ts';
import type { GateRequest } from '../requests.ts';
import { UsageError } from '../usage-error.ts';
import { TOOL } from '../version.ts';
import { type Base, baseOf, DEEPEN } from './gate-base.ts';
import { trustIn } from './gate-trust.ts';
import { gather } from './gather.ts';
import { type Counts, signedCoverage } from './signed-passes.ts';
import { withTarget } from './target.ts';
import { signersOf, withSigners } from './with-signers.ts';
import { withWorkTree } from './with-work-tree.ts';

/**
 * Asks for an independent pass of every change between a base and a commit.
 * @returns 0 every change has one · 1 some has none, a ledger cannot be trusted, or it could not be told · 2 no base is
 *   known · 3 there is no repository
 */
export async function gateCommand(request: GateRequest, io: Io): Promise<number> {
  if (request.base === undefined && !request.path.includes(':') && !existsSync(resolve(io.cwd, request.path)))
    throw new UsageError(
      `gate: there is no folder ${request.path}. If it is where the changes begin, say --base ${request.path.split('..')[0]}`,
    );
  return withTarget(request, io, async (tip) => {
    const path = resolve(io.cwd, request.path);
    const base = await baseOf(request, path, tip);
    const answer =
      'because' in base
        ? unshown(tip, request, [base])
        : await withUncommitted(
            await answered(await withKeys(tip, base, path, request, io), base, path, request, io),
            tip,
            request,
            io,
          );
    await deliver(
      request.format === 'json' ? renderGateJson(answer) : renderGate(answer, textOptions(request, io)),
      request,
      io,
    );
    return answer.result === 'met' || answer.result === 'empty' ? 0 : 1;
  });
}

/** Adds, where a change is not covered, that verdicts wait in the work tree: to forget to commit them is easily done. */
async function withUncommitted(answer: GateAnswer, tip: Repository, request: GateRequest, io: Io): Promise<GateAnswer> {
  if (!answer.changes.some(({ cover }) => cover.by === 'nothing')) return answer;
  const { uncommitted } = await withWorkTree(tip, request, io.now().toISOString(), io);
  const waiting = [...uncommitted].flatMap(([path, how]) =>
    how === 'deleted' || path === ALLOWED_SIGNERS ? [] : [path],
  );
  const [first] = waiting;
  if (first === undefined) return answer;
  const others = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  const because = `${first}${others}: what is not committed yet does not count here.`;
  return { ...answer, notShown: [...answer.notShown, { because, decide: 'Commit it, and ask again.' }] };
}

/**
 * The repository with the keys that count. Where signed verdicts alone are counted, they are those that were allowed
 * before these changes: a change cannot bring its own.
 */
async function withKeys(
  tip: Repository,
  base: Base,
  path: string,
  { signed, allowedSigners }: GateRequest,
  io: Io,
): Promise<Repository> {
  if (allowedSigners !== undefined) return withSigners(tip, await signersOf(allowedSigners, io));
  return signed ? withSigners(tip, await signersAt(path, base.commit)) : tip;
}

async function signersAt(path: string, ref: string): Promise<string | undefined> {
  const repository = await openRepository(path, { ref });
  try {
    const content = (await repository.read([ALLOWED_SIGNERS])).get(ALLOWED_SIGNERS);
    return content?.state === 'text' ? content.text : undefined;
  } finally {
    await repository.close();
  }
}

async function answered(
  tip: Repository,
  base: Base,
  path: string,
  { signed }: GateRequest,
  io: Io,
): Promise<GateAnswer> {
  const history = await tip.commits({ since: BEGINNING });
  if (!history.known) return unshown(tip, { signed, base: base.commit }, [deepened(history)]);
  const graph = new CommitGraph(history.value);
  const { ids, complete } = graph.between([tip.target.commit], base.parts);
  const facts = gather(tip, tip.target.date, io);
  const [ledgers, growth] = [await facts('ledgers'), await facts('ledgerHistory')];
  const notShown: NotShown[] = [
    ...(complete ? [] : [{ because: 'The history does not reach the base.', decide: DEEPEN }]),
    ...(ids.size > 0 && !growth.known ? [deepened(growth)] : []),
  ];
  if (!ledgers.known) return unshown(tip, { signed, base: base.commit }, [...notShown, ledgers]);

  const byHand = await mergesByHand(path, mergesIn(history.value, ids, base, graph));
  if (!byHand.known) notShown.push(byHand);
  const made = byHand.known ? byHand.value : new Set<string>();
  const ask = (counts?: Counts) => covered(tip, graph, ids, history.value, ledgers.value, growth, made, counts);
  const { coverage, notShown: unsigned } = signed
    ? await signedCoverage(tip, ledgers.value, nodePlatform, ask)
    : { coverage: await ask(), notShown: [] };
  notShown.push(...unsigned);
  if (!coverage.known) notShown.push(deepened(coverage));
  else if (coverage.value.cut !== undefined)
    notShown.push({ because: coverage.value.cut, decide: 'Gate fewer changes at once, with a later --base.' });
  const byId = new Map(history.value.map((commit) => [commit.id, commit]));
  const covers: Coverage['covers'] = coverage.known ? coverage.value.covers : new Map();
  const landed = [...graph.mainline(tip.target.commit)].filter(({ id }) => ids.has(id));
  const asked = landed.flatMap(({ id }) => owing(id, graph, ids, covers));
  const changes = asked.flatMap((id) => {
    const [commit, cover] = [byId.get(id), covers.get(id)];
    if (commit === undefined || cover === undefined) return [];
    return [{ commit: id, subject: commit.subject, date: commit.committer.date, cover }];
  });
  const trust = trustIn(ledgers.value, growth, ids);
  const found = {
    changes,
    trivial: coverage.known ? landed.filter(({ id }) => !covers.has(id)).length : 0,
    problems: ids.size === 0 ? [] : trust.problems,
    notShown: ids.size === 0 ? [] : [...notShown, ...trust.notShown],
  };
  return { ...headOf(tip, signed, base.commit), result: resultOf(found), ...found };
}

/** The merges among the changes, but for those that left what had landed as it was. */
function mergesIn(commits: readonly Commit[], ids: ReadonlySet<string>, { parts }: Base, graph: CommitGraph) {
  const isAllThatLanded = (id: string) => !ids.has(id) && parts.every((part) => graph.contains(id, part));
  return commits.filter(
    ({ id, tree, parents }) =>
      ids.has(id) &&
      parents.length > 1 &&
      !parents.some((parent) => graph.get(parent)?.tree === tree && isAllThatLanded(parent)),
  );
}

/** A change itself; for a merge that nothing covers, what it brought and nobody judged: there the verdicts are missing. */
function owing(
  id: string,
  graph: CommitGraph,
  ids: ReadonlySet<string>,
  covers: Coverage['covers'],
): readonly string[] {
  const isOpen = (each: string) => covers.get(each)?.by === 'nothing';
  const brought = isOpen(id) ? [...graph.brought(id).ids].filter((each) => ids.has(each) && isOpen(each)) : [];
  const single = brought.filter((each) => (graph.get(each)?.parents.length ?? 0) < 2);
  return single.length === 0 ? [id] : single;
}

async function covered(
  repository: Repository,
  graph: CommitGraph,
  ids: ReadonlySet<string>,
  commits: readonly Commit[],
  ledgers: LedgersFacts,
  growth: Collected<LedgerHistoryFacts>,
  byHand: ReadonlySet<string>,
  counts: Counts | undefined,
): Promise<Collected<Coverage>> {
  const changes = commits.filter(({ id }) => ids.has(id));
  const brought = changes.flatMap(({ id }) => [...graph.brought(id).ids]);
  const oldest = Math.min(...changes.map(({ committer }) => Date.parse(committer.date)));
  return coverageOf(repository, {
    changes: changes.map(({ id }) => id),
    graph,
    ledgers,
    held: ledgers.ledgers.length > 0 || (growth.known && growth.value.ledgers.length > 0),
    approvals: [],
    since: Number.isFinite(oldest) ? new Date(oldest).toISOString() : BEGINNING,
    settled: new Set(brought.filter((id) => !ids.has(id))),
    byHand,
    ...(counts !== undefined && { counts }),
  });
}

const deepened = ({ because, decide }: NotShown): NotShown =>
  decide.includes('--unshallow') ? { because, decide: DEEPEN } : { because, decide };

const headOf = ({ target: { name, commit, shallow } }: Repository, signed: boolean, base: string) =>
  ({ version: 1, tool: TOOL, target: { name, commit, base, shallow }, signed }) as const;

/** A gate that stays shut because the changes themselves could not be looked at. */
function unshown(
  tip: Repository,
  { signed, base }: { readonly signed: boolean; readonly base: string | undefined },
  notShown: readonly NotShown[],
): GateAnswer {
  const open = notShown.map(({ because, decide }) => ({ because, decide }));
  return {
    ...headOf(tip, signed, plain(base ?? 'origin')),
    result: 'not-shown',
    changes: [],
    trivial: 0,
    problems: [],
    notShown: open,
  };
}
