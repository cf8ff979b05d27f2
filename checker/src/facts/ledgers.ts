/** The verdict ledgers of the audited commit, each verified from its first line to its last. */
export interface LedgersFacts {
  /** Every file at a place of verdict ledgers, readable or not. Sorted by path. */
  readonly ledgers: readonly Ledger[];
  /** Tracked files that may be taken for a verdict ledger and are none. */
  readonly lookalikes: readonly Lookalike[];
}

/** The dialects that are read: `agentops-verdict` is the neutral one, the others are those of known tools. */
export type LedgerDialect = 'agentops-verdict' | 'agentops-sdlc-provenance' | 'rpi-events';

export interface Ledger {
  readonly path: string;
  /** Absent when no record told it. */
  readonly dialect?: LedgerDialect;
  /** Lines that hold a record, intact or not. */
  readonly records: number;
  /** Lines that hold nothing; they are allowed and count as lines. */
  readonly blank: number;
  readonly breaks: {
    /** Those met first, in the order of the file. Bounded. */
    readonly first: readonly LedgerBreak[];
    readonly total: number;
  };
  /** The last record and the hash that it states; the next record has to name it. Absent when there is none. */
  readonly tip?: { readonly line: number; readonly hash: string };
  /** Names of members that were seen and that no hash protects. Sorted, bounded. */
  readonly unprotected: readonly string[];
  /** Why the ledger could not be read, or not to its end: a clause that goes on from its path. */
  readonly unreadable?: string;
}

/**
 * How a chain can break. One line may break twice, by its link and by its content.
 *
 * - `malformed`: the line is not one JSON object that every reader understands alike
 * - `schema`: a member that the dialect demands is missing or of another form
 * - `link`: the record does not name the hash of the record before it
 * - `payload-hash`: the content does not have the payload hash that the record states
 * - `hash`: the record does not have the hash that it states
 */
export type BreakKind = 'malformed' | 'schema' | 'link' | 'payload-hash' | 'hash';

export interface LedgerBreak {
  /** 1-based line of the file. */
  readonly line: number;
  readonly kind: BreakKind;
  /** What exactly is wrong there, where the kind alone does not say it: a clause. */
  readonly detail?: string;
}

export interface Lookalike {
  readonly path: string;
  /** A clause that goes on from its path. */
  readonly because: string;
}
