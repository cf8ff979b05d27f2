import type { Root } from 'mdast';
import type { DoctrineProblem } from '#checker';
import { problemLine } from '#documents';

/** One page of the site, read or generated, before it is rendered. */
export interface Page {
  /** Its address without the slashes around it: `factors/01-context`. */
  readonly id: string;
  /** The file it is read or generated from, from the root of the repository. Relative links start here. */
  readonly path: string;
  /** Markdown without frontmatter. */
  readonly body: string;
  /** The whole file as syntax tree, with the positions that messages name. */
  readonly tree: Root;
  /** What Starlight calls frontmatter. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** One thing that is wrong with a page. */
export type PageProblem = DoctrineProblem;

/** Pages cannot be published. The message lists every problem as `path:line:column message`. */
export class PageError extends Error {
  readonly problems: readonly PageProblem[];

  constructor(problems: readonly PageProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.name = 'PageError';
    this.problems = problems;
  }
}
