import { relative, sep } from 'node:path';
import type { Definition, Image, Link, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { HOME } from '#checker';
import { resolveLink } from './resolve-link.ts';

export interface RewriteLinksOptions {
  /** Where the site lives on its host, with a slash at both ends: `/12-factor-agentops/`. */
  readonly base: string;
  /** Folder of the repository. */
  readonly root: string;
}

/**
 * Remark plugin: makes links that work in the repository work on the site. A file that is a page becomes its address,
 * another file its source on GitHub, and an address of the site gets the base path.
 */
export function rewriteLinks({ base, root }: RewriteLinksOptions) {
  return (tree: Root, file: { readonly path: string }): void => {
    const from = relative(root, file.path).split(sep).join('/');
    visit(tree, ['link', 'definition', 'image'], (node) => {
      const link = node as Link | Definition | Image;
      // An image beside its page is put into the site by Astro.
      if (link.type === 'image' && !link.url.startsWith('/')) return;
      link.url = rewritten(link.url, from, base);
    });
  };
}

function rewritten(url: string, from: string, base: string): string {
  const target = resolveLink(url, from);
  switch (target.kind) {
    case 'page':
      return encodeURI(target.id === '' ? base : `${base}${target.id}/`) + hashOf(target.anchor);
    case 'served':
      return encodeURI(`${base}${target.path}`);
    case 'source':
      return encodeURI(`${HOME}/blob/main/${target.path}`) + hashOf(target.anchor);
    default:
      return url;
  }
}

const hashOf = (anchor: string): string => (anchor === '' ? '' : `#${encodeURIComponent(anchor)}`);
