/** Commits of the window that take an earlier one back, or bring back what was taken back, by the words that tools write. */
export interface RevertsFacts {
  /** The instant against which windows are measured, ISO 8601. */
  readonly asOf: string;
  /** Newest first. */
  readonly reverts: readonly Revert[];
  /** False when older commits of the window were not read. */
  readonly complete: boolean;
}

export interface Revert {
  readonly commit: string;
  readonly subject: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  /** A revert of a revert is a `reapply`. */
  readonly kind: 'revert' | 'reapply';
  /** What it names as taken back, as written: object names, `#12`, `group/project!12`, addresses. May be empty. */
  readonly of: readonly string[];
  /** The words that no tool wrote: why. Shortened; absent where there are none. */
  readonly reason?: string;
  /**
   * Set where there is no `reason` and nothing tells whether one was given: `subject` is in the author's own words,
   * a `pointer` leads to an issue that was not read, the `words` are one or two.
   */
  readonly unclear?: 'subject' | 'pointer' | 'words';
}
