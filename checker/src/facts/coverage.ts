/** Which of the changes that landed have a passing verdict by someone else. */
export interface CoverageFacts {
  /** The instant of the audit, from which a window is counted back. ISO 8601. */
  readonly asOf: string;
  /** Where the count begins: the first commit that held a verdict ledger, or the start of the window. ISO 8601. */
  readonly since: string;
  readonly began: 'ledger' | 'window';
  /** Verdict ledgers that the audited commit holds, intact or not, or that history held. */
  readonly ledgers: number;
  /** Changes of the audited branch that need a verdict, newest first: commits along first parents, without those below. Bounded. */
  readonly changes: readonly LandedChange[];
  /** Commits left out, by the stated rule: they changed nothing, or nothing but verdict ledgers. */
  readonly trivial: number;
  /** True when approvals at the hosting service were looked at too. */
  readonly approvalsSeen: boolean;
  /** Why approvals were not seen, or not all of them: then a change that nothing covers is not decided. */
  readonly unapproved?: { readonly because: string; readonly decide: string };
  /** Verdicts on commits that the audited history does not hold, under no name. Bounded. */
  readonly orphans: { readonly first: readonly OrphanVerdict[]; readonly total: number };
  /** Verdicts that name no commit, tree or change: of a branch, or of files alone. They cannot cover anything. */
  readonly unnamed: number;
  /** Ledgers and verdict files whose verdicts count for nothing, because they are broken. */
  readonly broken: readonly string[];
  /** False when older changes of the window were not looked at. */
  readonly complete: boolean;
  /** Why some verdict could not be counted, if so. */
  readonly unseen?: { readonly because: string; readonly decide: string };
}

export interface LandedChange {
  readonly commit: string;
  readonly subject: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly cover: Cover;
}

/**
 * How a change is covered.
 *
 * - `commit`: a verdict names the commit
 * - `tree`: it names the tree that it left, and the difference that it made
 * - `patch`: it names the difference alone
 * - `range`: it lies in a range that a verdict names, or all that a merge brought is covered
 * - `approval`: the pull request was approved
 */
export type Cover =
  | {
      readonly by: 'commit' | 'tree' | 'patch' | 'range';
      readonly path: string;
      readonly line: number;
      /** Present where the verdict names the difference by its patch id alone, which leaves white space out. */
      readonly ignoresSpace?: true;
    }
  | { readonly by: 'approval'; readonly url: string }
  | {
      readonly by: 'nothing';
      /** A clause: no verdict, a fail after the pass, a pass by its own author. */
      readonly because: string;
      /** The pass that it has, where only that somebody else gave it is not shown. */
      readonly unshown?: { readonly path: string; readonly line: number };
      /** Address of an approved pull request that it seems to be a part of: its approval is shown for its last commit alone. */
      readonly open?: string;
    };

export interface OrphanVerdict {
  readonly path: string;
  readonly line: number;
  readonly commit: string;
}
