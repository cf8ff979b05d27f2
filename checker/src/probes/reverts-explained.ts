import * as z from 'zod/mini';
import type { Revert } from '../facts/reverts.ts';
import { type Evidence, graded, notApplicable, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/**
 * Do commits that take a change back say why?
 *
 * Work that is brought back is no step back and is not judged. Where nothing tells whether a reason was given, a revert is
 * left out; when that is so for more than half, the answer is unknown.
 */
export default defineProbe({
  rule: 'reverts-explained',
  needs: ['reverts'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ reverts: facts }, { windowDays }) {
    const from = Date.parse(facts.asOf) - windowDays * 86_400_000;
    const reverts = facts.reverts.filter(({ kind, date }) => kind === 'revert' && Date.parse(date) >= from);
    const window = `the last ${quantity(windowDays, 'day')}`;
    if (reverts.length === 0)
      return facts.complete
        ? notApplicable(`In ${window} no commit takes another back in words that git or a forge writes.`)
        : unknown(
            `No revert was seen, and not every commit of ${window} was read.`,
            'Set a shorter window (windowDays).',
          );

    const unclear = reverts.filter(({ reason, unclear }) => reason === undefined && unclear !== undefined);
    const decided = reverts.filter((revert) => !unclear.includes(revert));
    if (unclear.length > decided.length) {
      const [{ commit, unclear: why }] = unclear as [Revert];
      const of =
        reverts.length === 1
          ? `Nothing tells whether the only revert in ${window} gives a reason`
          : `Nothing tells of ${unclear.length} of ${reverts.length} reverts in ${window} whether they give a reason`;
      return unknown(
        `${of}: ${WHY_UNCLEAR[why ?? 'words']}.`,
        `Read ${commit.slice(0, 10)}, and write the reason of the next revert below its subject.`,
      );
    }
    const explained = decided.filter(({ reason }) => reason !== undefined);
    const left = unclear.length > 0 ? ` ${quantity(unclear.length, 'other')} could not be told and left out.` : '';
    return graded(
      explained.map((revert) => cite(revert, revert.reason ?? '')),
      decided
        .filter(({ reason }) => reason === undefined)
        .map((revert) => cite(revert, `${revert.subject}: no reason given`)),
      `${decided.length === 1 ? `The only revert in ${window} gives no reason` : `${explained.length} of ${decided.length} reverts in ${window} ${explained.length === 1 ? 'gives' : 'give'} a reason`} besides the words that git or a forge writes.${left}`,
    );
  },
});

/** Of the newest that could not be told. */
const WHY_UNCLEAR = {
  subject: 'the subject may name what was taken back or say why',
  pointer: 'the message points at an issue, which was not read',
  words: 'the message has one or two words',
} as const;

const cite = ({ commit }: Revert, note: string): Evidence => ({ at: 'commit', id: commit, note });
