import * as z from 'zod/mini';
import type { Concurrency, RecordedWorktree } from '../facts/workers.ts';
import { type Evidence, fail, isSome, notApplicable, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/**
 * Did agents that worked at the same time have a worktree each?
 *
 * A clone rarely shows it: worktrees belong to the machine where the work was done. So two worktrees on record, or a linked
 * one beside the main checkout, pass; one on record, or automation that creates them, is partial; and nothing at all is
 * unknown, never a failure. It fails only where records say that two workers were in one worktree in overlapping time.
 */
export default defineProbe({
  rule: 'workers-isolated',
  needs: ['workers'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ workers }, { windowDays }) {
    const from = Date.parse(workers.asOf) - windowDays * 86_400_000;
    const isRecent = ({ date }: { readonly date: string }) => Date.parse(date) >= from;
    const seen = workers.concurrency.filter(isRecent);
    const recorded = oneEach(workers.recorded.filter((record) => record.isLinked && isRecent(record)));
    const shared = workers.shared.find(isRecent);

    if (seen.length > 0 && shared !== undefined) {
      const because = `${shared.workers.join(' and ')} worked in the same worktree, ${shared.worktree}, in overlapping time.`;
      return fail(because, shared.evidence);
    }
    if (workers.unseen !== undefined) return unknown(workers.unseen.because, workers.unseen.decide);

    const records = recorded.map(citeRecord);
    if (isSome(records) && records.length > 1) return pass(records);
    const [newest] = seen;
    if (newest === undefined) {
      return notApplicable(
        `No agents at work at the same time were seen in the last ${quantity(windowDays, 'day')}: no overlapping branches with commits that agents signed, no two tools within seven days, no two worktrees on record. Work that no agent signed is not seen.`,
      );
    }

    const linked = workers.linked.known ? workers.linked.value : [];
    const [worktree, ...others] = linked.map(
      ({ name, branch }): Evidence => ({
        at: 'clone',
        path: `.git/worktrees/${name}`,
        ...(branch === undefined ? {} : { note: `on ${branch}` }),
      }),
    );
    if (worktree !== undefined) return pass([worktree, ...others, ...citeConcurrency(newest)]);
    const gaps = citeConcurrency(newest);
    if (isSome(records)) return partial(0.5, `Only one worktree is on record, though ${newest.what}.`, records, gaps);
    const automation = workers.automation.map(({ path, line, note }): Evidence => ({ at: 'file', path, line, note }));
    if (isSome(automation)) {
      return partial(
        0.5,
        `Worktrees are prepared, but nothing shows that they were used, though ${newest.what}.`,
        automation,
        gaps,
      );
    }
    return unknown(
      `Agents worked at the same time (${newest.what}), and this clone does not show in which worktrees.`,
      'Run the audit in the clone where the agents work, or record the worktree in each handoff or verdict.',
    );
  },
});

/** The newest record of each worktree. */
const oneEach = (records: readonly RecordedWorktree[]): readonly RecordedWorktree[] =>
  records.filter(({ worktree }, index) => records.findIndex((other) => other.worktree === worktree) === index);

const citeRecord = ({ path, line, worktree, worker, date }: RecordedWorktree): Evidence => ({
  at: 'file',
  path,
  ...(line === undefined ? {} : { line }),
  note: [`worktree ${worktree}`, ...(worker === undefined ? [] : [worker]), date.slice(0, 10)].join(', '),
});

const citeConcurrency = ({ what, commits: [one, other] }: Concurrency): readonly Evidence[] => [
  { at: 'commit', id: one, note: what },
  { at: 'commit', id: other, note: what },
];
