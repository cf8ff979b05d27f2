import type { Collected, Evidence } from '../outcome.ts';

/** Signs that agents worked at the same time, and of the workspaces they had. A clone shows only part of either. */
export interface WorkersFacts {
  /** The instant of the audit, from which a window is counted back. ISO 8601. */
  readonly asOf: string;
  /** Newest first, bounded. */
  readonly concurrency: readonly Concurrency[];
  /** Worktrees that a verdict, a handoff or another record of work names. Newest first. */
  readonly recorded: readonly RecordedWorktree[];
  /** Worktrees that two workers used in overlapping time, by the same records. Newest first. */
  readonly shared: readonly SharedWorktree[];
  /** Linked worktrees of this clone that exist; withheld where the source is no working clone. */
  readonly linked: Collected<readonly LinkedWorktree[]>;
  /** Tracked agent configuration, skills, scripts and CI that create worktrees; looked for where there is concurrency. In the order of the tree, bounded. */
  readonly automation: readonly WorktreeAutomation[];
  /** Why some record of work or commit could not be read, if so: then nothing may be concluded from what is not there. */
  readonly unseen?: { readonly because: string; readonly decide: string };
}

export interface Concurrency {
  /**
   * - `branches`: two merged branches, both with commits that agents signed, were worked on in overlapping time
   * - `tools`: two tools signed commits within seven days
   * - `workers`: two workers that a supervisor named signed commits within seven days
   */
  readonly sign: 'branches' | 'tools' | 'workers';
  /** One clause: who worked beside whom. */
  readonly what: string;
  /** When both were at work, ISO 8601: the later of the two dates. */
  readonly date: string;
  readonly commits: readonly [string, string];
}

export interface RecordedWorktree {
  readonly path: string;
  /** Absent of a submodule, which is a worktree that was committed. */
  readonly line?: number;
  /** As recorded, without slashes at its end. */
  readonly worktree: string;
  /** False when the record names the main checkout. */
  readonly isLinked: boolean;
  readonly worker?: string;
  /** ISO 8601 or `YYYY-MM-DD`: what the record says, else when git says the file was last touched. */
  readonly date: string;
}

export interface SharedWorktree {
  readonly worktree: string;
  readonly workers: readonly [string, string];
  readonly date: string;
  readonly evidence: readonly Evidence[];
}

export interface LinkedWorktree {
  readonly name: string;
  readonly branch?: string;
}

export interface WorktreeAutomation {
  readonly path: string;
  readonly line: number;
  /** The command that creates one, or the setting that asks for it. */
  readonly note: string;
}
