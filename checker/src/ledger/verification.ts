import type { LedgerHistoryFacts } from '../facts/ledger-history.ts';
import type { LedgersFacts } from '../facts/ledgers.ts';
import type { VerdictsFacts } from '../facts/verdicts.ts';
import type { Collected } from '../outcome.ts';
import type { ProblemKind, Severity } from './problem.ts';

/** What `verdict verify` says, in the form of `schemas/verification.schema.json`. */
export interface Verification {
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: VerifiedTarget;
  /**
   * - `verified`: no error, and nothing left open
   * - `problems`: at least one error
   * - `not-verified`: no error was seen, and not everything could be looked at
   * - `nothing`: there is no ledger and no verdict file, and none is known to have been there
   */
  readonly result: 'verified' | 'problems' | 'not-verified' | 'nothing';
  /** Sorted by path. */
  readonly ledgers: readonly VerifiedLedger[];
  /** Files that hold verdicts which no chain links. */
  readonly documents: { readonly files: number; readonly verdicts: number; readonly problems: Problems };
  /** Sentences. */
  readonly shown: readonly string[];
  readonly notShown: readonly NotShown[];
}

export type VerifiedTarget =
  | {
      readonly kind: 'repository';
      readonly name: string;
      readonly commit: string;
      readonly branch: string | null;
      /** True when the files of the work tree were read on top of the commit. */
      readonly workTree: boolean;
      readonly shallow: boolean;
    }
  | { readonly kind: 'file'; readonly path: string };

export interface VerifiedLedger {
  readonly path: string;
  readonly dialect: string | null;
  /** False when the history held it, and what was verified does not. */
  readonly present: boolean;
  /** How the work tree differs from the commit. */
  readonly uncommitted: Uncommitted | null;
  readonly records: number;
  readonly tip: { readonly line: number; readonly hash: string } | null;
  /** Versions in the history that were compared; null where none was. */
  readonly versions: number | null;
  readonly signatures: { readonly signed: number; readonly good: number } | null;
  readonly problems: Problems;
}

export type Uncommitted = 'added' | 'changed' | 'deleted';

/** The first ones in full; `total` counts all. */
export interface Problems {
  readonly first: readonly Problem[];
  readonly total: number;
}

export interface Problem {
  readonly kind: ProblemKind;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number | null;
  /** The commit that did it, in full. */
  readonly commit: string | null;
  /** True when the work tree did it, and no commit has. */
  readonly uncommitted: boolean;
  /** What exactly is wrong there: a clause. */
  readonly detail: string | null;
  readonly meaning: string;
  readonly todo: string;
}

export interface NotShown {
  readonly because: string;
  readonly decide: string;
}

/** What a verification is put together from. */
export interface VerificationInput {
  readonly tool: Verification['tool'];
  readonly target: VerifiedTarget;
  readonly ledgers: Collected<LedgersFacts>;
  /** Undefined for a file that is verified alone. */
  readonly history?: Collected<LedgerHistoryFacts>;
  readonly verdicts?: Collected<VerdictsFacts>;
  /** Records whose subject is in no history that was seen. */
  readonly orphans?: Collected<{
    readonly first: readonly { readonly path: string; readonly line: number; readonly commit: string }[];
    readonly total: number;
  }>;
  readonly uncommitted?: ReadonlyMap<string, Uncommitted>;
  /** What of the work tree could not be read. */
  readonly unread?: readonly NotShown[];
}
