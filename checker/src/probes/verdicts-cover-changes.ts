import * as z from 'zod/mini';
import type { CoverageFacts, LandedChange, OrphanVerdict } from '../facts/coverage.ts';
import { type Evidence, fail, isSome, notApplicable, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/** The share of changes from which the rule is met, and from which it is met in part. */
const PASS_AT = 0.9;
const PARTIAL_AT = 0.5;

/**
 * Did someone else pass the changes that landed?
 *
 * A pass of which nothing shows who judged whom counts half, and never makes a pass of this rule: the work was judged,
 * and by its author for all that is known. What no verdict covers may be approved at the hosting service. Where that was
 * not seen, no low share is held against a repository, and none is credited. Of a pull request that was rebased the
 * service shows its approval for the last commit alone: the others count for nothing, and where that makes the rule fail,
 * it is not decided.
 */
export default defineProbe({
  rule: 'verdicts-cover-changes',
  needs: ['coverage'],
  params: z.strictObject({
    windowDays: z.int().check(z.positive()),
    /** How many of the newest changes are judged by approvals alone where there never was a ledger. */
    mostChanges: z.int().check(z.positive()),
  }),

  inspect({ coverage }, { windowDays, mostChanges }) {
    const { unseen, unapproved } = coverage;
    if (unseen !== undefined) return unknown(unseen.because, unseen.decide);
    const from = Date.parse(coverage.asOf) - windowDays * 86_400_000;
    const recent = coverage.changes.filter(({ date }) => Date.parse(date) >= from);
    const changes = coverage.ledgers === 0 ? recent.slice(0, mostChanges) : recent;
    if (changes.length === 0) {
      return coverage.complete
        ? notApplicable(`No change landed ${period(coverage, windowDays)}.`)
        : unknown('Not every change of the window was looked at.', 'Set a shorter window (windowDays).');
    }

    const evidence = changes.flatMap(cite);
    const halves = changes.flatMap(citeUnshown);
    const gaps = [...changes.flatMap(gap), ...coverage.orphans.first.map(stray)];
    const share = evidence.length / changes.length;
    if (share >= PASS_AT && isSome(evidence)) return pass(evidence, gaps);

    const isCut = changes.length < recent.length || !coverage.complete;
    const because = summary(coverage, {
      which: isCut
        ? `the newest ${quantity(changes.length, 'change')}`
        : `${quantity(changes.length, 'change')} that landed ${period(coverage, windowDays)}`,
      covered: evidence.length,
      halves: halves.length,
    });
    if (unapproved !== undefined) {
      const decide = `Record verdicts: agentops-audit verdict record. Approvals may show it too: ${unapproved.decide}`;
      return unknown(`${because} Approvals of pull requests were not seen. ${unapproved.because}`, decide);
    }
    const credit = (evidence.length + halves.length / 2) / changes.length;
    const shown = [...evidence, ...halves];
    const open = changes.flatMap(({ cover }) => (cover.by === 'nothing' && cover.open !== undefined ? [cover] : []));
    const whole = `${because}${left(open)}`;
    if (credit >= PARTIAL_AT && isSome(shown)) return partial(credit, whole, shown, gaps);
    const most = open.reduce((sum, { unshown }) => sum + (unshown === undefined ? 1 : 0.5), 0) / changes.length;
    if (credit + most < PARTIAL_AT) return fail(whole, gaps);
    return unknown(whole, 'Merge with a merge commit or a squash, or record a verdict on the whole branch.');
  },
});

const are = (verdicts: number) => `${quantity(verdicts, 'verdict')} ${verdicts === 1 ? 'is' : 'are'}`;
const short = (commit: string) => commit.slice(0, 10);

function cite({ commit, subject, cover }: LandedChange): readonly Evidence[] {
  const what = `${short(commit)} ${subject}`;
  switch (cover.by) {
    case 'nothing':
      return [];
    case 'approval':
      return [{ at: 'url', url: cover.url, note: `approved: ${what}` }];
    default: {
      const { by, path, line, ignoresSpace } = cover;
      const how = ignoresSpace ? ', by its patch id, which leaves white space out' : '';
      return [{ at: 'file', path, line, note: `${by === 'patch' ? 'difference' : by} of ${what}${how}` }];
    }
  }
}

function citeUnshown({ commit, subject, cover }: LandedChange): readonly Evidence[] {
  if (cover.by !== 'nothing' || cover.unshown === undefined) return [];
  return [{ at: 'file', ...cover.unshown, note: `a pass of ${short(commit)} ${subject}, by whom is not shown` }];
}

const gap = ({ commit, subject, cover }: LandedChange): readonly Evidence[] =>
  cover.by === 'nothing' ? [{ at: 'commit', id: commit, note: `${subject}: ${cover.because}${mayBe(cover)}` }] : [];

const mayBe = ({ open }: { readonly open?: string }) => (open === undefined ? '' : `, but it may be part of ${open}`);

const stray = ({ path, line, commit }: OrphanVerdict): Evidence => ({
  at: 'file',
  path,
  line,
  note: `judges ${short(commit)}, which is not in this history: after a squash or a rebase only what was changed leads on`,
});

/** What may have been approved, as a sentence to go on with. */
function left(open: readonly { readonly open?: string }[]): string {
  const [first] = open;
  if (first?.open === undefined) return '';
  const what = open.length === 1 ? 'One more seems to be' : `${open.length} more seem to be`;
  return ` ${what} part of an approved pull request that was rebased, such as ${first.open}, whose approval is shown for its last commit alone.`;
}

function period({ began, since }: CoverageFacts, windowDays: number): string {
  return began === 'ledger'
    ? `since the first verdict ledger (${since.slice(0, 10)})`
    : `in the last ${quantity(windowDays, 'day')}`;
}

function summary(
  { ledgers, approvalsSeen, broken, orphans, unnamed }: CoverageFacts,
  { which, covered, halves }: { readonly which: string; readonly covered: number; readonly halves: number },
): string {
  const how = approvalsSeen ? 'a passing verdict or an approval' : 'a passing verdict';
  const [file, ...others] = broken;
  const more = others.length === 0 ? '' : ` and ${quantity(others.length, 'other file')}`;
  return [
    `${covered} of ${which} ${covered === 1 ? 'has' : 'have'} ${how} by someone else.`,
    ...(ledgers === 0 ? ['There is no verdict ledger.'] : []),
    ...(halves > 0 ? [`For ${halves} more a pass does not show who gave it, which counts half.`] : []),
    ...(file === undefined ? [] : [`Verdicts in ${file}${more} count for nothing: the file is broken.`]),
    ...(orphans.total > 0 ? [`${are(orphans.total)} on commits that are not in this history.`] : []),
    ...(unnamed > 0 ? [`${quantity(unnamed, 'verdict')} ${unnamed === 1 ? 'names' : 'name'} no commit.`] : []),
  ].join(' ');
}
