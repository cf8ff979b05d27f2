/** How the verdict ledgers grew, commit by commit, along every edge of history. */
export interface LedgerHistoryFacts {
  /**
   * Every ledger that the audited commit holds or that history held. Sorted by path. A folder of verdicts that are named
   * by their digest is one of them. Empty where the audited commit holds none and its history is not in this clone.
   */
  readonly ledgers: readonly LedgerGrowth[];
}

export interface LedgerGrowth {
  readonly path: string;
  /** True for a ledger of the audited commit. */
  readonly present: boolean;
  /** Distinct versions that were compared. */
  readonly versions: number;
  /** The commit that brought its first version; the oldest one, where several did. */
  readonly first: { readonly commit: string; readonly date: string };
  /**
   * Steps from a commit to its child that lost or changed what was there, one for each commit. In the order of `git log`,
   * newest first; bounded, and those that stand are kept first. `standing` counts those that are neither undone nor a
   * rename.
   */
  readonly losses: { readonly first: readonly LedgerLoss[]; readonly total: number; readonly standing: number };
  /** Records whose time cannot be true, by the dates of git. Bounded. */
  readonly misdated: { readonly first: readonly Misdated[]; readonly total: number };
  /** Why not everything was compared, if so: two sentences, what is so and what would decide it. */
  readonly unseen?: { readonly because: string; readonly decide: string };
}

/**
 * What a commit did to a ledger that may only grow.
 *
 * - `truncated`: lines at its end are gone
 * - `rewritten`: an earlier line is another one, and the chain breaks there
 * - `re-sealed`: an earlier line is another one and all hashes were made anew, so that the chain alone verifies
 * - `unprotected`: a line differs in what no hash covers
 * - `deleted`: the file is gone
 * - `renamed`: the file is gone, and another ledger of that commit holds all that it held
 */
export type LossKind = 'truncated' | 'rewritten' | 're-sealed' | 'unprotected' | 'deleted' | 'renamed';

export interface LedgerLoss {
  readonly kind: LossKind;
  readonly commit: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  /** First line of the former version that is no longer as it was; absent when the file is gone. */
  readonly line?: number;
  /** The other path, of a rename; of a file that is gone, the path outside the places of ledgers that it was moved to. */
  readonly to?: string;
  /** True when it was undone since: all that was there before is in the audited commit again. */
  readonly undone: boolean;
  /** True when records were added since, which would be lost if what was there before were brought back. */
  readonly builtOn?: boolean;
  /** True of a merge that keeps the file, and not all that one of its sides wrote there. */
  readonly merge?: boolean;
  /** What else is known of it: a clause. */
  readonly detail?: string;
}

export interface Misdated {
  /** `future`: dated after the commit that holds it. `back-dated`: dated before what it judges, or before the record above it. */
  readonly kind: 'future' | 'back-dated';
  /** Line in the audited commit. */
  readonly line: number;
  /** A clause with both dates. */
  readonly detail: string;
}
