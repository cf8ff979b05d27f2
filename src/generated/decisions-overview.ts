import type { GeneratedPage } from './page.ts';

export interface Decision {
  /** Address of its page: `decisions/0001-rules-in-frontmatter`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** The records of decisions, oldest first. */
export const decisionsOverview = (decisions: readonly Decision[]): GeneratedPage => ({
  id: 'decisions',
  title: 'Decisions',
  description: 'The decisions behind the doctrine and its checker, each with context, decision and consequences.',
  source: 'docs/decisions/0001-rules-in-frontmatter.md',
  editable: false,
  body: `A decision that others will ask about is written down: what the situation was, what was decided, and what follows
from it. A decision that no longer holds is kept and names the one that replaced it.

${decisions.map(({ id, title, description }) => `- [${title.replace(/^(\d+)\. /, '$1 · ')}](/${id}/). ${description}`).join('\n')}`,
});
