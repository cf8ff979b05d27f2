import type { BreakKind, Ledger, LedgerBreak } from '../../facts/ledgers.ts';
import type { Evidence } from '../../outcome.ts';
import { quantity } from './quantity.ts';

/** What each kind of break means to whoever reads of it. */
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

/** One sentence for all breaks of all ledgers. */
export function summary({ path, breaks, unreadable }: Ledger, broken: number, all: number): string {
  const count = breaks.total === 1 ? 'once' : `${breaks.total} times`;
  const least = unreadable === undefined ? '' : 'at least ';
  const at = breaks.first[0]?.line ?? 1;
  const others = broken === 1 ? '' : ` ${broken} of ${all} ledgers break.`;
  return `The chain of ${path} breaks ${least}${count}, first at line ${at}.${others}`;
}

/** The breaks of a ledger, each where it is. */
export const gaps = ({ path, breaks }: Ledger): readonly Evidence[] =>
  breaks.first.map((found): Evidence => ({ at: 'file', path, line: found.line, note: meaning(found) }));

/** An intact ledger, by its tip and what is to be said of it. */
export function cite({ path, records, tip, unprotected, oddities, signatures }: Ledger): readonly Evidence[] {
  if (tip === undefined) return [];
  const notes = [`${quantity(records, 'record')}, tip ${tip.hash}`];
  if (unprotected.length > 0) notes.push(`no hash covers its ${unprotected.join(', ')}`);
  if (signatures !== undefined) notes.push(`${signatures.good} of ${quantity(signatures.signed, 'signature')} good`);
  if (signatures?.unchecked !== undefined) notes.push(signatures.unchecked.because.replace(/\.$/, ''));
  const [odd] = oddities?.first ?? [];
  if (odd !== undefined)
    notes.push(`${odd.detail} (line ${odd.line}, ${quantity(oddities?.total ?? 0, 'such note')} in all)`);
  return [{ at: 'file', path, line: tip.line, note: notes.join('; ') }];
}
