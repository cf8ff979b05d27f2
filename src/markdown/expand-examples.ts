import type { Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { isExample } from '#documents';
import { publishedDoctrine } from '../doctrine/published.ts';
import { exampleNodes } from './example-nodes.ts';

/**
 * Remark plugin: shows each example as its repository and the checker's real answer. Its rule is named after the fence
 * (`yaml example rule=learnings-fresh`), or by the heading above it, as in a factor document, whose many examples are
 * folded.
 */
export function expandExamples() {
  return async (tree: Root): Promise<void> => {
    if (!tree.children.some(isExample)) return;
    const published = await publishedDoctrine();
    let heading = '';
    tree.children = tree.children.map((node) => {
      if (node.type === 'heading') heading = textOf(node);
      if (!isExample(node)) return node;
      const named = /\brule=([\w-]+)/.exec(node.meta ?? '')?.[1];
      const rule = named ?? heading;
      const found = published.example(rule, node.value);
      if (found === undefined)
        throw new Error(`An example under "${heading}" is none of a factor document's: ${node.value}`);
      return exampleNodes(found.example, found.run, { folded: named === undefined });
    });
  };
}
