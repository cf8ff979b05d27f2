import { BEGINNING, type Coverage } from '../../collect/coverage/coverage-of.ts';
import { CommitGraph } from '../../ledger/commit-graph.ts';
import { type GateAnswer, resultOf } from '../../ledger/gate.ts';
import type { NotShown } from '../../ledger/verification.ts';
import { plain } from '../../report/plain.ts';
import type { Repository } from '../../repository.ts';
import { mergesByHand } from '../git/merges-by-hand.ts';
import type { Io } from '../io.ts';
import { nodePlatform } from '../platform.ts';
import type { GateRequest } from '../requests.ts';
import { TOOL } from '../version.ts';
import { type Base, DEEPEN } from './gate-base.ts';
import { covered, mergesIn, owing } from './gate-changes.ts';
import { trustIn } from './gate-trust.ts';
import { gather } from './gather.ts';
import { type Counts, signedCoverage } from './signed-passes.ts';

/** What the gate answers for the changes after a base. */
export async function answerOf(
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
    ? await signedCoverage(tip, ledgers.value, nodePlatform, ask, io.now().toISOString())
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

const deepened = ({ because, decide }: NotShown): NotShown =>
  decide.includes('--unshallow') ? { because, decide: DEEPEN } : { because, decide };

const headOf = ({ target: { name, commit, shallow } }: Repository, signed: boolean, base: string) =>
  ({ version: 1, tool: TOOL, target: { name, commit, base, shallow }, signed }) as const;

/** A gate that stays shut because the changes themselves could not be looked at. */
export function unshown(
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
