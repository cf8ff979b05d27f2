import type { Heading, Root } from 'mdast';

/** The H1 that a document starts with, if it does. On a page it is shown by the layout, so the text goes without it. */
export function titleHeading(tree: Root): Heading | undefined {
  const first = tree.children.find(({ type }) => type !== 'yaml');
  return first?.type === 'heading' && first.depth === 1 ? first : undefined;
}
