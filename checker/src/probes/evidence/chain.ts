import type { Ledger, LedgerBreak } from '../../facts/ledgers.ts';
import { BREAKS, clauseOf } from '../../ledger/problem.ts';
import type { Evidence } from '../../outcome.ts';
import { quantity } from './quantity.ts';

const meaning = ({ kind, detail }: LedgerBreak) =>
  `${kind}: ${clauseOf(BREAKS[kind])}${detail === undefined ? '' : ` (${detail})`}`;

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
