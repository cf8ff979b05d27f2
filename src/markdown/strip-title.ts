import type { Root } from 'mdast';
import { titleHeading } from './title-heading.ts';

/** Remark plugin: leaves out the H1 that a document starts with. */
export function stripTitle() {
  return (tree: Root): void => {
    const title = titleHeading(tree);
    if (title !== undefined) tree.children.splice(tree.children.indexOf(title), 1);
  };
}
