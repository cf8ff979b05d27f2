import type { Root } from 'mdast';
import { parseMarkdown } from '#documents';
import { publishedDoctrine } from '../doctrine/published.ts';
import { TABLES } from '../generated/tables.ts';

/** Remark plugin: puts a table of the doctrine in the place of `<!-- table: name -->`. */
export function fillTables() {
  return async (tree: Root): Promise<void> => {
    for (const [index, node] of tree.children.entries()) {
      const name = node.type === 'html' ? /^<!-- table: (.+) -->$/.exec(node.value)?.[1] : undefined;
      if (name === undefined) continue;
      const make = TABLES[name];
      if (make === undefined)
        throw new Error(`There is no table "${name}": use one of ${Object.keys(TABLES).join(', ')}.`);
      const [table] = parseMarkdown(make((await publishedDoctrine()).doctrine))?.children ?? [];
      if (table !== undefined) tree.children[index] = table;
    }
  };
}
