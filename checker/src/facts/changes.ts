/** The changes that agents signed, and how big each was. A change is a commit that is no merge: a squash merge is one. */
export interface ChangesFacts {
  /** The instant of the audit, from which a window is counted back. ISO 8601. */
  readonly asOf: string;
  /** How many changes in the window agents signed as workers. A lower bound: an agent that does not sign is not seen. */
  readonly signed: number;
  /** The newest of them, newest first. Changes of which nothing is left to count are not listed. */
  readonly changes: readonly AgentChange[];
  /** False when older commits of the window were not read. */
  readonly complete: boolean;
}

export interface AgentChange {
  readonly id: string;
  /** Committer date, ISO 8601: when it landed. */
  readonly date: string;
  /** Tools that signed it. Sorted. */
  readonly tools: readonly string[];
  /** Files changed, without lock files, generated, vendored and recorded ones. */
  readonly files: number;
  /** Lines added and deleted in those files. */
  readonly lines: number;
}
