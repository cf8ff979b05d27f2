import type { DocumentDialect, LedgerDialect } from '../facts/ledgers.ts';
import type { JsonObject } from './dialect.ts';
import type { Independence, Party, Statement, Subject } from './statement.ts';

/** One verdict with the place that holds it. */
export interface PlacedVerdict {
  readonly path: string;
  readonly dialect: LedgerDialect | DocumentDialect;
  /** False when the file that holds it does not verify. */
  readonly intact: boolean;
  readonly statement: Statement;
  /** As it was written; absent for documents. */
  readonly record?: JsonObject;
}

/** What one record of any dialect says, in the form of `schemas/verdict-statement.schema.json`. */
export interface ListedVerdict {
  readonly path: string;
  readonly line: number;
  readonly dialect: string;
  readonly intact: boolean;
  readonly verdict: Statement['verdict'];
  readonly subject: Subject;
  readonly author: Party | null;
  readonly judges: readonly Party[];
  readonly independence: Independence;
  readonly time: string | null;
}

export const listed = ({ path, dialect, intact, statement }: PlacedVerdict): ListedVerdict => ({
  path,
  line: statement.line,
  dialect,
  intact,
  verdict: statement.verdict,
  subject: statement.subject,
  author: statement.author ?? null,
  judges: statement.judges,
  independence: statement.independence,
  time: statement.time ?? null,
});
