/** A page that is made from the doctrine or the checker instead of being written. */
export interface GeneratedPage {
  /** Its address, without slashes at its ends: `rules/learnings-fresh`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Markdown, without the title. */
  readonly body: string;
  /** The file of this repository that it is made from, which relative links start at and the edit link leads to. */
  readonly source: string;
  /** True for a page that is one wide table, which then takes the place of the table of contents. */
  readonly wide?: true;
  /** False for a page that only repeats others: the search would find everything twice. */
  readonly searched?: false;
  /** False where no single file would be edited to change it. */
  readonly editable?: false;
}
