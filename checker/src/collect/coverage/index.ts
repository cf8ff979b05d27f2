import { defineCollector } from '../../collector.ts';
import type { CoverageFacts } from '../../facts/coverage.ts';
import type { DocumentDialect, LedgersFacts } from '../../facts/ledgers.ts';
import type { Approvals } from '../../facts/verdicts.ts';
import { approvalsOf, rebasedWith } from '../../ledger/approvals.ts';
import { CommitGraph } from '../../ledger/commit-graph.ts';
import { isLedgerPlace } from '../../ledger/dialects.ts';
import { isVerdictPlace } from '../../ledger/places.ts';
import { type Collected, known } from '../../outcome.ts';
import type { Commit } from '../../repository.ts';
import { BEGINNING, coverageOf } from './coverage-of.ts';

/** The newest changes are looked at; three months of the busiest repositories seen hold some more. */
const MOST_CHANGES = 2_000;

/** Finds out which of the changes that landed have a passing verdict, or an approval, by someone else. */
export const coverage = defineCollector({
  kind: 'coverage',
  reads: isVerdictPlace,

  async collect(context) {
    const { repository, asOf, facts } = context;
    const [ledgers, growth, verdicts] = await Promise.all([
      facts('ledgers'),
      facts('ledgerHistory'),
      facts('verdicts'),
    ]);
    if (!ledgers.known) return ledgers;
    if (!growth.known) return growth;
    const approvals = verdicts.known ? verdicts.value.approvals : verdicts;
    const chains = growth.value.ledgers.filter(({ path }) => isLedgerPlace(path));
    const firsts = chains.map(({ first }) => first.commit);
    const paths = new Set([...ledgers.value.ledgers, ...chains].map(({ path }) => path));

    const held = paths.size > 0;
    const isWhole = held || ledgers.value.documents.total > 0;
    const read = await repository.commits({ since: isWhole ? BEGINNING : context.since });
    if (!read.known) return read;
    const landed = landedIn(read.value, repository.target.commit, firsts, context.since);
    const complete = landed.changes.length <= MOST_CHANGES;
    if (!complete && isWhole)
      context.notice(
        `Of ${landed.changes.length} changes in the window the newest ${MOST_CHANGES} were compared with verdicts.`,
      );
    const judged = landed.changes.slice(0, MOST_CHANGES);
    const merged = approvals.known ? approvals.value.merged : [];
    const answer = await coverageOf(repository, {
      changes: judged.map(({ id }) => id),
      graph: landed.graph,
      ledgers: ledgers.value,
      held,
      approvals: approvalsOf(merged),
      rebased: rebasedWith(merged, landed.byId),
      since: landed.since,
    });
    if (!answer.known) return answer;
    const { covers, orphans, unnamed, cut } = answer.value;
    const changes = judged.flatMap(({ id, subject, committer }) => {
      const cover = covers.get(id);
      return cover === undefined ? [] : [{ commit: id, subject, date: committer.date, cover }];
    });
    const unseen = unseenIn(ledgers.value, cut);
    const unapproved = unapprovedIn(approvals, changes);
    return known({
      asOf,
      since: landed.since,
      began: landed.began,
      ledgers: paths.size,
      changes,
      trivial: judged.length - changes.length,
      approvalsSeen: approvals.known,
      ...(unapproved !== undefined && { unapproved }),
      orphans,
      unnamed,
      broken: brokenIn(ledgers.value),
      complete,
      ...(unseen !== undefined && { unseen }),
    });
  },
});

interface Landed extends Pick<CoverageFacts, 'since' | 'began'> {
  readonly graph: CommitGraph;
  readonly byId: ReadonlyMap<string, Commit>;
  /** Newest first. */
  readonly changes: readonly Commit[];
}

/**
 * The changes of the branch since it first held a ledger, or since the window began. That a ledger came is told by
 * descent and not by dates, which are whatever the clock of a machine says.
 */
function landedIn(commits: readonly Commit[], head: string, firsts: readonly string[], since: string): Landed {
  const graph = new CommitGraph(commits);
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const mainline = [...graph.mainline(head)].flatMap(({ id }) => byId.get(id) ?? []);
  const from = Date.parse(since);
  const isInWindow = ({ committer }: Commit) => Date.parse(committer.date) >= from;
  const holders = firsts.length === 0 ? new Set<string>() : graph.builtOn(new Set(firsts));
  const firstHolder = mainline.findLast(({ id }) => holders.has(id));
  if (firstHolder === undefined || !isInWindow(firstHolder)) {
    return { graph, byId, changes: mainline.filter(isInWindow), since, began: 'window' };
  }
  const changes = mainline.slice(0, mainline.indexOf(firstHolder)).filter(isInWindow);
  return { graph, byId, changes, since: firstHolder.committer.date, began: 'ledger' };
}

/** Verdicts of these dialects name no commit: what became of them decides nothing here. */
const NAMELESS: ReadonlySet<DocumentDialect> = new Set(['council', 'verdict-file']);

function brokenIn({ ledgers, documents }: LedgersFacts): readonly string[] {
  const chains = ledgers.filter(({ breaks }) => breaks.total > 0);
  const files = documents.first.filter(
    ({ protection, unreadable, dialect }) =>
      protection === 'broken' && unreadable === undefined && !NAMELESS.has(dialect),
  );
  return [...chains, ...files].map(({ path }) => path);
}

/** A verdict that was not read may be a fail, so that nothing may be concluded without it. */
function unseenIn({ ledgers, documents }: LedgersFacts, cut: string | undefined): CoverageFacts['unseen'] {
  const unread = ledgers.find(({ unreadable }) => unreadable !== undefined);
  const file = documents.first.find(({ unreadable, dialect }) => unreadable !== undefined && !NAMELESS.has(dialect));
  if (file !== undefined) {
    return {
      because: `The verdict in ${file.path} could not be read: ${file.unreadable}.`,
      decide: `Keep ${file.path} in git as a text file, complete in this clone.`,
    };
  }
  if (unread !== undefined) {
    return {
      because: `${unread.path} ${unread.unreadable}.`,
      decide: `Keep ${unread.path} in git as a file of one record a line, complete in this clone.`,
    };
  }
  if (documents.total > documents.first.length) {
    return {
      because: `Only ${documents.first.length} of ${documents.total} verdict files were read.`,
      decide: 'Keep verdicts in a ledger: one file of one record a line.',
    };
  }
  return cut === undefined
    ? undefined
    : {
        because: cut,
        decide: 'Record verdicts on merges as a whole, and keep older verdicts in a ledger of their own.',
      };
}

/** Why some change may have an approval that was not seen. */
function unapprovedIn(approvals: Collected<Approvals>, changes: CoverageFacts['changes']): CoverageFacts['unapproved'] {
  if (!approvals.known) return { because: approvals.because, decide: approvals.decide };
  const { after } = approvals.value;
  // Nothing is merged before it is committed.
  const isOpen = (date: string) => after !== null && !(Date.parse(date) > Date.parse(after));
  if (!changes.some(({ cover, date }) => cover.by === 'nothing' && isOpen(date))) return undefined;
  return {
    because: 'Not all pull requests of the window were read.',
    decide: 'Set a shorter window (windowDays).',
  };
}
