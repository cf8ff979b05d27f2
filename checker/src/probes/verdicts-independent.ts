import * as z from 'zod/mini';
import type { VerdictFile, VerdictsFacts } from '../facts/verdicts.ts';
import { type Evidence, fail, isSome, type Outcome, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { judgeApprovals } from './evidence/approvals.ts';
import { quantity } from './evidence/quantity.ts';
import { judgeRecords, notesOn } from './evidence/verdict-records.ts';
import { within } from './evidence/verdict-window.ts';

/** The share of verdicts that have to show somebody else as their judge. */
const PASS_AT = 0.9;
const MOST_CITED = 20;

/**
 * Did somebody else than the author judge, wherever something was judged?
 *
 * One pass that an author gave themselves fails, unless somebody else has judged the same change: in a ledger that only
 * grows, a second verdict is the only way to mend it. To refuse one's own work is no judgement that let it through. A
 * verdict that names nobody is neither: it lowers the share, and alone it leaves the question open, since to accuse
 * would be as wrong as to trust. Records and approvals are two ways to the same end, and the better one counts, so that
 * hiding the hosting service never pays.
 */
export default defineProbe({
  rule: 'verdicts-independent',
  needs: ['verdicts'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ verdicts }, { windowDays }): Outcome {
    const facts = within(verdicts, windowDays);
    const violations = selfJudged(facts);
    if (isSome(violations)) return fail(accusation(facts), violations);
    const unread = unreadIn(facts);
    if (unread !== undefined) return unread;
    const outcome = decide(facts);
    if (outcome.status !== 'pass' && outcome.status !== 'partial') return outcome;
    // A commit that its own author reviewed could stand in a history that is not seen.
    if (!facts.selfReviewed.known) return unknown(facts.selfReviewed.because, facts.selfReviewed.decide);
    return { ...outcome, gaps: [...(outcome.gaps ?? []), ...notesOn(facts)] };
  },
});

function selfJudged({ files, selfReviewed }: VerdictsFacts): readonly Evidence[] {
  const lines = files.flatMap(({ path, self }) =>
    self.first.map(({ line, because }): Evidence => ({ at: 'file', path, line, note: because })),
  );
  const commits = selfReviewed.known ? selfReviewed.value.first : [];
  return [
    ...lines,
    ...commits.slice(0, MOST_CITED).map(
      ({ commit, trailer }): Evidence => ({
        at: 'commit',
        id: commit,
        note: `its own author is named in ${trailer}`,
      }),
    ),
  ];
}

function accusation({ files, selfReviewed }: VerdictsFacts): string {
  const passes = files.reduce((sum, { self }) => sum + self.total, 0);
  const reviews = selfReviewed.known ? selfReviewed.value.total : 0;
  const passed = `${passes} ${passes === 1 ? 'verdict passes' : 'verdicts pass'} a change that nobody but its author judged.`;
  const named = `${quantity(reviews, 'commit')} ${reviews === 1 ? 'names its' : 'name their'} own author as reviewer.`;
  return [...(passes > 0 ? [passed] : []), ...(reviews > 0 ? [named] : [])].join(' ');
}

/** A verdict by the author could stand in whatever was not read. */
function unreadIn({ files, unread }: VerdictsFacts): Outcome | undefined {
  const file = files.find(({ unreadable }) => unreadable !== undefined);
  if (file !== undefined)
    return unknown(`${file.path} ${file.unreadable}.`, `Make ${file.path} readable in full in this clone.`);
  const many = files.find(({ selfUncompared }) => selfUncompared > 0);
  if (many !== undefined)
    return unknown(
      `Authors passed their own changes so often that not every one was looked up: of ${many.selfUncompared} such passes in ${many.path} it is open whether somebody else judged the same.`,
      'Compare author and judge: agentops-audit verdict list --format json',
    );
  if (unread === 0) return undefined;
  return unknown(
    `${quantity(unread, 'verdict file')} more than are read lie in the tree.`,
    'Keep verdicts in a ledger: one file of one record a line.',
  );
}

function decide({ files, approvals }: VerdictsFacts): Outcome {
  const records = judgeRecords(
    files.filter(({ broken }) => broken === undefined),
    PASS_AT,
  );
  if (!approvals.known) {
    if (records === undefined)
      return unknown(
        `${absent(files)} ${approvals.because}`,
        `${cure(files)} Approvals may show it too: ${approvals.decide}`,
      );
    return records.status === 'unknown'
      ? { ...records, decide: `${records.decide} Approvals may show it too: ${approvals.decide}` }
      : records;
  }

  const { outcome, own } = judgeApprovals(approvals.value, PASS_AT);
  if (records === undefined)
    return outcome.status === 'fail' ? fail(`${absent(files)} ${outcome.because}`, outcome.gaps) : outcome;
  const better = earned(outcome) > earned(records) ? outcome : records;
  if (better.status === 'pass' || better.status === 'partial')
    return { ...better, gaps: [...(better.gaps ?? []), ...own] };
  return isSome(own) ? outcome : records;
}

const earned = (outcome: Outcome): number =>
  outcome.status === 'pass' ? 1 : outcome.status === 'partial' ? outcome.ratio : 0;

const cure = (files: readonly VerdictFile[]): string =>
  files.some(({ broken }) => broken !== undefined)
    ? 'Mend what agentops-audit verdict verify names.'
    : 'Record verdicts: agentops-audit verdict record.';

function absent(files: readonly VerdictFile[]): string {
  const broken = files.find((file) => file.broken !== undefined);
  return broken === undefined
    ? 'No verdict by anyone but the author is recorded.'
    : `No verdict is recorded that counts: ${broken.path} ${broken.broken}.`;
}
