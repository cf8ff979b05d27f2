import type { Statement } from '../ledger/statement.ts';

/** The verdict ledgers of the audited commit, each verified from its first line to its last. */
export interface LedgersFacts {
  /** Every file at a place of verdict ledgers, readable or not. Sorted by path. */
  readonly ledgers: readonly Ledger[];
  /** Files that hold one verdict each and that no chain links, sorted by path. Bounded. */
  readonly documents: { readonly first: readonly VerdictDocument[]; readonly total: number };
  /** Tracked files that may be taken for a verdict ledger and are none. */
  readonly lookalikes: readonly Lookalike[];
}

/** The dialects that are read: `agentops-verdict` is the neutral one, the others are those of known tools. */
export type LedgerDialect = 'agentops-verdict' | 'agentops-sdlc-provenance' | 'rpi-events';

/** Dialects that write one verdict, or one record of steps, to a file that no chain protects. */
export type DocumentDialect = 'verdict-file' | 'pawl-verdict' | 'ratchet-chain' | 'council';

export interface VerdictDocument {
  readonly path: string;
  readonly dialect: DocumentDialect;
  /** Verdicts in it. */
  readonly verdicts: number;
  /** What it says, verdict by verdict. Empty where it is broken. Bounded. */
  readonly statements: readonly Statement[];
  /**
   * `self-digest`: its name or a member is the digest of its content, and it is right. `none`: it has no digest.
   * `broken`: the digest is not that of the content, or the file is not what its place promises.
   */
  readonly protection: 'self-digest' | 'none' | 'broken';
  readonly line?: number;
  /** What is wrong, or what the dialect cannot show: a clause. */
  readonly detail?: string;
  /** Why it could not be read, if so: a clause. Its protection is `broken` then, for nothing of it was seen. */
  readonly unreadable?: string;
  /** Oddities that break nothing: clauses. Bounded. */
  readonly notes?: readonly string[];
}

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
  /** The hash that the first record states. Two lanes with the same one are copies of each other. Absent when there is none. */
  readonly root?: string;
  /** Names of members that were seen and that no hash protects. Sorted, bounded. */
  readonly unprotected: readonly string[];
  /** What is odd about its records and breaks nothing, such as a path of one machine. Absent where nothing is. */
  readonly oddities?: {
    readonly first: readonly { readonly line: number /** A clause. */; readonly detail: string }[];
    readonly total: number;
  };
  /** Signatures of its records; absent where none is signed. */
  readonly signatures?: Signatures;
  /** Why the ledger could not be read, or not to its end: a clause that goes on from its path. */
  readonly unreadable?: string;
}

/**
 * How a chain can break. One line may break twice, by its link and by its content.
 *
 * - `malformed`: the line is not one JSON object that every reader understands alike
 * - `truncated`: the last line is half a record
 * - `schema`: a member that the dialect demands is missing or of another form
 * - `payload-hash`: the content does not have the payload hash that the record states
 * - `hash`: the record does not have the hash that it states
 * - `gap`: the record names one before it that the file does not hold
 * - `order`: the record names one that stands elsewhere in the file
 * - `duplicate`: the record stands in the file, or in another lane, already
 * - `link`: the record does not follow the one before it in another way, such as a second beginning
 * - `signature`: the signature is not one of this record
 * - `signer`: the signature is good, and its key is not allowed for this judge
 */
export type BreakKind =
  | 'malformed'
  | 'truncated'
  | 'schema'
  | 'payload-hash'
  | 'hash'
  | 'gap'
  | 'order'
  | 'duplicate'
  | 'link'
  | 'signature'
  | 'signer';

export interface LedgerBreak {
  /** 1-based line of the file. */
  readonly line: number;
  readonly kind: BreakKind;
  /** What exactly is wrong there, where the kind alone does not say it: a clause. */
  readonly detail?: string;
}

export interface Signatures {
  readonly signed: number;
  /** Signatures that are good, by a key that is allowed for the judge. Those that are not are breaks. */
  readonly good: number;
  /** Why some were not checked, if so: two sentences, what is so and what would decide it. */
  readonly unchecked?: {
    readonly because: string;
    readonly decide: string;
    /** True when this clone or this platform kept the answer back; not so where nobody is listed, or they are too many. */
    readonly withheld?: true;
  };
}

export interface Lookalike {
  readonly path: string;
  /** A clause that goes on from its path. */
  readonly because: string;
}
