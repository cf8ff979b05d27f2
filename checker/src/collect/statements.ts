import type { Ledger, LedgersFacts, VerdictDocument } from '../facts/ledgers.ts';
import { readStatements } from '../ledger/read-statements.ts';
import type { Statement } from '../ledger/statement.ts';
import type { Repository } from '../repository.ts';

/**
 * Hands over what every verdict of the audited commit says: of ledgers whose chain is intact, then of documents that are
 * not broken, each by their paths. A verdict from a broken ledger counts for nothing, since any of its records may be the
 * one that was changed.
 */
export async function eachStatement(
  { ledgers, documents }: LedgersFacts,
  repository: Repository,
  onStatement: (statement: Statement, file: Ledger | VerdictDocument) => void,
): Promise<void> {
  for (const ledger of ledgers) {
    if (!isIntact(ledger)) continue;
    await readStatements(ledger.dialect, repository.stream(ledger.path), (statement) => onStatement(statement, ledger));
  }
  for (const document of documents.first) {
    if (document.protection === 'broken') continue;
    for (const statement of document.statements) onStatement(statement, document);
  }
}

/** True for a ledger that holds records, was read to its end and breaks nowhere. */
export const isIntact = (ledger: Ledger): ledger is Ledger & Required<Pick<Ledger, 'dialect'>> =>
  ledger.dialect !== undefined && verifies(ledger);

/** True for a ledger of which every line was read and none breaks; also for an empty one. */
export const verifies = ({ breaks, unreadable }: Ledger): boolean => breaks.total === 0 && unreadable === undefined;
