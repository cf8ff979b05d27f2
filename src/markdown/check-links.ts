import GithubSlugger from 'github-slugger';
import type { Definition, Image, Link, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Page, PageProblem } from '../site/page.ts';
import { resolveLink } from './resolve-link.ts';
import { titleHeading } from './title-heading.ts';

/** What links may lead to besides the pages. */
export interface Surroundings {
  /** Tells whether a path from the root of the repository is a file or folder there. */
  readonly inRepository: (path: string) => boolean;
  /** Tells whether the site has a route that is no page of the collection: `all/`, `rules.json`, or `` for its root. */
  readonly onSite: (path: string) => boolean;
}

/** What is wrong with a link, and the page that it is on. */
export interface LinkProblem extends PageProblem {
  readonly id: string;
}

/** Follows every link between pages, to their headings and to files. Gives all that are dead, in order of the pages. */
export function checkLinks(
  pages: readonly Pick<Page, 'id' | 'path' | 'tree'>[],
  { inRepository, onSite }: Surroundings,
): LinkProblem[] {
  const anchors = new Map(pages.map(({ id, tree }) => [id, anchorsOf(tree)]));

  const deadPage = (id: string, anchor: string): string | undefined => {
    const address = id === '' ? '/' : `/${id}/`;
    const known = anchors.get(id);
    if (known === undefined)
      return onSite(address.slice(1))
        ? undefined
        : `links to ${address}, which is no page of the site: correct the link, or write the page`;
    if (anchor === '' || known.has(anchor)) return undefined;
    const names = [...known].map((name) => `#${name}`).join(', ') || 'none';
    return `links to #${anchor} of ${address}, which has no such heading: choose one of its own (${names})`;
  };

  return pages.flatMap(({ id, path, tree }) => {
    const problems: LinkProblem[] = [];
    visit(tree, ['link', 'definition', 'image'], (node) => {
      const message = dead((node as Link | Definition | Image).url);
      if (message === undefined) return;
      const { line, column } = node.position?.start ?? { line: 1, column: 1 };
      problems.push({ id, path, line, column, message });
    });
    return problems;

    function dead(url: string): string | undefined {
      const target = resolveLink(url, path);
      switch (target.kind) {
        case 'elsewhere':
          return undefined;
        case 'wrong':
          return target.message;
        case 'here':
          return deadPage(id, target.anchor);
        case 'page':
          return deadPage(target.id, target.anchor);
        case 'served':
          return onSite(target.path)
            ? undefined
            : `links to /${target.path}, which the site does not serve: correct the link, or add the file to public/`;
        case 'source':
          return inRepository(target.path)
            ? undefined
            : `links to ${target.path}, which is not in the repository: correct the path`;
      }
    }
  });
}

/** The anchors that the headings of a page get, in their order. */
function anchorsOf(tree: Root): Set<string> {
  const slugger = new GithubSlugger();
  const title = titleHeading(tree);
  const anchors = new Set<string>();
  visit(tree, 'heading', (heading) => {
    if (heading !== title) anchors.add(slugger.slug(textOf(heading)));
  });
  return anchors;
}
