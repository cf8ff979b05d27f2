import type { Collected } from '../outcome.ts';
import type { Account, MergedRequest as ToldRequest } from '../source/forge.ts';

export type { Account };

/** Who judged whom: in the records of every ledger and verdict file, and in approvals that the hosting service holds. */
export interface VerdictsFacts {
  /** The instant of the audit, from which a window is counted back. ISO 8601. */
  readonly asOf: string;
  /** Files that hold verdicts, or should, each with what it shows. Ledgers first, each sort by path. */
  readonly files: readonly VerdictFile[];
  /** Verdict files that were not read, because there are too many. */
  readonly unread: number;
  /** Judges with ten verdicts or more and no other than a pass. Most verdicts first, bounded. */
  readonly neverRefusing: readonly { readonly judge: string; readonly passes: number; readonly path: string }[];
  /** Commits of the window whose `Reviewed-by` or `Approved-by` trailer names their own author. */
  readonly selfReviewed: Collected<SelfReviews>;
  /** Merged pull requests of the window, with who approved them; withheld where no service was or could be asked. */
  readonly approvals: Collected<Approvals>;
}

export interface VerdictFile {
  readonly path: string;
  /** Verdicts that count. */
  readonly verdicts: number;
  /** Verdicts by someone else than the author. */
  readonly apart: number;
  /** Of these, told apart by their session alone. */
  readonly contextOnly: number;
  /** Of these, by an agent of the author's own family of models. */
  readonly sameFamily: number;
  /** Line of the last verdict by someone else: where a pass can be seen. */
  readonly lastApart?: number;
  /** Passes that authors gave themselves, and that nobody else has judged since or before. */
  readonly self: JudgedLines;
  /** Passes that authors gave themselves, of changes that somebody else has judged too. */
  readonly selfAndOthers: number;
  /** Further passes that authors gave themselves, too many to look up whether somebody else has judged the same. */
  readonly selfUncompared: number;
  readonly unshown: JudgedLines;
  /** Why its verdicts count for nothing: a clause that goes on from its path. */
  readonly broken?: string;
  /** Why not all of it was read, if so: a clause that goes on from its path. */
  readonly unreadable?: string;
}

export interface JudgedLines {
  /** In the order of the file, bounded. */
  readonly first: readonly JudgedLine[];
  readonly total: number;
}

export interface JudgedLine {
  readonly line: number;
  /** A clause: why nobody else is shown to have judged. */
  readonly because: string;
}

export interface SelfReviews {
  /** Newest first, bounded. */
  readonly first: readonly SelfReview[];
  readonly total: number;
}

export interface SelfReview {
  readonly commit: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  /** The trailer, as written. */
  readonly trailer: string;
}

export interface Approvals {
  /** For example `GitHub`. */
  readonly service: string;
  /** Its page that lists them. */
  readonly page: string;
  /** Newest first, bounded. */
  readonly merged: readonly MergedRequest[];
  /** Every request of the window that was merged later than this is here, ISO 8601; null when none is left out. */
  readonly after: string | null;
}

/** A merged pull request as the service tells it, with what each approval shows. */
export interface MergedRequest extends Omit<ToldRequest, 'approvers'> {
  /** Who approved it and still did at the end. */
  readonly approvers: readonly Approver[];
}

/** Somebody who approved, and what the approval shows: that a person other than the author judged, or not that. */
export interface Approver extends Account {
  readonly is: 'author' | 'bot' | 'other';
}
