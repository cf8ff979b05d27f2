import type { Definition, Link, LinkReference, Nodes, Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';

/**
 * A part of a document that stands on a page of its own: what it refers to elsewhere in the document is written out, and
 * a link to another heading of the document leads to `address`, its page.
 */
export function portable(part: readonly RootContent[], document: Root, address: string): Root {
  const definitions = new Map<string, Definition>();
  visit(document, 'definition', (definition) => {
    if (!definitions.has(definition.identifier)) definitions.set(definition.identifier, definition);
  });
  const tree: Root = { type: 'root', children: structuredClone([...part]).filter(({ type }) => type !== 'definition') };
  visit(tree, 'linkReference', (reference: LinkReference, index, parent) => {
    const definition = definitions.get(reference.identifier);
    if (definition === undefined || parent === undefined || index === undefined) return;
    const link: Link = {
      type: 'link',
      url: definition.url,
      title: definition.title ?? null,
      children: reference.children,
    };
    (parent.children as Nodes[])[index] = link;
  });
  visit(tree, 'link', (link) => {
    if (link.url.startsWith('#')) link.url = address + link.url;
  });
  return tree;
}
