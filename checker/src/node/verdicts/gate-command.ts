import { resolve } from 'node:path';
import { type Coverage, coverageOf } from '../../collect/coverage/coverage-of.ts';
import type { LedgerHistoryFacts } from '../../facts/ledger-history.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { CommitGraph } from '../../ledger/commit-graph.ts';
import { broughtBy } from '../../ledger/coverage.ts';
import { type GateAnswer, resultOf } from '../../ledger/gate.ts';
import { type NotShown, type Problem, verificationOf } from '../../ledger/verification.ts';
import type { Collected } from '../../outcome.ts';
import { renderGate, renderGateJson } from '../../report/gate.ts';
import { plain } from '../../report/plain.ts';
import type { Commit, Repository } from '../../repository.ts';
import { openRepository, TargetError } from '../git/index.ts';
import { mergeBases } from '../git/merge-bases.ts';
import type { Io } from '../io.ts';
import { deliver, textOptions } from '../output.ts';
import type { GateRequest } from '../requests.ts';
import { UsageError } from '../usage-error.ts';
import { TOOL } from '../version.ts';
import { gather } from './gather.ts';
import { withTarget } from './target.ts';
import { ALLOWED_SIGNERS, signersOf, withSigners } from './with-signers.ts';

const EVER = '1970-01-01T00:00:00Z';
const DEEPEN = 'In GitHub Actions, check out with fetch-depth: 0; elsewhere: git fetch --unshallow';

/**
 * Asks for an independent pass of every change between a base and a commit.
 * @returns 0 every change has one · 1 some has none, a ledger cannot be trusted, or it could not be told · 2 no base is
 *   known · 3 there is no repository
 */
export async function gateCommand(request: GateRequest, io: Io): Promise<number> {
  return withTarget(request, io, async (tip) => {
    const path = resolve(io.cwd, request.path);
    const base = await baseOf(request, path, tip);
    const answer =
      'because' in base
        ? unshown(tip, request, [base])
        : await answered(await withKeys(tip, base, path, request, io), base, request, io);
    await deliver(
      request.format === 'json' ? renderGateJson(answer) : renderGate(answer, textOptions(request, io)),
      request,
      io,
    );
    return answer.result === 'met' || answer.result === 'empty' ? 0 : 1;
  });
}

interface Base {
  readonly commit: string;
  /** Where it and the judged commit part: what these hold has landed. */
  readonly parts: readonly string[];
}

/** Where the changes begin, or why that cannot be told. Fails with a UsageError where nobody said it. */
async function baseOf({ base, path: typed }: GateRequest, path: string, tip: Repository): Promise<Base | NotShown> {
  const { commit, shallow, defaultBranch, source } = tip.target;
  if (source !== 'git') throw new UsageError(`gate ${typed}: it needs a clone of the repository, and a path to it`);
  if (base === undefined && defaultBranch === undefined)
    throw new UsageError(
      'gate: say where the changes begin with --base, such as --base origin/main. This clone does not know the default branch of its remote; git remote set-head origin --auto would tell it.',
    );
  const ref = base ?? `refs/remotes/origin/${defaultBranch}`;
  const known = await commitOf(path, ref);
  if (known === undefined && shallow)
    return { because: `${ref} is not in this clone, which is shallow.`, decide: DEEPEN };
  if (known === undefined)
    throw new UsageError(
      base === undefined
        ? `gate: ${ref} is not in this clone: fetch it, or say where the changes begin with --base`
        : `--base ${base}: there is no such branch, tag or commit. In a clone that was made with --single-branch it has to be fetched first.`,
    );
  const parts = await mergeBases(path, known, commit);
  if (parts.length === 0 && shallow)
    return { because: `This clone is shallow, and its history does not reach ${ref}.`, decide: DEEPEN };
  return { commit: base === undefined ? (parts[0] ?? known) : known, parts };
}

