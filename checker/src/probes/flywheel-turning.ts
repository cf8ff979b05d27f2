import * as z from 'zod/mini';
import { type Evidence, fail, isSome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { tally } from './evidence/flywheel.ts';
import { quantity } from './evidence/quantity.ts';

const LOOKED_FOR = 'Looked in .agents/citations.jsonl, .agents/ao/citations.jsonl and the Learning trailers of commits';

/**
 * Is knowledge reused faster than it decays?
 *
 * Everything is counted in lessons, over the same window of W days (`windowDays`) before the instant of the audit.
 *
 * - N: the lessons that were there at some time in the window; those removed in it are among them.
 * - σ = retrieved ÷ N: the share that some citation of the window names as retrieved or used.
 * - ρ = used ÷ retrieved: the share of those that a citation names as used. Being put before an agent is not use.
 * - δ = decayed ÷ N: the share that was lost in the window (removed or retired), or grew stale: it is older than the
 *   window, and was not used in it once.
 *
 * The wheel turns when σρ > δ. All three are shares of the same lessons over the same W days; divided by W/7, σρ and δ
 * are shares a week. N cancels out, so the test can be redone by counting: more lessons used than decayed. From half as
 * many on it counts in part.
 *
 * A lesson that nobody used is decayed whether it stays or is removed, and a used one that is removed is decayed too:
 * deleting files cannot turn the wheel. They leave the count one window later. New lessons have a window to be used.
 * That a lesson was refuted counts as retrieval alone: if it cost anything, deleting the row would pay. What remains to
 * be done, retiring the lesson, counts.
 */
export default defineProbe({
  rule: 'flywheel-turning',
  needs: ['learnings', 'citations'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ learnings, citations }, { windowDays }) {
    const { total, retrieved, used, decayed, undated } = tally(learnings, citations, windowDays);
    const hidden = learnings.unread[0] ?? citations.unread[0];
    if (hidden !== undefined) return unknown(`${hidden.path} ${hidden.because}.`, `Read ${hidden.path}.`);
    if (total === 0) return fail('Broken at capture: there are no lessons to reuse, see learnings-present.');
    const withheld = citations.commitsWithheld ?? learnings.historyWithheld;
    if (withheld !== undefined) return unknown(withheld.because, withheld.decide);

    const rows = citations.logs.map(
      ({ path, rows, unmatched, unusable }): Evidence => ({
        at: 'file',
        path,
        note: `${quantity(rows, 'row')}: ${unmatched} without a lesson of today, ${unusable} that cannot be used`,
      }),
    );
    const window = `in the ${quantity(windowDays, 'day')} before ${learnings.asOf.slice(0, 10)}`;
    if (retrieved === 0)
      return fail(
        `Broken at retrieval: no log or trailer at this commit names a lesson as retrieved or used ${window}. ${LOOKED_FOR}.`,
        rows,
      );
    if (!isSome(used)) {
      return fail(
        total === 1
          ? `Broken at use: the only lesson was retrieved ${window}, and not used. Retrieval alone is not use.`
          : `Broken at use: ${retrieved} of ${total} lessons ${retrieved === 1 ? 'was' : 'were'} retrieved ${window}, none was used. Retrieval alone is not use.`,
        rows,
      );
    }
    if (undated !== undefined) {
      return unknown(
        `No commit shows when "${undated.title}" in ${undated.path} was written.`,
        'Commit it outside a merge.',
      );
    }
    const [uses, losses] = [used.length, decayed.length];
    const shares = `σ = ${retrieved}/${total}, ρ = ${uses}/${retrieved}, δ = ${losses}/${total} ${window}`;
    const [first, ...rest] = used;
    if (uses > losses) return pass([{ ...first, note: `${first.note}; ${shares}` }, ...rest], decayed);
    const because = `Broken at upkeep: ${uses} ${uses === 1 ? 'lesson was' : 'lessons were'} used and ${losses} decayed (${shares}).`;
    return uses * 2 >= losses ? partial(uses / losses, because, used, decayed) : fail(because, decayed);
  },
});
