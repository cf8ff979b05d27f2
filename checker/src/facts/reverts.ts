/** Commits of the window that take an earlier one back, or bring back what was taken back. */
export interface RevertsFacts {
  /** Newest first, bounded. */
  readonly reverts: readonly Revert[];
  /** False when older commits of the window were not read. */
  readonly complete: boolean;
}

export interface Revert {
  readonly commit: string;
  readonly subject: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly kind: 'revert' | 'reapply';
  /** The commits that it names as taken back. */
  readonly of: readonly string[];
  /** The words that git did not write: why. Absent where there are none. */
  readonly reason?: string;
}
