import * as z from 'zod/mini';
import type { BreakKind, Ledger, LedgerBreak } from '../facts/ledgers.ts';
import { type Evidence, fail, isSome, type Outcome, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/**
 * Does every hash of every verdict ledger recompute, and every record name the one before it?
 *
 * An empty ledger shows nothing, so it is no pass: a chain of no records is intact only in name. One ledger that breaks
 * or cannot be read is enough, since a verdict could stand in any of them. A chain alone cannot show that its end was
 * cut off or that all of it was written anew; whether the file only ever grew is another rule's question.
 */
export default defineProbe({
  rule: 'verdict-chain-intact',
  needs: ['ledgers'],
  params: z.strictObject({}),

  inspect({ ledgers: { ledgers, lookalikes } }): Outcome {
    const broken = ledgers.filter(({ breaks }) => breaks.total > 0);
    const [first] = broken;
    if (first !== undefined) {
      return fail(summary(first, broken.length, ledgers.length), broken.flatMap(gaps));
    }
    const unread = ledgers.find(({ unreadable }) => unreadable !== undefined);
    if (unread !== undefined) {
      return unknown(
        `${unread.path} ${unread.unreadable}.`,
        `Keep ${unread.path} in git as a file of one record a line, complete in this clone.`,
      );
    }
    const empty = ledgers
      .filter(({ records }) => records === 0)
      .map(({ path }): Evidence => ({ at: 'file', path, note: 'holds no record' }));
    const intact = ledgers.flatMap(cite);
    if (isSome(intact)) return pass(intact, empty);
    if (isSome(empty)) {
      return fail('The verdict ledger holds no record, so there is no chain to verify.', empty);
    }
    return fail(
      'There is no verdict ledger: no .agents/verdicts/<lane>.jsonl, docs/provenance/ledger.jsonl or .agents/ledger/rpi-events.jsonl is tracked.',
      lookalikes.map(({ path, because }): Evidence => ({ at: 'file', path, note: because })),
    );
  },
});

const MEANING: Readonly<Record<BreakKind, string>> = {
  malformed: 'this line is no record that every reader understands alike',
  schema: 'this record is not of the form that its ledger demands',
  link: 'this record does not follow the one before it: one was removed, added, moved or rewritten',
  'payload-hash': 'the content of this record was changed after it was hashed',
  hash: 'this record was changed after it was hashed',
  truncated: 'the last line is half a record',
  gap: 'the record before this one is missing',
  order: 'this record stands at another place than the chain gives it',
  duplicate: 'this record stands here a second time',
  signature: 'the signature is not one of this record',
  signer: 'the signature is good, by a key that is not allowed for this judge',
};

const meaning = ({ kind, detail }: LedgerBreak) =>
  `${kind}: ${MEANING[kind]}${detail === undefined ? '' : ` (${detail})`}`;

function summary({ path, breaks, unreadable }: Ledger, broken: number, all: number): string {
  const count = breaks.total === 1 ? 'once' : `${breaks.total} times`;
  const least = unreadable === undefined ? '' : 'at least ';
  const at = breaks.first[0]?.line ?? 1;
  const others = broken === 1 ? '' : ` ${broken} of ${all} ledgers break.`;
  return `The chain of ${path} breaks ${least}${count}, first at line ${at}.${others}`;
}

const gaps = ({ path, breaks }: Ledger): readonly Evidence[] =>
  breaks.first.map((found): Evidence => ({ at: 'file', path, line: found.line, note: meaning(found) }));

function cite({ path, records, tip, unprotected }: Ledger): readonly Evidence[] {
  if (tip === undefined) return [];
  const open = unprotected.length === 0 ? '' : `; no hash covers its ${unprotected.join(', ')}`;
  return [
    {
      at: 'file',
      path,
      line: tip.line,
      note: `${quantity(records, 'record')}, tip ${tip.hash}${open}`,
    },
  ];
}
