/** What was learned and written down, as found in the tree and dated by git. */
export interface LearningsFacts {
  /** In the order of the tree, then of the lines. Machine copies of a file and extracts with nothing in them are left out. */
  readonly entries: readonly LearningEntry[];
  /** Files and folders that hold at least one entry, such as `learnings.md` or `.agents/learnings`. Sorted. */
  readonly places: readonly string[];
  /** Files in the usual places in which nothing is an entry: the first few. */
  readonly withoutEntries: readonly string[];
  /** The instant against which ages are measured. ISO 8601. */
  readonly asOf: string;
  /** Files in these places, and instructions that may name one, whose contents could not be had: what they hold is not known. */
  readonly unread: readonly { readonly path: string; readonly because: string }[];
  /**
   * Files that were deleted or moved out of the places of lessons, with the number of lessons each held. What is removed
   * from a list that is still there is not seen.
   */
  readonly removed: readonly RemovedLessons[];
  /** Why history could not say when entries were introduced; absent where it could. */
  readonly historyWithheld?: { readonly because: string; readonly decide: string };
  /** What shows that agents work here: an instruction file, or a commit with an agent's trailer. */
  readonly agents?: { readonly path: string } | { readonly commit: string };
}

export interface RemovedLessons {
  readonly path: string;
  readonly lessons: number;
  readonly commit: string;
  /** ISO 8601 with the author's offset. */
  readonly date: string;
}

/** One lesson: a dated heading, a frontmatter document, a JSON record, or a bullet where the file is a flat list. */
export interface LearningEntry {
  readonly path: string;
  readonly line: number;
  /** Plain text, without its date, on one line. */
  readonly title: string;
  /** The id that the entry gives itself. Not always unique: some tools number the lessons of each file from L1. */
  readonly id?: string;
  /** The date its author wrote, `YYYY-MM-DD`; absent when none was written. */
  readonly written?: string;
  /** The commit that introduced it; absent when history could not say. `date` is ISO 8601 with the author's offset. */
  readonly introduced?: { readonly commit: string; readonly date: string };
  /**
   * Why it counts as a lesson. `folder`: it lies in a folder made for lessons. `date`: it is dated in writing, and says
   * more than a date. `pointer`: an instruction file names its place, and not only to keep agents out. `none`: nothing
   * tells it from a course note.
   */
  readonly support: 'folder' | 'date' | 'pointer' | 'none';
  /**
   * It says of itself that it no longer holds (archived, superseded, tombstoned), or lies in a folder `archive`. `touched` is the last change of its
   * file, ISO 8601, where the entry is alone in it.
   */
  readonly retired?: { readonly touched?: string };
}
