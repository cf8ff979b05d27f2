import * as z from 'zod/mini';
import type { LedgerGrowth, LedgerLoss } from '../facts/ledger-history.ts';
import { clauseOf, LOSSES } from '../ledger/problem.ts';
import { type Evidence, fail, isSome, type Outcome, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/**
 * Did every commit that touched a verdict ledger only add to it?
 *
 * A loss that was undone, and a rename that kept everything, are shown and do not fail. A ledger that is gone fails, since
 * its verdicts went with it. Records with a date that cannot be true are shown only: clocks differ, and a commit may be
 * made anew long after its verdict.
 */
export default defineProbe({
  rule: 'verdict-ledger-append-only',
  needs: ['ledgerHistory', 'ledgers'],
  params: z.strictObject({}),

  inspect({ ledgerHistory, ledgers: { ledgers, documents } }): Outcome {
    const grown = ledgerHistory.ledgers;
    const lost = grown.filter(({ losses }) => losses.standing > 0);
    const [first] = lost;
    if (first !== undefined)
      return fail(
        summary(first, lost.length),
        lost.flatMap((each) => losses(each, stands)),
      );
    const present = grown.filter((each) => each.present);
    const unseen = present.find((each) => each.unseen !== undefined)?.unseen;
    if (unseen !== undefined) return unknown(unseen.because, unseen.decide);
    const filled = new Set(ledgers.filter(({ records }) => records > 0).map(({ path }) => path));
    const isFolder = ({ path }: LedgerGrowth) => documents.total > 0 && !ledgers.some((each) => each.path === path);
    const evidence = present.flatMap((each) => (filled.has(each.path) || isFolder(each) ? cite(each) : []));
    const unread = ledgers.find(({ unreadable }) => unreadable !== undefined);
    if (unread !== undefined)
      return unknown(`${unread.path} ${unread.unreadable}.`, `Keep ${unread.path} in git, complete in this clone.`);
    if (!isSome(evidence))
      return fail('There is no verdict ledger that holds a record, so none could grow: see verdict-chain-intact.');
    return pass(
      evidence,
      grown.flatMap((each) => [...losses(each, () => true), ...misdated(each)]),
    );
  },
});

const stands = ({ kind, undone }: LedgerLoss) => !undone && kind !== 'renamed';

function summary({ path, losses: { first, standing } }: LedgerGrowth, others: number): string {
  const loss = first.find(stands);
  const line = loss?.line === undefined ? '' : ` at line ${loss.line}`;
  const last = loss === undefined ? '' : `, last in ${loss.commit.slice(0, 10)}: ${loss.kind}${line}`;
  const more = others === 1 ? '' : ` ${others} ledgers did.`;
  return `${path} lost what it held in ${quantity(standing, 'commit')}${last}.${more}`;
}

const losses = ({ path, losses: { first } }: LedgerGrowth, test: (loss: LedgerLoss) => boolean): readonly Evidence[] =>
  first.filter(test).map(({ kind, commit, line, to, undone, detail }): Evidence => {
    const where = line === undefined ? path : `${path}:${line}`;
    const more = detail ?? (to === undefined ? undefined : `to ${to}`);
    const note = `${kind} ${where}: ${clauseOf(LOSSES[kind])}${more === undefined ? '' : ` (${more})`}`;
    return { at: 'commit', id: commit, note: undone ? `${note}; undone since` : note };
  });

const misdated = ({ path, misdated: { first } }: LedgerGrowth): readonly Evidence[] =>
  first.map(({ kind, line, detail }): Evidence => ({ at: 'file', path, line, note: `${kind}: ${detail}` }));

const cite = ({ path, versions, first }: LedgerGrowth): readonly Evidence[] => [
  {
    at: 'commit',
    id: first.commit,
    note: `began ${path}; ${versions === 1 ? 'it has one version' : `each of ${versions} versions begins with the one before it`}`,
  },
];
