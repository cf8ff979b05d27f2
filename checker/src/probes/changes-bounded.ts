import * as z from 'zod/mini';
import type { AgentChange } from '../facts/changes.ts';
import { type Evidence, fail, isSome, notApplicable, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/**
 * Were the changes that agents made small enough to be one job?
 *
 * Size stands in for it: nine in ten within the bound is the same as a ninetieth percentile within it. Changes made by
 * people are not judged, nor are merges; a squash merge is judged whole, because that is what landed. Deleted lines count
 * like added ones, because both are read by whoever validates the change.
 */
export default defineProbe({
  rule: 'changes-bounded',
  needs: ['changes'],
  params: z
    .strictObject({
      windowDays: z.int().check(z.positive()),
      /** How many of the newest changes are judged; the facts hold no more than 200. */
      mostChanges: z.int().check(z.minimum(1), z.maximum(200)),
      /** With fewer changes than this there is nothing to judge. */
      fewestChanges: z.int().check(z.positive()),
      /** The bound of one change: files. */
      mostFiles: z.int().check(z.positive()),
      /** The bound of one change: lines added and deleted. */
      mostLines: z.int().check(z.positive()),
    })
    .check(
      z.refine(({ mostChanges, fewestChanges }) => fewestChanges <= mostChanges, {
        path: ['fewestChanges'],
        error: 'must not be more than mostChanges, else no sample is ever large enough',
      }),
    ),

  inspect({ changes: facts }, { windowDays, mostChanges, fewestChanges, mostFiles, mostLines }) {
    const from = Date.parse(facts.asOf) - windowDays * 86_400_000;
    const sample = facts.changes.filter(({ date }) => Date.parse(date) >= from).slice(0, mostChanges);
    if (sample.length < fewestChanges) {
      const seen = `In the last ${quantity(windowDays, 'day')} agents signed ${quantity(sample.length, 'change')}, fewer than ${fewestChanges}.`;
      return facts.complete
        ? notApplicable(`${seen} Work that no agent signed is not seen.`)
        : unknown(`${seen} Not every commit of the window was read.`, 'Set a shorter window (windowDays).');
    }

    const excess = ({ files, lines }: AgentChange) => Math.max(files / mostFiles, lines / mostLines);
    const within = sample.filter((change) => excess(change) <= 1);
    const beyond = sample.filter((change) => excess(change) > 1).sort((a, b) => excess(b) - excess(a));
    const share = within.length / sample.length;
    const found =
      sample.length === 1
        ? `The ${facts.signed > 1 ? 'newest' : 'only'} change that agents signed holds more than ${quantity(mostFiles, 'file')} or ${quantity(mostLines, 'line')}`
        : `${within.length} of ${facts.signed > sample.length ? `the newest ${sample.length} of ${facts.signed}` : sample.length} changes that agents signed ` +
          `${within.length === 1 ? 'holds' : 'hold'} at most ${quantity(mostFiles, 'file')} and ${quantity(mostLines, 'line')}`;
    const because = `${found}. Lock, generated and vendored files are not counted; work that no agent signed is not seen.`;
    const evidence = within.map(cite);
    const gaps = beyond.map(cite);
    if (share >= 0.9 && isSome(evidence)) return pass(evidence, gaps);
    if (share >= 0.5 && isSome(evidence)) return partial(share, because, evidence, gaps);
    return fail(because, gaps);
  },
});

const cite = ({ id, tools, files, lines }: AgentChange): Evidence => ({
  at: 'commit',
  id,
  note: `${quantity(files, 'file')}, ${quantity(lines, 'line')}; ${tools.join(', ')}`,
});
