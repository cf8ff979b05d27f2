import { defineCollector } from '../../collector.ts';
import type { HistoryFacts } from '../../facts/history.ts';
import type { Ledger, LedgersFacts, VerdictDocument } from '../../facts/ledgers.ts';
import type { SelfReviews, VerdictFile, VerdictsFacts } from '../../facts/verdicts.ts';
import { isVerdictPlace } from '../../ledger/places.ts';
import { known } from '../../outcome.ts';
import type { Repository } from '../../repository.ts';
import { eachStatement } from '../statements.ts';
import { approvalsOf } from './approvals.ts';
import { Judges } from './never-refusing.ts';
import { othersJudged } from './others-judged.ts';
import { FileTally, room } from './tally.ts';

const MOST_REVIEWS = 1_000;

/** Who judged whom: in every ledger and verdict file, in the trailers of commits, and in approvals at the forge. */
export const verdicts = defineCollector({
  kind: 'verdicts',
  reads: isVerdictPlace,
  async collect(context) {
    const [held, history, approvals] = await Promise.all([
      context.facts('ledgers'),
      context.facts('history'),
      approvalsOf(context),
    ]);
    if (!held.known) return held;
    const { documents } = held.value;
    return known({
      asOf: context.asOf,
      ...(await tallied(held.value, context.repository)),
      unread: documents.total - documents.first.length,
      selfReviewed: history.known ? known(selfReviews(history.value)) : history,
      approvals,
    });
  },
});

async function tallied(
  held: LedgersFacts,
  repository: Repository,
): Promise<Pick<VerdictsFacts, 'files' | 'neverRefusing'>> {
  const tallies = new Map<string, FileTally>();
  const judges = new Judges();
  const left = room();
  const tallyOf = (path: string) => {
    const tally = tallies.get(path) ?? new FileTally(path, left);
    tallies.set(path, tally);
    return tally;
  };
  await eachStatement(held, repository, (statement, { path }) => {
    tallyOf(path).add(statement);
    judges.add(statement, path);
  });
  const subjects = [...tallies.values()].flatMap(({ self }) => self.map(({ subject }) => subject));
  const others = await othersJudged(subjects, held, repository);
  const files = [...held.ledgers, ...held.documents.first].flatMap((file): readonly VerdictFile[] => {
    const counted = tallyOf(file.path).end(others);
    const flaw = flawOf(file);
    return counted.verdicts > 0 || Object.keys(flaw).length > 0 ? [{ ...counted, ...flaw }] : [];
  });
  return { files, neverRefusing: judges.neverRefusing };
}

/** A document says how it is protected; a ledger has breaks instead. */
function flawOf(file: Ledger | VerdictDocument): Pick<VerdictFile, 'broken' | 'unreadable'> {
  if (file.unreadable !== undefined && !('breaks' in file && file.breaks.total > 0))
    return { unreadable: file.unreadable.replace(/^it /, '') };
  if ('breaks' in file)
    return file.breaks.total > 0 ? { broken: `breaks at line ${file.breaks.first[0]?.line ?? 1}` } : {};
  if (file.protection !== 'broken') return {};
  return { broken: file.detail === undefined ? 'is broken' : `is broken: ${file.detail}` };
}

function selfReviews({ commits }: HistoryFacts): SelfReviews {
  const all = commits.flatMap(({ id, committed, ownReview }) =>
    ownReview === undefined ? [] : [{ commit: id, date: committed, trailer: ownReview }],
  );
  return { first: all.slice(0, MOST_REVIEWS), total: all.length };
}
