import type { Cover } from '../facts/coverage.ts';
import type { Difference } from '../repository.ts';
import type { Approvals } from './approvals.ts';
import type { CommitGraph } from './commit-graph.ts';
import { differenceKeys, type Judgement, type Judgements, keysOf } from './judgements.ts';

/** What is known of the changes and of who judged them. */
export interface CoverageQuestion {
  readonly graph: CommitGraph;
  readonly judgements: Judgements;
  /** What was changed, as far as it is known, by commit: by it, and by changes in a row that it is part of. */
  readonly differences: ReadonlyMap<string, readonly Difference[]>;
  /** Commits that also changed files among the ledgers which are none: a difference leaves those out. */
  readonly beyondDifference: ReadonlySet<string>;
  /** Commits without merges that changed nothing but verdict ledgers. */
  readonly bookkeeping: ReadonlySet<string>;
  /** Merges that changed something by themselves. */
  readonly mixed: ReadonlySet<string>;
  /** Pull requests that somebody else approved, by the commit that each became. */
  readonly approvals: Approvals;
  /** The same by other commits that they may have become: these cover nothing, and leave a change open. */
  readonly rebased: Approvals;
}

type Nothing = Extract<Cover, { by: 'nothing' }>;

/**
 * How one landed change is covered; undefined when it is trivial and needs no verdict.
 *
 * Looked at in this order: verdicts on the commit, on the same difference (with the same tree or another one), on a range
 * that holds it; for a merge, whether all that it brought is covered and it changed nothing itself; the approval of its
 * pull request. A tree alone covers nothing: it does not say what the change led from, and so not what it did.
 * Only a pass by someone else covers, and only until a later fail. Adding such a pass never uncovers anything.
 */
export function coverOf(id: string, question: CoverageQuestion): Cover | undefined {
  if (isTrivial(id, question)) return undefined;
  const own = ownCover(id, question);
  if (own.by !== 'nothing') return own;
  const brought = isRefused(id, question) ? undefined : broughtCover(id, question);
  if (brought !== undefined && brought.by !== 'nothing') return brought;
  const approval = approvalOf(id, question);
  if (approval !== undefined) return approval;
  if (own.unshown !== undefined || !NOT_ON_IT.has(own.because) || brought === undefined)
    return orOpen(id, own, question);
  return brought.because === NO_VERDICT ? own : brought;
}

/** Left open where an approval that came after what refuses it may be its own. */
function orOpen(id: string, own: Nothing, question: CoverageQuestion): Nothing {
  const approval = approvalOf(id, question, question.rebased);
  return approval?.by === 'approval' ? { ...own, open: approval.url } : own;
}

const NO_VERDICT = 'no verdict names it';
const TREE_ALONE = 'a verdict names the tree that it left, but not what was changed';
const OTHER_CHANGE = 'a verdict names the tree that it left, but another change that led there';
const OTHER_SPACE = 'a verdict names the same change with other white space';
const MORE_CHANGED = 'a verdict names what it changed, without the files that it put among the ledgers';
/** Why no verdict is on a change, as far as it is seen. */
const NOT_ON_IT: ReadonlySet<string> = new Set([NO_VERDICT, TREE_ALONE, OTHER_CHANGE, OTHER_SPACE, MORE_CHANGED]);

/** By what was changed alone, so that no verdict makes a change count that did not count before. */
function isTrivial(id: string, question: CoverageQuestion): boolean {
  if (isIdle(id, question)) return true;
  const { graph, mixed } = question;
  const [first, ...others] = graph.get(id)?.parents ?? [];
  if (first === undefined || others.length === 0 || mixed.has(id)) return false;
  const { ids, complete } = graph.brought(id);
  const isMerge = (at: string) => (graph.get(at)?.parents.length ?? 0) > 1;
  return complete && [...ids].every((at) => isIdle(at, question) || (isMerge(at) && !mixed.has(at)));
}

/** A merge may leave the tree of its first parent by dropping what the others changed. */
const isIdle = (id: string, { graph, bookkeeping, mixed }: CoverageQuestion): boolean =>
  bookkeeping.has(id) || (graph.isEmpty(id) && !mixed.has(id));

/** Where each kind of name leads, strongest first. */
function namesOf(id: string, { graph, differences }: CoverageQuestion) {
  const tree = graph.get(id)?.tree;
  return {
    commit: keysOf({ commit: id }),
    tree: tree === undefined ? [] : keysOf({ tree }),
    patch: (differences.get(id) ?? []).flatMap(differenceKeys),
  };
}

/** How far a verdict names what a change did: in full, but for white space, or not at all. */
function sameness({ subject }: Judgement, own: readonly Difference[]): 'same' | 'same-but-space' | 'other' {
  const { patch, difference } = subject;
  if (difference !== undefined) {
    const isSame = (each: Difference) =>
      each.difference === difference && (patch === undefined || patch === each.patch);
    return own.some(isSame) ? 'same' : 'other';
  }
  return patch !== undefined && own.some((each) => each.patch === patch) ? 'same-but-space' : 'other';
}

