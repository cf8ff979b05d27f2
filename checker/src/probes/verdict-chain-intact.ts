import * as z from 'zod/mini';
import type { Ledger, VerdictDocument } from '../facts/ledgers.ts';
import { type Evidence, fail, isSome, type Outcome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { cite, gaps, summary } from './evidence/chain.ts';

/**
 * Does every hash of every verdict ledger recompute, and every record name the one before it?
 *
 * An empty ledger shows nothing, so it is no pass: a chain of no records is intact only in name. One ledger that breaks
 * or cannot be read is enough, since a verdict could stand in any of them. A chain alone cannot show that its end was
 * cut off or that all of it was written anew; whether the file only ever grew is another rule's question.
 *
 * Files that each carry their own digest are a chain of one: each is whole, and that one was removed cannot be seen.
 */
export default defineProbe({
  rule: 'verdict-chain-intact',
  needs: ['ledgers'],
  params: z.strictObject({}),

  inspect({ ledgers: { ledgers, documents, lookalikes } }): Outcome {
    const broken = ledgers.filter(({ breaks }) => breaks.total > 0);
    const forged = documents.first.filter(isForged);
    const [first] = broken;
    if (first !== undefined) {
      return fail(summary(first, broken.length, ledgers.length), [...broken.flatMap(gaps), ...forged.map(show)]);
    }
    if (forged[0] !== undefined) {
      return fail(
        `${forged[0].path} is not the verdict that it was written as.`,
        forged.slice(0, MOST_SHOWN).map(show),
      );
    }
    const open = ledgers.flatMap(openQuestion)[0] ?? documents.first.flatMap(openFile)[0];
    if (open !== undefined) return unknown(open.because, open.decide);
    const empty = ledgers
      .filter(({ records }) => records === 0)
      .map(({ path }): Evidence => ({ at: 'file', path, note: 'holds no record' }));
    const intact = ledgers.flatMap(cite);
    if (isSome(intact)) return pass(intact, empty);
    const whole = documents.first
      .filter(({ protection }) => protection === 'self-digest')
      .slice(0, MOST_SHOWN)
      .map(({ path }): Evidence => ({ at: 'file', path, note: 'its content has the digest that its name states' }));
    if (isSome(whole)) return partial(0.5, LOOSE, whole, empty);
    if (isSome(empty)) {
      return fail('The verdict ledger holds no record, so there is no chain to verify.', empty);
    }
    return fail(
      'There is no verdict ledger: no .agents/verdicts/<lane>.jsonl, docs/provenance/ledger.jsonl or .agents/ledger/rpi-events.jsonl is tracked.',
      [
        ...lookalikes.map(({ path, because }): Evidence => ({ at: 'file', path, note: because })),
        ...documents.first.slice(0, MOST_SHOWN).map(show),
      ],
    );
  },
});

const MOST_SHOWN = 20;
const LOOSE = 'Each verdict file is whole, and nothing links them: one that was removed would not be missed.';

/** A file that names a digest and does not have it. Other documents carry none, and a flaw of theirs breaks no chain. */
const isForged = ({ dialect, protection, unreadable }: VerdictDocument): boolean =>
  dialect === 'verdict-file' && protection === 'broken' && unreadable === undefined;

const show = ({ path, line, detail }: VerdictDocument): Evidence => ({
  at: 'file',
  path,
  ...(line !== undefined && { line }),
  note: detail ?? 'it is not hash-chained',
});

interface Question {
  readonly because: string;
  readonly decide: string;
}

function openQuestion({ path, unreadable, signatures }: Ledger): readonly Question[] {
  if (unreadable !== undefined) {
    const decide = `Keep ${path} in git as a file of one record a line, complete in this clone.`;
    return [{ because: `${path} ${unreadable}.`, decide }];
  }
  const { unchecked } = signatures ?? {};
  if (unchecked?.withheld === undefined) return [];
  return [
    {
      because: `The chain of ${path} is intact, its signatures are open. ${unchecked.because}`,
      decide: unchecked.decide,
    },
  ];
}

function openFile({ path, dialect, unreadable }: VerdictDocument): readonly Question[] {
  if (dialect !== 'verdict-file' || unreadable === undefined) return [];
  return [{ because: `Of ${path} nothing is known: ${unreadable}.`, decide: `Keep ${path} complete in this clone.` }];
}
