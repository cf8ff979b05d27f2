import type { Collected } from '../outcome.ts';

/** Who judged whom: in the records of every ledger and verdict file, and in approvals that the hosting service holds. */
export interface VerdictsFacts {
  /** Files that hold verdicts, each with what it shows. Sorted by path. */
  readonly files: readonly VerdictFile[];
  /** Judges with ten verdicts or more and no other than a pass. Most verdicts first, bounded. */
  readonly neverRefusing: readonly { readonly judge: string; readonly passes: number; readonly path: string }[];
  /** Commits whose `Reviewed-by` or `Approved-by` trailer names their own author. Newest first, bounded. */
  readonly selfReviewed: readonly { readonly commit: string; readonly who: string }[];
  /** Merged pull requests of the window, with who approved them; withheld where no service was or could be asked. */
  readonly approvals: Collected<Approvals>;
}

export interface VerdictFile {
  readonly path: string;
  readonly verdicts: number;
  /** Verdicts by someone else than the author. */
  readonly apart: number;
  /** Of these, told apart by their session alone. */
  readonly contextOnly: number;
  /** Of these, by an agent of the author's own family of models. */
  readonly sameFamily: number;
  /** The last verdict by someone else: where a pass can be seen. */
  readonly lastApart?: number;
  readonly self: { readonly first: readonly JudgedLine[]; readonly total: number };
  readonly unshown: { readonly first: readonly JudgedLine[]; readonly total: number };
  /** Why not all of it counts, if so: a clause that goes on from its path. */
  readonly unreadable?: string;
}

export interface JudgedLine {
  readonly line: number;
  /** A clause: why nobody else is shown to have judged. */
  readonly because: string;
}

export interface Approvals {
  /** Newest first, bounded. */
  readonly merged: readonly MergedRequest[];
  /** False when older ones of the window were not read. */
  readonly complete: boolean;
}

export interface MergedRequest {
  readonly url: string;
  /** Commit that it became on the branch. */
  readonly commit: string;
  readonly date: string;
  readonly author: { readonly name: string; readonly isBot: boolean };
  /** Standing approvals; one by the author, and one by a bot, are here as well. */
  readonly approvers: readonly { readonly name: string; readonly isBot: boolean }[];
}