async function commitOf(path: string, ref: string): Promise<string | undefined> {
  try {
    const repository = await openRepository(path, { ref });
    await repository.close();
    return repository.target.commit;
  } catch (error) {
    if (error instanceof TargetError && ['no-such-ref', 'objects-missing'].includes(error.code)) return undefined;
    throw error;
  }
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

async function answered(tip: Repository, base: Base, { signed }: GateRequest, io: Io): Promise<GateAnswer> {
  const history = await tip.commits({ since: EVER });
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

  const coverage = await covered(tip, graph, ids, history.value, ledgers.value, growth, signed);
  if (!coverage.known) notShown.push(deepened(coverage));
  else if (coverage.value.cut !== undefined)
    notShown.push({ because: coverage.value.cut, decide: 'Gate fewer changes at once, with a later --base.' });
  const byId = new Map(history.value.map((commit) => [commit.id, commit]));
  const landed = [...graph.mainline(tip.target.commit)].filter(({ id }) => ids.has(id));
  const changes = landed.flatMap(({ id }) => {
    const [commit, cover] = [byId.get(id), coverage.known ? coverage.value.covers.get(id) : undefined];
    if (commit === undefined || cover === undefined) return [];
    return [{ commit: id, subject: commit.subject, date: commit.committer.date, cover }];
  });
  const trust = trustIn(signed ? ledgers.value : withoutSignatures(ledgers.value), growth, ids);
  const found = {
    changes,
    trivial: coverage.known ? landed.length - changes.length : 0,
    problems: ids.size === 0 ? [] : trust.problems,
    notShown: ids.size === 0 ? [] : [...notShown, ...trust.notShown],
  };
  return { ...headOf(tip, signed, base.commit), result: resultOf(found), ...found };
}

async function covered(
  repository: Repository,
  graph: CommitGraph,
  ids: ReadonlySet<string>,
  commits: readonly Commit[],
  ledgers: LedgersFacts,
  growth: Collected<LedgerHistoryFacts>,
  signed: boolean,
): Promise<Collected<Coverage>> {
  const changes = commits.filter(({ id }) => ids.has(id));
  const brought = changes.flatMap(({ id }) => [...broughtBy(id, graph)]);
  const oldest = Math.min(...changes.map(({ committer }) => Date.parse(committer.date)));
  return coverageOf(repository, {
    changes: changes.map(({ id }) => id),
    graph,
    ledgers,
    held: ledgers.ledgers.length > 0 || (growth.known && growth.value.ledgers.length > 0),
    approvals: [],
    since: Number.isFinite(oldest) ? new Date(oldest).toISOString() : EVER,
    settled: new Set(brought.filter((id) => !ids.has(id))),
    // A refusal counts whoever wrote it: to leave it out would open the gate.
    ...(signed && { counts: ({ verdict, signed: bears }) => bears === true || verdict !== 'pass' }),
  });
}

/** Whether a signature could be checked matters where signatures count; a wrong one breaks its ledger anyway. */
const withoutSignatures = ({ ledgers, ...facts }: LedgersFacts): LedgersFacts => ({
  ...facts,
  ledgers: ledgers.map(({ signatures: _signatures, ...ledger }) => ledger),
});

/** What keeps the ledgers from being believed: broken chains, and what these changes did to them. */
function trustIn(
  ledgers: LedgersFacts,
  growth: Collected<LedgerHistoryFacts>,
  ids: ReadonlySet<string>,
): { readonly problems: readonly Problem[]; readonly notShown: readonly NotShown[] } {
  const own = growth.known
    ? growth.value.ledgers.map((each) => {
        const first = each.losses.first.filter(
          ({ commit, undone, kind }) => ids.has(commit) && !undone && kind !== 'renamed',
        );
        const hidden =
          each.losses.standing > each.losses.first.filter(({ undone, kind }) => !undone && kind !== 'renamed').length;
        const unseen = hidden
          ? { because: 'It lost more than is listed.', decide: 'See agentops-audit verdict verify.' }
          : each.unseen;
        return {
          ...each,
          losses: { first, total: first.length, standing: first.length },
          misdated: { first: [], total: 0 },
          ...(unseen !== undefined && { unseen }),
        };
      })
    : [];
  const { ledgers: verified, documents } = verificationOf({
    tool: TOOL,
    target: { kind: 'file', path: '' },
    ledgers: { known: true, value: ledgers },
    history: { known: true, value: { ledgers: own } },
  });
  const all = [...verified, documents].flatMap(({ problems }) => problems.first);
  return {
    problems: all.filter(({ severity }) => severity === 'error'),
    notShown: all
      .filter(({ severity }) => severity === 'unknown')
      .map(({ path, meaning, detail, todo }) => ({
        because: `${path}: ${meaning}${detail === null ? '' : ` (${detail})`}`,
        decide: todo,
      })),
  };
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
