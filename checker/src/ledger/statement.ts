import type { KINDS, VERDICTS } from './verdict-values.ts';

/** Someone who writes or judges changes, as far as a record says. Every text is as recorded. */
export interface Party {
  readonly kind?: (typeof KINDS)[number];
  readonly id?: string;
  /** The session or run in which it worked. */
  readonly context?: string;
  /** The family of models behind an agent. */
  readonly family?: string;
}

/** What was judged, by one name or several. */
export interface Subject {
  /** The commit, in full or abbreviated to no fewer than seven digits. */
  readonly commit?: string;
  /** Where the judged change begins, when it is more than that one commit: everything after this one. */
  readonly base?: string;
  readonly tree?: string;
  /** Its stable patch id, without the files of verdict ledgers. It leaves white space out. */
  readonly patch?: string;
  /** The digest of the same difference, white space included. */
  readonly difference?: string;
}

/**
 * How far a record shows that somebody else judged.
 *
 * - `apart`: author and judge are named, and are not the same
 * - `self`: they are the same, or worked in the same session
 * - `unshown`: the record does not say who they were
 */
export type Independence =
  | { readonly grade: 'apart' /** What tells them apart. */; readonly by: 'kind' | 'identity' | 'context' | 'family' }
  | { readonly grade: 'self' /** A clause. */; readonly because: string }
  | { readonly grade: 'unshown' /** A clause. */; readonly because: string };

/** What one record of any dialect says: who judged which change of whom, and how. */
export interface Statement {
  /** 1-based line in its file. */
  readonly line: number;
  readonly verdict: (typeof VERDICTS)[number];
  readonly subject: Subject;
  readonly author?: Party;
  /** Those who judged; the first one speaks for the record. Empty where the record names none. */
  readonly judges: readonly Party[];
  readonly independence: Independence;
  /** When it was judged: RFC 3339. */
  readonly time?: string;
  /** Present where the record bears a signature, good or not. */
  readonly signed?: true;
}