function ownCover(id: string, question: CoverageQuestion): Cover {
  const { judgements, differences, beyondDifference } = question;
  const names = namesOf(id, question);
  const keys = Object.values(names).flat();
  const own = beyondDifference.has(id) ? [] : (differences.get(id) ?? []);
  const under = (by: keyof typeof names) => names[by].flatMap((key) => judgements.under(key));
  const [trees, patches] = [under('tree'), under('patch')];
  const alike = (all: readonly Judgement[], how: 'same' | 'same-but-space') =>
    all.filter((each) => sameness(each, own) === how);
  const found: readonly Found[] = [
    { by: 'commit', all: under('commit') },
    { by: 'tree', all: alike(trees, 'same') },
    { by: 'tree', all: alike(trees, 'same-but-space'), ignoresSpace: true },
    { by: 'patch', all: alike(patches, 'same') },
    { by: 'patch', all: alike(patches, 'same-but-space'), ignoresSpace: true },
    { by: 'range', all: judgements.around(id) },
  ];
  for (const { all, ...how } of found) {
    const pass = all.findLast((each) => covers(each) && judgements.stands(each, keys));
    if (pass !== undefined) return { path: pass.path, line: pass.line, ...how };
  }
  const onIt = found.flatMap(({ all }) => all);
  const fails = [...trees, ...patches].filter(({ verdict }) => verdict === 'fail');
  const why = uncovered([...onIt, ...fails], keys, judgements);
  return why.because === NO_VERDICT ? { ...why, because: nearMiss(trees, patches, beyondDifference.has(id)) } : why;
}

/** Verdicts on a change, and how they name it. */
interface Found extends Omit<Extract<Cover, { line: number }>, 'path' | 'line'> {
  readonly all: readonly Judgement[];
}

/** Why verdicts that share a name with a change are not on it. */
function nearMiss(trees: readonly Judgement[], patches: readonly Judgement[], isBeyond: boolean): string {
  if (patches.some(covers)) return isBeyond ? MORE_CHANGED : OTHER_SPACE;
  const passes = trees.filter(covers);
  if (passes.length === 0) return NO_VERDICT;
  return passes.some(({ subject }) => differenceKeys(subject).length > 0) ? OTHER_CHANGE : TREE_ALONE;
}

const covers = ({ verdict, independence }: Judgement) => verdict === 'pass' && independence.grade === 'apart';

/** Why none of the verdicts on a change covers it. */
function uncovered(all: readonly Judgement[], keys: readonly string[], judgements: Judgements): Nothing {
  const passes = all.filter(({ verdict }) => verdict === 'pass');
  const unshown = passes.findLast((each) => each.independence.grade === 'unshown' && judgements.stands(each, keys));
  if (unshown !== undefined) {
    const { independence, path, line } = unshown;
    const why = independence.grade === 'unshown' ? `: ${independence.because}` : '';
    return {
      by: 'nothing',
      because: `that somebody else gave its pass is not shown${why}`,
      unshown: { path, line },
    };
  }
  return { by: 'nothing', because: reasonIn(all, passes) };
}

function reasonIn(all: readonly Judgement[], passes: readonly Judgement[]): string {
  if (passes.some(covers)) return 'a fail came after its pass';
  if (passes.some(({ independence }) => independence.grade === 'self')) return 'the only pass is by its own author';
  if (all.some(({ verdict }) => verdict === 'fail')) return 'its verdict is a fail';
  return all.length > 0 ? 'its verdict is not-proven' : NO_VERDICT;
}

/** True for a change that a verdict refuses: what it is made of cannot answer for it. */
const isRefused = (id: string, question: CoverageQuestion): boolean =>
  Object.values(namesOf(id, question))
    .flat()
    .some((key) => question.judgements.refusedSince(key, Number.NEGATIVE_INFINITY));

function approvalOf(id: string, question: CoverageQuestion, approvals = question.approvals): Cover | undefined {
  const approval = approvals.get(id);
  if (approval === undefined) return undefined;
  const keys = Object.values(namesOf(id, question)).flat();
  const refused = keys.some((key) => question.judgements.refusedSince(key, Date.parse(approval.date)));
  return refused ? undefined : { by: 'approval', url: approval.url };
}

/**
 * What a merge owes to the commits that it brought. Each branch is followed along first parents, so that a merge on it
 * that is covered as a whole, by a verdict or an approval, answers for what it brought in turn. Undefined for no merge.
 */
function broughtCover(id: string, question: CoverageQuestion): Cover | undefined {
  const { graph, mixed } = question;
  const [, ...others] = graph.get(id)?.parents ?? [];
  if (others.length === 0) return undefined;
  if (mixed.has(id))
    return { by: 'nothing', because: 'this merge changed something by itself, and no verdict names it' };
  const brought = graph.brought(id).ids;
  const seen = new Set<string>();
  const starts = [...others];
  let first: Cover | undefined;
  let ignoresSpace = false;
  let unshown: Nothing | undefined;
  let open: Nothing | undefined;
  for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
    if (graph.get(start) === undefined) return { by: 'nothing', because: 'not all that it brought was read' };
    for (const { id: at, parents } of graph.mainline(start)) {
      if (!brought.has(at) || seen.has(at)) break;
      seen.add(at);
      if (isIdle(at, question)) continue;
      const own = ownCover(at, question);
      const cover = own.by === 'nothing' ? (approvalOf(at, question) ?? orOpen(at, own, question)) : own;
      if (cover.by !== 'nothing') {
        first ??= cover;
        ignoresSpace ||= 'ignoresSpace' in cover;
      } else if (parents.length > 1 && !mixed.has(at) && !isRefused(at, question)) starts.push(...parents.slice(1));
      else if (cover.unshown !== undefined) unshown ??= cover;
      else {
        const because = `it brought ${at.slice(0, 10)}: ${cover.because}`;
        if (cover.open === undefined) return { by: 'nothing', because };
        open ??= { by: 'nothing', because, open: cover.open };
      }
    }
  }
  if (open !== undefined) return open;
  if (unshown !== undefined) return unshown;
  if (first === undefined) return { by: 'nothing', because: NO_VERDICT };
  if (first.by === 'approval' || first.by === 'nothing') return first;
  return { by: 'range', path: first.path, line: first.line, ...(ignoresSpace && { ignoresSpace }) };
}
