import type { LedgerDialect } from '../facts/ledgers.ts';
import type { Dialect } from './dialect.ts';
import { provenanceDialect } from './provenance.ts';
import { rpiEventsDialect } from './rpi-events.ts';
import { verdictDialect } from './verdict.ts';

/** The chained dialects that are read, the neutral one first. A new one is a file of its own and an entry here. */
export const DIALECTS: readonly Dialect[] = [verdictDialect, provenanceDialect, rpiEventsDialect];

/** Folders and files that hold every chained ledger, and more: what a history has to be asked for. */
export const LEDGER_ROOTS: readonly string[] = DIALECTS.map(({ place }) => place.root);

/** True for a path at which a chained ledger belongs. */
export const isLedgerPlace = (path: string): boolean => DIALECTS.some(({ place }) => place.holds(path));

/** The place of a ledger that this path is or lies below: a folder may have the name of a ledger. */
export function ledgerPlaceOf(path: string): string | undefined {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    if (isLedgerPlace(path.slice(0, end))) return path.slice(0, end);
  }
  return isLedgerPlace(path) ? path : undefined;
}

/** The folder of the neutral ledgers. A difference leaves what lies below it out, so that a verdict may land with its change. */
export const VERDICTS_FOLDER: string = verdictDialect.place.root;

export const dialectNamed = (name: LedgerDialect): Dialect | undefined =>
  DIALECTS.find((dialect) => dialect.name === name);
