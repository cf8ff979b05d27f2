/** What was learned and written down, as found in the tree and dated by git. */
export interface LearningsFacts {
  readonly entries: readonly LearningEntry[];
  /** Files and folders that hold at least one entry, such as `learnings.md` or `.agents/learnings`. Sorted. */
  readonly places: readonly string[];
}

/** One lesson: a dated heading, a frontmatter document, or a bullet where the file is a flat list. */
export interface LearningEntry {
  readonly path: string;
  readonly line: number;
  readonly title: string;
  /** The date its author wrote, `YYYY-MM-DD`; absent when none was written. */
  readonly written?: string;
  /** The commit that introduced it; absent when history could not say. `date` is ISO 8601 with the author's offset. */
  readonly introduced?: { readonly commit: string; readonly date: string };
}
